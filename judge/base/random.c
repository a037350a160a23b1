#include "judge/base/random.h"

#include <math.h>

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

void random_init(struct random *random, const uint8_t seed[RANDOM_SEED])
{
    *random = (struct random){0};
    for (int i = 0; i < RANDOM_SEED; i++)
        random->state[i / 8] |= (uint64_t)seed[i] << (8 * (i % 8));
    /* The one state that the generator never leaves. */
    if (!(random->state[0] | random->state[1] | random->state[2] | random->state[3]))
        random->state[0] = 1;
}

uint64_t random_bits(struct random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t random_below(struct random *random, uint64_t bound)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)random_bits(random) * bound;
    if ((uint64_t)product < bound) {
        uint64_t biased = (0 - bound) % bound;
        while ((uint64_t)product < biased)
            product = (wide)random_bits(random) * bound;
    }
    return (uint64_t)(product >> 64);
}

int64_t random_integer(struct random *random, int64_t low, int64_t high)
{
    uint64_t span = (uint64_t)high - (uint64_t)low;
    uint64_t offset = span == UINT64_MAX ? random_bits(random) : random_below(random, span + 1);
    return (int64_t)((uint64_t)low + offset);
}

double random_unit(struct random *random)
{
    return (double)(random_bits(random) >> 11) * 0x1p-53;
}

static double between(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

double random_uniform(struct random *random, double low, double high)
{
    double u = random_unit(random);
    return between(low * (1 - u) + high * u, low, high); /* rounding may step over an end; this form never overflows */
}

/* ln x for a positive finite x: x = m * 2^e with m in [sqrt(1/2), sqrt(2)), ln m = 2 atanh((m-1)/(m+1)) by its series.
 */
static double logarithm(double x)
{
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752) {
        m *= 2;
        exponent--;
    }
    double s = (m - 1) / (m + 1), square = s * s, sum = 0;
    for (int k = 21; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return 2 * s * sum + exponent * 0.69314718055994531;
}

/* e^x for |x| < 1500 or so: x = k ln 2 + r with |r| <= ln(2)/2, e^r by its series. */
static double exponential(double x)
{
    double k = floor(x / 0.69314718055994531 + 0.5), r = x - k * 0.69314718055994531, sum = 1;
    for (int n = 14; n >= 1; n--)
        sum = sum * r / n + 1;
    return ldexp(sum, (int)k);
}

double random_log_uniform(struct random *random, double low, double high)
{
    double from = logarithm(low);
    return between(exponential(from + (logarithm(high) - from) * random_unit(random)), low, high);
}

double random_normal(struct random *random)
{
    if (random->has_spare) {
        random->has_spare = false;
        return random->spare;
    }
    double x, y, square;
    do {
        x = 2 * random_unit(random) - 1;
        y = 2 * random_unit(random) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = sqrt(-2 * logarithm(square) / square);
    random->spare = y * factor;
    random->has_spare = true;
    return x * factor;
}

void random_shuffle(struct random *random, int64_t *numbers, int64_t count)
{
    for (int64_t i = count - 1; i > 0; i--) {
        int64_t j = (int64_t)random_below(random, (uint64_t)i + 1), other = numbers[j];
        numbers[j] = numbers[i];
        numbers[i] = other;
    }
}
