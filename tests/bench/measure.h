/* measure.h - one measured case of the benchmark: what is called, with what, and how much work it is.
 *
 * A case runs the libraries of `bench` in turn, eleven times over, so that a disturbance of the machine falls on all of
 * them, and prints one JSON line for each. Before that each result is compared with the first library's, the plain
 * loop: "maxdiff" is the largest difference over the largest magnitude. With more than one thread, run each library in
 * a process of its own (--lib), for idle workers of one pool spin on the cores of the next. Memory is the caller's.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "tests/bench/common.h"
#include "tests/bench/peers.h"

typedef struct {
    size_t d[4]; /* sizes, in the order of the operation's parameters */
    const void *in[4];
    void *out;
    float *state[3]; /* what the operation changes in place */
    size_t step;
} args;

typedef struct {
    const char *group, *op, *size, *unit;
    double work;
    args a;
    void (*call)(bt_any fn, args *a);
    void (*reset)(args *a); /* before a checked call; may be NULL */
    size_t out_count;       /* values to compare; 0 for none */
    int out_f64;
} bench_case;

/* What is measured; groups with other names than `group` are left out (NULL: all). */
extern struct bench {
    library libs[MAX_LIBRARIES];
    size_t lib_count;
    int threads;
    const char *group;
} bench;

/* The function of that name; NULL where the library has none. */
bt_any find(const bt_entry *table, const char *name);

void run_case(bench_case *c);

/* The processor's peak of multiply-adds at this moment, as a line of the library "machine". */
void calibrate(void);

/* New arrays of random values in [-scale, scale), or of indices below `limit`; to be freed. */
float *floats(size_t n, double scale);
double *doubles(size_t n, double scale);
int64_t *indices(size_t n, size_t limit);

#endif
