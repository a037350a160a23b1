#include "judge/cmd/unmet.h"

#include <stdlib.h>

#include "judge/report/requires.h"

int unmet_add(const struct context *context, const struct problem *problem, struct text *text, struct err *err)
{
    struct store_states states;
    if (store_problem_states(context->store, context->user, &states, err) != 0)
        return -1;
    char *unmet = requires_unmet(problem, &states);
    if (*unmet) {
        ui_add(&context->out, text, STYLE_TITLE, "Solve before");
        text_add(text, "\n");
        ui_wrap(&context->out, text, "  ", unmet);
    }
    free(unmet);
    store_states_free(&states);
    return 0;
}
