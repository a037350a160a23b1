/* python_fixture.h - what the tests of Python share: a judge in a folder of its own, and the problems tests/python/one
 * (scalar alone, with a hidden case) and tests/python/results (a function for each type). A test of a result gives the
 * body of one method; the other methods are right. */
#ifndef TESTS_PYTHON_FIXTURE_H
#define TESTS_PYTHON_FIXTURE_H

#include <check.h>

#include "judge/judging/judging.h"

struct python_bench {
    struct install install;
    char folder[64];
    struct home home;
    struct judging *judging;
    struct problem *results, *one;
    char *note; /* what was said about waiting; NULL */
};
extern struct python_bench python_bench;

/* `seconds`: JUDGE_WARM_SECONDS. */
void python_bench_open(const char *seconds);
void python_bench_close(void);

/* As the next `judge submit` in the same folder. */
void python_bench_again(void);

/* Against the problem of one function. */
struct judged python_judge(const char *source, unsigned sets);

/* The first case of a function. */
const struct judged_case *python_case(const struct judged *judged, const char *function);

/* What is said of it: its message, or its difference. */
const char *python_words(const struct judged_case *judged_case);

struct python_row {
    const char *function, *parameters, *body;
    enum verdict verdict;
    const char *says; /* a part of it, or NULL */
};

/* Each row is one method of an otherwise right solution that begins with `head`. */
void python_check_rows(const char *head, const struct python_row *rows, int count);
#define PYTHON_CHECK_ROWS(head, rows) python_check_rows(head, rows, (int)(sizeof(rows) / sizeof *(rows)))

/* The verdict of a source and what is said of its first sample; and, exactly, of its hidden case unless NULL. */
void python_check_failure(const char *source, enum verdict verdict, const char *sample_says, const char *hidden_says);

/* Says that a test is skipped. */
bool python_torch_is_missing(const char *test);

/* The main of such a test program. */
int python_main(Suite *suite);

#endif
