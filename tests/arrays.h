/* arrays.h - what the tests of the tensor core share: arrays of known values in every memory layout, element by element
 * comparison, and failures caught.
 *
 * core_run runs a suite once for every table of kernels that the machine has, as a test case named after the table. Its
 * fixture selects the table and releases the pool after each test.
 */
#ifndef TESTS_ARRAYS_H
#define TESTS_ARRAYS_H

#include <check.h>
#include <setjmp.h>

#include "reference/core.h"

/* Ways to lay the same values out in memory. */
enum layout {
    LAYOUT_PLAIN,
    LAYOUT_REVERSED,  /* axes in column-major order */
    LAYOUT_SPACED,    /* two elements apart, from the second on */
    LAYOUT_FLIPPED,   /* all strides negative */
    LAYOUT_UNALIGNED, /* contiguous, but one element behind an aligned address */
    LAYOUT_COUNT
};

/* Values that repeat in no obvious way, in -2 .. 2; whole in -9 .. 9 for i64. The same for the same seed and shape. */
nd *values_of_shape(unsigned seed, tensor_dtype dtype, int rank, const int64_t *shape);
#define values(seed, dtype, ...) values_of_shape(seed, dtype, ND_LIST(__VA_ARGS__))

/* Whole numbers in 0 .. limit-1. */
nd *indices_of_shape(unsigned seed, int64_t limit, int rank, const int64_t *shape);
#define indices(seed, limit, ...) indices_of_shape(seed, limit, ND_LIST(__VA_ARGS__))

/* The values of x, laid out otherwise. */
nd *laid_out(const nd *x, enum layout layout);

/* An f64 array from a C list: from_list((2, 3), 1, 2, 3, 4, 5, 6). */
nd *from_doubles(tensor_dtype dtype, const double *data, int rank, const int64_t *shape);
#define DIMS(...)                   ND_LIST(__VA_ARGS__)
#define from_list(dtype, dims, ...) from_doubles(dtype, (const double[]){__VA_ARGS__}, DIMS dims)

/* Element i in row-major order, whatever the layout. */
double element(const nd *x, int64_t i);
/* Sets it, converting. */
void set_element(nd *x, int64_t i, double value);

/* Shapes equal, NaN where NaN is wanted, and |got - want| <= atol + rtol |want| elsewhere. */
void check_close(const nd *got, const nd *want, double rtol, double atol);

/* As check_close, and contiguous, with the tolerance of the dtype that was computed in: some ulp of the largest
 * intermediate, which is `scale` times the largest element wanted. */
void check_result(const nd *got, const nd *want, double scale);

void check_shape(const nd *x, int rank, const int64_t *shape);

/* The statement must end in nd_fail with this message. */
#define check_fails(statement, message)                                                                                \
    do {                                                                                                               \
        if (setjmp(*catch_failure()) == 0) {                                                                           \
            statement;                                                                                                 \
            ck_abort_msg("did not fail: %s", #statement);                                                              \
        }                                                                                                              \
        nd_on_error(NULL);                                                                                             \
        ck_assert_str_eq(failure_message(), message);                                                                  \
    } while (0)
jmp_buf *catch_failure(void);
const char *failure_message(void);

/* Runs the tests that `add_tests` adds, under every table; returns what main returns. */
int core_run(const char *name, void (*add_tests)(TCase *));

/* Compares `grad` with central differences of f at x (f64, changed and put back): df/dx[i] within 1e-6. */
void check_gradient(double (*f)(void *context), void *context, nd *x, const nd *grad);

#endif
