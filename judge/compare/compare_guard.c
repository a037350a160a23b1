#include "judge/compare/compare.h"

#include <stdio.h>
#include <string.h>

/* Shapes that an honest mistake makes; a program that knows its input can put 40 bits of it into each other length. */
static bool shape_is_natural(const struct diff *diff)
{
    int64_t all = 1;
    for (int k = 0; k < diff->want_rank; k++)
        all = all > INT32_MAX ? all : all * (diff->want_shape[k] > 0 ? diff->want_shape[k] : 1);
    for (int r = 0; r < diff->rank; r++) {
        int64_t length = diff->shape[r];
        bool natural = (length >= 0 && length <= 2) || length == all;
        for (int k = 0; k < diff->want_rank && !natural; k++)
            natural = length >= diff->want_shape[k] - 1 && length <= diff->want_shape[k] + 1;
        if (!natural)
            return false;
    }
    return true;
}

static bool type_is_common(const struct value *got)
{
    static const char *const common[] = {"list",       "tuple",     "dict",   "set",     "bytes",
                                         "function",   "method",    "module", "complex", "complex64",
                                         "complex128", "generator", "range",  "map"};
    if (got->kind != FRAME_OTHER)
        return got->kind != FRAME_STR && got->kind != FRAME_STRINGS;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (strcmp(got->text, common[i]) == 0)
            return true;
    }
    return strncmp(got->text, "list whose ", 11) == 0 && strlen(got->text) < 60;
}

void diff_guard(struct diff *diff, const struct values *got)
{
    const struct value *result = (size_t)diff->output < got->count ? &got->at[diff->output] : NULL;
    char need[160];
    bool natural = shape_is_natural(diff);
    if ((diff->class == DIFF_RANK || diff->class == DIFF_SHAPE) && !natural)
        snprintf(diff->what, sizeof diff->what, "the shape is another one than %s",
                 value_shape_text(diff->want_rank, diff->want_shape, need, sizeof need));
    if (diff->class == DIFF_DTYPE && result && (!natural || !type_is_common(result)))
        snprintf(diff->what, sizeof diff->what, "the result is of another type than expected");
    if (diff->class == DIFF_RESULTS && got->count > SIGNATURE_RESULTS_MAX)
        snprintf(diff->what, sizeof diff->what, "more results came back than expected");
    if (diff->class == DIFF_SHAPE && result && result->kind == FRAME_STRINGS)
        snprintf(diff->what, sizeof diff->what, "the number of strings is another one than expected");
    if (diff->class == DIFF_STRINGS && result && result->kind == FRAME_STR)
        snprintf(diff->what, sizeof diff->what, "the string is another one than expected");
    char *came = diff->class == DIFF_RESULTS ? strstr(diff->what, DIFF_CAME) : NULL;
    if (came)
        *came = '\0';
    if (!natural)
        diff->rank = 0;
}
