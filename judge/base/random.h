/* random.h - random numbers for inputs: from a 32-byte seed the same ones, bit for bit, on every machine.
 *
 * The generator is xoshiro256** 1.0 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM
 * TOMS 47(4), 2021). It is no cipher: who sees its numbers can compute the next. Secrecy comes from the seeds
 * (digest.h): every case has its own, so that the inputs of one case say nothing about those of another.
 *
 * Only additions, multiplications, divisions and square roots are used, which IEEE 754 defines to the last bit: the
 * logarithm of libm differs between versions and CPUs. For the same reason the judge is compiled without contraction to
 * fused multiply-add.
 */
#ifndef JUDGE_RANDOM_H
#define JUDGE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

enum { RANDOM_SEED = 32 };

struct random {
    uint64_t state[4];
    double spare; /* normal numbers are made in pairs */
    bool has_spare;
};

void random_init(struct random *random, const uint8_t seed[RANDOM_SEED]);

uint64_t random_bits(struct random *random);

/* 0 <= x < bound, each equally likely; bound > 0. (D. Lemire, "Fast random integer generation in an interval", ACM
 * TOMACS 29(1), 2019.) */
uint64_t random_below(struct random *random, uint64_t bound);

/* low <= x <= high, each equally likely, over the whole of int64_t if need be. */
int64_t random_integer(struct random *random, int64_t low, int64_t high);

/* 0 <= x < 1, a multiple of 2^-53. */
double random_unit(struct random *random);

/* low <= x <= high. */
double random_uniform(struct random *random, double low, double high);

/* Uniform in its logarithm; 0 < low <= high. */
double random_log_uniform(struct random *random, double low, double high);

/* Mean 0, variance 1, by the polar method (G. Marsaglia and T. Bray, SIAM Review 6(3), 1964). */
double random_normal(struct random *random);

/* A random order of the numbers (R. Durstenfeld's form of the Fisher-Yates shuffle, CACM 7(7), 1964). */
void random_shuffle(struct random *random, int64_t *numbers, int64_t count);

#endif
