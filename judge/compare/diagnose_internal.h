/* diagnose_internal.h - what the checks of diagnose*.c share. Each check says something only when its relation holds
 * for the whole result. */
#ifndef JUDGE_DIAGNOSE_INTERNAL_H
#define JUDGE_DIAGNOSE_INTERNAL_H

#include "judge/compare/diagnose.h"

/* What every check looks at: one result that differs, and the right one. */
struct look {
    const struct diagnose_context *context;
    const struct values *all_got, *all_want;
    const struct value *got, *want;
    int64_t size;
    struct diff *diff;
    bool explained; /* what was said is all there is to say: zeros are also a lost factor, a ReLU, a rounding ... */
};

/* Adds a sentence while there is room. */
void look_say(struct look *look, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Within the tolerance; NaN is near nothing. */
bool look_near(const struct look *look, double got, double want);

/* Does every element of the result equal f(look, i, with), within the tolerance? */
typedef double (*expectation)(const struct look *look, int64_t i, const void *with);
bool look_all(const struct look *look, expectation f, const void *with);

/* Expectations that several checks use. */
double element_of(const struct look *look, int64_t i, const void *value);
double want_shifted(const struct look *look, int64_t i, const void *offset);

/* diagnose_values.c: a relation between each element and the expected one. */
void check_all_the_same(struct look *look);
void check_zero_scalar(struct look *look);
void check_another_result(struct look *look);
void check_function(struct look *look);
void check_multiple(struct look *look);
void check_offset(struct look *look);
void check_low_precision(struct look *look);
void check_truncated(struct look *look);

/* diagnose_arguments.c: a relation to what the function was given. */
void check_argument(struct look *look);
void check_argument_left_out(struct look *look);

/* Has `a` the shape of `b`? */
bool look_same_shape(const struct value *a, const struct value *b);

/* diagnose_order.c: the right numbers in other places, or along another axis. */
void check_order(struct look *look);
void check_distribution(struct look *look);
void check_where(struct look *look);

#endif
