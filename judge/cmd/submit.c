#include <stdlib.h>

#include "judge/cmd/attempt.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    ATTEMPT_OPTIONS,
    {"diff", 0, NULL, WORDS_NONE, NULL, "show differing tensors of samples as a picture"},
    {"reveal", 0, NULL, WORDS_NONE, NULL, "show values of hidden and fresh cases too"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

/* The time under which it was recorded. */
static char *submitted_at(struct store *store, int64_t id, struct err *err)
{
    struct store_list list;
    const struct store_filter filter = {.id = id, .limit = 1};
    if (store_history(store, &filter, &list, err) != 0)
        return NULL;
    char *time = xstrdup(list.count ? list.at[0].submitted_at : "");
    store_list_free(&list);
    return time;
}

static int submit(struct context *context, const struct attempt *attempt, struct err *err)
{
    struct judging *judging;
    struct judged judged;
    int64_t id;
    if (attempt_open_judging(context, command_option(context, "require-isolation") != NULL, &judging, err) != 0)
        return -1;
    int result = attempt_record(context, judging, attempt, context->user, &judged, &id, err);
    judging_close(judging);
    if (result != 0)
        return -1;
    char *time = submitted_at(context->store, id, err);
    if (time) {
        const struct report_origin origin = {.id = id,
                                             .problem = attempt->problem,
                                             .user = context->user,
                                             .language = attempt->language->id,
                                             .file_name = attempt->source.name,
                                             .submitted_at = time};
        const struct report_view view = {
            .heat = command_option(context, "diff") != NULL, .reveal = attempt->keep_hidden, .details = 3};
        struct report report;
        report_from_judged(&origin, &judged, &report);
        result = attempt_print(context, &report, &view, err);
        report_release(&report);
    }
    if (result == 0)
        result = time ? attempt_exit(&judged, err) : -1;
    free(time);
    judged_release(&judged);
    return result;
}

static int run(struct context *context, struct err *err)
{
    struct attempt attempt;
    if (attempt_open(context, context->operand[0], &attempt, err) != 0)
        return -1;
    /* who can write the database owns it: the home may belong to nobody else */
    attempt.keep_hidden = command_option(context, "reveal") != NULL;
    int result = submit(context, &attempt, err);
    attempt_release(&attempt);
    return result;
}

const struct command command_submit = {
    .name = "submit",
    .summary = "judge a solution on all cases and record the result",
    .operands = "FILE",
    .operands_min = 1,
    .operands_max = 1,
    .words = WORDS_FILE,
    .details = "The file is compiled and run in a sandbox on the samples, on hidden cases, and on\n"
               "fresh ones that nobody has met before. The problem is the nearest folder above the\n"
               "file that is named like one, the language follows from the suffix; -p and -l win.\n"
               "At most 64 KiB.\n",
    .examples = "  judge submit linear-regression/solution.c\n"
                "  judge submit -p attention try7.c\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL | NEED_HOME | NEED_STORE_WRITE | NEED_USER,
    .run = run,
};
