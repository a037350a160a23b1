/* trivial.h - answers that need no understanding, made from the right one without any student's code.
 *
 * Zeros, the mean of the right answers, an argument handed back, the right numbers rounded too far: a judge that takes
 * one of them for right has inputs that are too weak, or a tolerance that is too wide. Where a function has several
 * results, one is replaced at a time and the others are right.
 *
 * An answer is wrong in principle; whether the judge sees it is what verify.h asks.
 */
#ifndef JUDGE_TRIVIAL_H
#define JUDGE_TRIVIAL_H

#include "judge/problem/problem.h"

enum trivial_kind {
    TRIVIAL_ZEROS,
    TRIVIAL_ONES,
    TRIVIAL_NAN,
    TRIVIAL_INFINITY,
    TRIVIAL_EMPTY,
    TRIVIAL_ARGUMENT, /* index: which, counted from the constructor's */
    TRIVIAL_MEAN,     /* of all right answers, everywhere */
    TRIVIAL_PERCENT,  /* the right answer times 1.01 */
    TRIVIAL_NEGATED,
    TRIVIAL_TRANSPOSED, /* the last two axes */
    TRIVIAL_FLATTENED,
    TRIVIAL_REVERSED, /* the last element first */
    TRIVIAL_ROUNDED,  /* to one decimal less */
    TRIVIAL_FLOAT16,
    TRIVIAL_SAMPLE, /* index: the group, a literal sample; its answer, whatever is asked */
};

struct trivial {
    enum trivial_kind kind;
    int index;
    int result; /* which one is replaced */
};

enum { TRIVIAL_MAX = 96, TRIVIAL_NAME = 160 };

/* Those that make sense for the types of a function; returns how many, at most TRIVIAL_MAX. */
int trivial_list(const struct problem *problem, int function, struct trivial *ret_list);

/* "zeros", "the argument 'x' returned"; with several results " as result 2". Returns `name` (TRIVIAL_NAME bytes). */
const char *trivial_name(const struct problem *problem, int function, const struct trivial *trivial, char *name);

/* What an answer is made from. */
struct trivial_case {
    const struct problem *problem;
    int function;
    const struct values *arguments; /* constructor's, then the function's */
    const struct values *want;
    double mean; /* of the finite numbers of that result over all cases of the function */
};

/* The results, to be released. False: for this case it is nothing wrong, or cannot be made (the transposed of a scalar,
 * a remembered answer of the very same question). */
bool trivial_answer(const struct trivial_case *test_case, const struct trivial *trivial, struct values *ret_results);

#endif
