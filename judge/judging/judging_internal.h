/* judging_internal.h - what the parts of judging.h share: the job, from its start to its sum.
 *
 *     judging.c          what is kept between submissions; the halves of one judging; the compiler's part
 *     judging_cases.c    the plan becomes cases, each is run and compared; what they sum up to
 *     judging_facts.c    what the way in which a program ended tells
 *     judging_example.c  a small case that fails, to be shown
 */
#ifndef JUDGE_JUDGING_INTERNAL_H
#define JUDGE_JUDGING_INTERNAL_H

#include "judge/judging/checker.h"
#include "judge/judging/compile.h"
#include "judge/judging/expected.h"
#include "judge/judging/judging.h"
#include "judge/judging/run.h"

enum stage { STAGE_START, STAGE_REFERENCE, STAGE_COMPILE, STAGE_RUN, STAGE_COMPARE, STAGE_COUNT };

struct judging {
    struct sandbox *sandbox;
    const struct install *install;
    const struct home *home;
    struct digest key;
    struct compile_shop shop;
    struct interpreters *interpreters;
};

struct judging_job {
    struct judging *judging;
    const struct judging_request *request;
    struct judged judged;
    struct compile_job *compile; /* while the compiler is at work */
    struct case_plan plan;
    struct expected expected;
    struct checker *checker; /* NULL: the problem has none */
    struct compiled compiled;
    int signature_fd; /* for a harness that reads it; -1: none */
    int kind;         /* of interpreter */
    int64_t started, stage_started;
};

/* Monotonic, in nanoseconds. */
int64_t judging_now(void);

/* Wall time between the two is the stage's. The end of one is the begin of the next. */
void judging_stage_begins(struct judging_job *job);
void judging_stage_ends(struct judging_job *job, enum stage stage);

/* judged.cases, one for each of the plan, without verdicts. */
void judging_make_cases(struct judging_job *job);

/* One of them; needs judged.params, which judging_make_cases makes. */
void judging_make_case(const struct judging_job *job, const struct test_case *test_case, struct judged_case *ret_case);

/* Runs and judges every case; the program is compiled and the answers are there. -1: the judge failed. */
int judging_run_cases(struct judging_job *job, struct err *err);

/* Runs the program on one case, and its verdict. What may be shown goes from `expected` into `judged_case`, whose set
 * decides that. */
int judging_run_case(struct judging_job *job, struct expected_case *expected, struct judged_case *judged_case,
                     struct err *err);

/* Is there time for another run? A submission ends within 60 s in all. */
bool judging_has_time(const struct judging_job *job);

/* Fills judged.counterexample when there is reason to and one is found. It cannot fail: the verdict stands already. */
void judging_find_example(struct judging_job *job);

/* Without a program: every case is a compile error. */
void judging_not_compiled(struct judged *judged);

/* A verdict with its reason; takes `message` (heap). */
void judging_says(struct judged_case *judged_case, enum verdict verdict, char *message);

/* What the way in which the program ended tells, before any result is looked at. `full`: its own words may be shown.
 * False: nothing, look at the result. */
bool judging_facts(const struct run_result *result, const struct language *language,
                   const struct problem_limits *limits, const char *file_name, bool full,
                   struct judged_case *judged_case);

#endif
