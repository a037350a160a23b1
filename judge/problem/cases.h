/* cases.h - which inputs a submission meets.
 *
 * A plan lists the cases of a problem: literal ones, generated samples (fixed seeds), hidden cases (seeds from the
 * instance key alone, so that every submission meets the same ones), fresh cases (seeds also from the submission's
 * source). Names are "<set>/<function>/<n>". The inputs are made from the seed when they are needed, always the same
 * ones.
 *
 * A reference may refuse an input as ill-posed (a draw on the edge of two answers); then the next attempt of the same
 * seed is taken. Seed and attempt are recorded with the result.
 */
#ifndef JUDGE_CASES_H
#define JUDGE_CASES_H

#include "judge/problem/generate.h"
#include "judge/problem/problem.h"

enum { CASE_NAME = 160, CASE_ATTEMPTS_MAX = 16 };

struct test_case {
    char name[CASE_NAME];
    const struct group *group; /* the problem's */
    int ordinal;               /* within the group */
    struct digest seed;        /* of generated cases */
    int attempt;               /* the first draw of the seed to be tried */
    bool is_plain;             /* an example */
    struct generator_plain plain;
};

struct case_plan {
    int count;
    struct test_case *at;
    bool recorded; /* a seed was set */
};

/* `key` may be NULL when `sets` has neither hidden nor fresh. `source` may be NULL without fresh. `sets` is a mask of 1
 * << enum case_set. */
void case_plan_init(struct case_plan *plan, const struct problem *problem, unsigned sets, const struct digest *key,
                    const struct digest *source);
/* All samples, and the hidden cases that are literals: what is the same under every key. */
void case_plan_init_open(struct case_plan *plan, const struct problem *problem);
void case_plan_release(struct case_plan *plan);

/* Draws the case of this name as it was drawn once; nothing when there is none, or when it is a literal. */
void case_plan_set_seed(struct case_plan *plan, const char *name, const struct digest *seed, int attempt);

/* A case that is none: an example for people from the generator of `group`, drawn as plainly as told. Its seed comes
 * from a public key, the source and `number`, so that it says nothing about the cases that count. */
struct test_case case_example(const struct problem *problem, const struct group *group, int ordinal,
                              const struct digest *source, int number, struct generator_plain plain);

/* What generate.c is asked for a case that it makes: a seed of its own, and the dimensions. */
struct case_request {
    uint64_t seed;
    struct expr_scope dims;
};
int case_request(const struct problem *problem, const struct test_case *test_case, int attempt,
                 struct case_request *ret_request, struct err *err);

/* The inputs: constructor arguments, then the function's. ERR_JUDGE when the generator cannot satisfy its own rules.
 * Not for a case that generate.c makes: inputs.h makes those too. */
int case_inputs(const struct problem *problem, const struct test_case *test_case, int attempt,
                struct values *ret_values, struct err *err);

#endif
