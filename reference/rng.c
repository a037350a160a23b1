#include "reference/rng.h"

#include <math.h>

struct rng rng_from(uint64_t seed)
{
    return (struct rng){seed};
}

uint64_t rng_bits(struct rng *rng)
{
    uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_bits(rng) >> 11) * 0x1p-53;
}

/* This form never overflows; rounding may step over an end. */
double rng_uniform(struct rng *rng, double low, double high)
{
    const double u = rng_unit(rng), x = low * (1 - u) + high * u;
    return x < low ? low : x > high ? high : x;
}

/* Numbers of the last, incomplete round would be likelier than others: they are drawn again. */
int64_t rng_integer(struct rng *rng, int64_t low, int64_t high)
{
    const uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    if (span == 0)
        return (int64_t)rng_bits(rng);
    const uint64_t incomplete = (0 - span) % span;
    uint64_t bits = rng_bits(rng);
    while (bits < incomplete)
        bits = rng_bits(rng);
    return (int64_t)((uint64_t)low + bits % span);
}

/* ln x for 0 < x < 1: x = m * 2^e with m in [sqrt(1/2), sqrt(2)), ln m = 2 atanh((m-1)/(m+1)) by its series. */
static double logarithm(double x)
{
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752) {
        m *= 2;
        exponent--;
    }
    const double s = (m - 1) / (m + 1), square = s * s;
    double sum = 0;
    for (int k = 21; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return 2 * s * sum + exponent * 0.69314718055994531;
}

double rng_normal(struct rng *rng, double mean, double deviation)
{
    double x, square;
    do {
        x = 2 * rng_unit(rng) - 1;
        const double y = 2 * rng_unit(rng) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return mean + deviation * (x * sqrt(-2 * logarithm(square) / square));
}

void rng_shuffle(struct rng *rng, int64_t *numbers, int64_t count)
{
    for (int64_t i = count - 1; i > 0; i--) {
        const int64_t j = rng_integer(rng, 0, i), other = numbers[j];
        numbers[j] = numbers[i];
        numbers[i] = other;
    }
}

static void put(tensor *t, int64_t i, double x)
{
    if (t->dtype == DTYPE_F32)
        t->f32[i] = (float)x;
    else if (t->dtype == DTYPE_F64)
        t->f64[i] = x;
    else
        t->i64[i] = (int64_t)x;
}

void rng_fill_normal(struct rng *rng, tensor *t, double mean, double deviation)
{
    for (int64_t i = 0; i < tensor_size(t); i++)
        put(t, i, rng_normal(rng, mean, deviation));
}

void rng_fill_uniform(struct rng *rng, tensor *t, double low, double high)
{
    for (int64_t i = 0; i < tensor_size(t); i++)
        put(t, i, rng_uniform(rng, low, high));
}

void rng_fill_integers(struct rng *rng, tensor *t, int64_t low, int64_t high)
{
    for (int64_t i = 0; i < tensor_size(t); i++) {
        const int64_t number = rng_integer(rng, low, high);
        if (t->dtype == DTYPE_I64)
            t->i64[i] = number;
        else
            put(t, i, (double)number);
    }
}
