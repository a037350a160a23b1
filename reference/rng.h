/* rng.h - random numbers for generate.c: from a 64-bit seed the same ones, bit for bit, on every machine.
 *
 *     struct rng rng = rng_from(seed);
 *     tensor *x = tensor_f32(B, T);
 *     rng_fill_normal(&rng, x, 0, 1);
 *
 * The generator is SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA
 * 2014): small, fast, good enough for inputs, no cipher. What it returns is made by operations that IEEE 754 defines to
 * the last bit, so that no version of libm changes a hidden case. torch_random.h gives PyTorch's numbers instead.
 */
#ifndef REFERENCE_RNG_H
#define REFERENCE_RNG_H

#include <stdint.h>

#include "sandbox/guest/tensor.h"

struct rng {
    uint64_t state;
};

struct rng rng_from(uint64_t seed);

uint64_t rng_bits(struct rng *rng);

/* 0 <= x < 1, a multiple of 2^-53. */
double rng_unit(struct rng *rng);

/* low <= x <= high. */
double rng_uniform(struct rng *rng, double low, double high);

/* low <= x <= high, each equally likely. */
int64_t rng_integer(struct rng *rng, int64_t low, int64_t high);

/* By the polar method (G. Marsaglia and T. Bray, SIAM Review 6(3), 1964). */
double rng_normal(struct rng *rng, double mean, double deviation);

/* The numbers in a random order, each equally likely. */
void rng_shuffle(struct rng *rng, int64_t *numbers, int64_t count);

/* Every element of a float tensor; of any tensor, whole numbers from low to high. */
void rng_fill_normal(struct rng *rng, tensor *t, double mean, double deviation);
void rng_fill_uniform(struct rng *rng, tensor *t, double low, double high);
void rng_fill_integers(struct rng *rng, tensor *t, int64_t low, int64_t high);

#endif
