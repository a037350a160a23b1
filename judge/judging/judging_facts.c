#include "judge/judging/judging_internal.h"

#include <string.h>

void judging_says(struct judged_case *judged_case, enum verdict verdict, char *message)
{
    judged_case->verdict = verdict;
    judged_case->message = message;
}

/* What the harness of a compiled language tells: of a hidden case nothing that could carry an input out. */
static char *native_failure(const struct values *told, bool full)
{
    if (!run_overran(told))
        return xstrdup("the program wrote something else in the place of its result");
    if (full)
        return xasprintf("%.300s", told->at[FRAME_FAILED_VALUES - 1].text);
    return xstrdup("the program wrote behind the end of a tensor");
}

bool judging_facts(const struct run_result *result, const struct language *language,
                   const struct problem_limits *limits, const char *file_name, bool full,
                   struct judged_case *judged_case)
{
    const struct box_facts *facts = &result->facts;
    if (facts->forbidden_syscall >= 0)
        judging_says(judged_case, VERDICT_SV,
                     xasprintf("the program asked the system for something that a solution must not do"));
    else if (facts->output_exceeded)
        judging_says(judged_case, VERDICT_OLE,
                     xasprintf("the program wrote more than %lld MiB", (long long)(limits->output_bytes >> 20)));
    else if (facts->memory_exceeded)
        judging_says(
            judged_case, VERDICT_MLE,
            xasprintf("the program needed more than %lld MiB of memory", (long long)(limits->memory_kib >> 10)));
    else if (facts->cpu_exceeded)
        judging_says(judged_case, VERDICT_TLE,
                     xasprintf("the program ran for more than %lld ms", (long long)limits->time_ms));
    else if (facts->wall_exceeded)
        judging_says(
            judged_case, VERDICT_TLE,
            xasprintf(
                "the program did not end: it was stopped after %lld ms, of which it computed for %lld (sleeping, or "
                "waiting for input?)",
                (long long)(facts->wall_ns / 1000000), (long long)(facts->cpu_ns / 1000000)));
    else if (!facts->exited)
        judging_says(judged_case, VERDICT_RTE, xasprintf("the program crashed: %s", strsignal(facts->signal)));
    else if (result->state == RESPONSE_FAILED)
        judging_says(judged_case, VERDICT_RTE,
                     language->interpreted ? language->interpreted->failure(&result->results, file_name, full)
                                           : native_failure(&result->results, full));
    else if (facts->exit_code != 0 && full)
        judging_says(judged_case, VERDICT_RTE,
                     xasprintf("the program ended with exit code %d before it returned a result", facts->exit_code));
    else if (facts->exit_code != 0) /* the code could tell of a hidden input */
        judging_says(judged_case, VERDICT_RTE, xstrdup("the program called exit before it returned a result"));
    else if (result->state == RESPONSE_NONE)
        judging_says(judged_case, VERDICT_RTE,
                     xasprintf("the program ended before the function returned (exit called?)"));
    else if (result->state != RESPONSE_OK)
        judging_says(judged_case, VERDICT_RTE,
                     xasprintf("the program wrote something else in the place of its result%s%s",
                               result->why[0] ? ": " : "", result->why));
    else
        return false;
    return true;
}
