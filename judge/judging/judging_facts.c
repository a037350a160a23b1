#include "judge/judging/judging_internal.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging/messages.h"

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

/* --- last words --------------------------------------------------------------------------------------------------- */

enum { LAST_WORDS = 400 };

/* What stands behind `open` up to `close`, without blanks around it; a NULL close: all that is left. False when that is
 * nothing. */
static bool between(const char *text, const char *open, const char *close, const char **ret_start, int *ret_length)
{
    const char *start = strstr(text, open);
    if (!start)
        return false;
    start += strlen(open) + strspn(start + strlen(open), " ");
    const char *end = close ? strstr(start, close) : start + strlen(start);
    while (end && end > start && isspace((unsigned char)end[-1]))
        end--;
    if (!end || end == start)
        return false;
    *ret_start = start;
    *ret_length = end - start < LAST_WORDS ? (int)(end - start) : LAST_WORDS;
    return true;
}

/* "terminate called after throwing an instance of 'T'", and a line with what() where the exception has it. */
static char *uncaught(const char *printed)
{
    const char *type, *what;
    int type_length, what_length;
    if (!between(printed, "terminate called after throwing an instance of '", "'", &type, &type_length))
        return NULL;
    if (!between(type, "what():", NULL, &what, &what_length))
        return xasprintf("the program threw %.*s, and nothing caught it", type_length, type);
    return xasprintf("the program threw %.*s, and nothing caught it: %.*s", type_length, type, what_length, what);
}

/* Where an assertion or the C library ends a program, its last line says why. */
static char *last_line(const char *printed, const struct language *language, const char *file_name)
{
    static const char us[] = "solution: "; /* the program, as the C library calls it */
    size_t size = strlen(printed);
    while (size > 0 && isspace((unsigned char)printed[size - 1]))
        size--;
    const char *line = size ? memrchr(printed, '\n', size) : NULL;
    line = line ? line + 1 : printed;
    size -= (size_t)(line - printed);
    if (size > strlen(us) && memcmp(line, us, strlen(us)) == 0) {
        line += strlen(us);
        size -= strlen(us);
    }
    const struct messages_context context = {.source = language->source, .file_name = file_name};
    char *text = messages_trim(&context, line, size);
    text[strcspn(text, "\n")] = '\0';
    return text;
}

/* What usually lies behind a signal; its own name says it to those who have met it before. */
static const char *meaning(int signal)
{
    static const struct {
        int signal;
        const char *words;
    } meanings[] = {
        {SIGSEGV, " (an index out of range, a pointer that leads nowhere, or a recursion without end?)"},
        {SIGFPE, " (a whole number was divided by 0?)"},
        {SIGBUS, " (an index out of range, or a pointer that leads nowhere?)"},
        {SIGILL, " (a function that ends without return?)"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (meanings[i].signal == signal)
            return meanings[i].words;
    }
    return "";
}

/* Of a program that aborted: why, if it said so. It may have forged all of it; so only where it may be heard. */
static char *crash(const struct run_result *result, const struct language *language, const char *file_name, bool full)
{
    const int signal = result->facts.signal;
    if (!full || signal != SIGABRT || !result->output)
        return xasprintf("the program crashed: %s%s", strsignal(signal), meaning(signal));
    char *message = uncaught(result->output);
    if (message)
        return message;
    char *line = last_line(result->output, language, file_name);
    message = xasprintf("the program crashed: %s%s%.*s", strsignal(signal), *line ? "; its last line was: " : "",
                        LAST_WORDS, line);
    free(line);
    return message;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

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
        judging_says(judged_case, VERDICT_RTE, crash(result, language, file_name, full));
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
