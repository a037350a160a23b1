/* accuracy.c - the largest error, in units in the last place, of the core's exp, sigmoid and tanh over the floats.
 *
 * Usage: bench_accuracy [STRIDE]     every STRIDE-th float, 1 for all (minutes); one JSON line a function
 *
 * The truth is the C library's double, rounded nowhere. Special values are checked by class in tests/test_kernels.c.
 */
#include "reference/kernels.h"
#include "tests/bench/common.h"

#include <math.h>

enum { CHUNK = 4096 };

static double sigmoid(double x)
{
    return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
}

/* The distance from the true value in ulps of a float of its size; a result that should be infinite must be. */
static double ulps(float got, double want)
{
    if (isnan(want) || isnan(got))
        return isnan(want) && isnan(got) ? 0 : INFINITY;
    if (isinf(got) || isinf((float)want))
        return got == (float)want ? 0 : INFINITY;
    int exponent = want == 0 ? -126 : ilogb(want);
    return fabs((double)got - want) / ldexp(1, (exponent < -126 ? -126 : exponent) - 23);
}

static void measure(const char *name, enum kernels_map op, double (*truth)(double), uint64_t stride)
{
    static float x[CHUNK], y[CHUNK];
    double worst = 0, at = 0;
    uint64_t count = 0;
    for (uint64_t bits = 0; bits <= UINT32_MAX;) {
        size_t n = 0;
        for (; n < CHUNK && bits <= UINT32_MAX; n++, bits += stride) {
            uint32_t low = (uint32_t)bits;
            memcpy(&x[n], &low, sizeof low);
        }
        kernels_get()->f32.map[op](n, x, y);
        for (size_t i = 0; i < n; i++) {
            double e = ulps(y[i], truth((double)x[i]));
            if (e > worst)
                worst = e, at = (double)x[i];
        }
        count += n;
    }
    printf("{\"op\":\"%s\",\"size\":\"%llu floats\",\"lib\":\"accuracy\",\"threads\":1,\"max_ulp\":%.3f,\"at\":%.9g}\n",
           name, (unsigned long long)count, worst, at);
}

int main(int argc, char **argv)
{
    uint64_t stride = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    if (stride == 0) {
        fprintf(stderr, "bench_accuracy: the stride is a number from 1 on\n");
        return 2;
    }
    measure("exp_f32", MAP_EXP, exp, stride);
    measure("sigmoid_f32", MAP_SIGMOID, sigmoid, stride);
    measure("tanh_f32", MAP_TANH, tanh, stride);
    return 0;
}
