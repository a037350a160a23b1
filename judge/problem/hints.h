/* hints.h - the hints of a problem: hints.md, in steps from the idea to nearly the solution.
 *
 *     # Hints
 *
 *     ## Where to begin          <- a step: its title
 *
 *     Text of any length, in the Markdown of statements.
 *
 *     ## The step that is missing
 *     ...
 *
 * One bounded parse: UTF-8 without control characters, at most HINTS_BYTES_MAX, the heading first and nothing else
 * before the first step, each step with a title and a text. Headings of deeper ranks and lines inside ``` fences belong
 * to the text. ERR_USE names file and line. The file decides no verdict and may be changed at any time.
 */
#ifndef JUDGE_HINTS_H
#define JUDGE_HINTS_H

#include "judge/problem/problem.h"

enum { HINTS_MAX = 16, HINTS_MIN = 2, HINTS_BYTES_MAX = 64 * 1024, HINTS_TITLE_MAX = 200 };

struct hint {
    char *title;
    char *text; /* without blank lines around it; a newline at its end */
};

struct hints {
    int count; /* at least 1 */
    struct hint at[HINTS_MAX];
};

/* `path` is for messages. */
int hints_parse(const char *path, const char *text, size_t size, struct hints *ret_hints, struct err *err);
/* The problem's own; ERR_USE when it has none. */
int hints_read(const struct problem *problem, struct hints *ret_hints, struct err *err);
void hints_release(struct hints *hints);

#endif
