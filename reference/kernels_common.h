/* kernels_common.h - what every table must do alike, bit for bit: the dropout mask and Adam's scalars. Static inline,
 * so that each instruction set's file has its own copy built with its own flags. Included by kernels_<isa>.c only. */
#ifndef REFERENCE_KERNELS_COMMON_H
#define REFERENCE_KERNELS_COMMON_H

#include <math.h>

#include "reference/kernels.h"

/* Dropout draws element i as a hash of (seed, i): the finaliser "lowbias32" (C. Wellons, "Prospecting for Hash
 * Functions", 2018; two multiplications) of the low half of i, offset and whitened by two keys made from the seed and
 * the high half. */
struct dropout_keys {
    uint32_t offset, white;
};

static inline struct dropout_keys dropout_keys(uint64_t seed, uint64_t i)
{
    uint64_t z = seed + (i >> 32) * 0x9e3779b97f4a7c15u + 0x9e3779b97f4a7c15u; /* splitmix64's step and finaliser */
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (struct dropout_keys){(uint32_t)z, (uint32_t)(z >> 32)};
}

/* 31 random bits for element i. */
static inline uint32_t dropout_bits(struct dropout_keys keys, uint32_t i)
{
    uint32_t x = i + keys.offset;
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x ^= keys.white;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x >> 1;
}

/* An element is kept when its bits are at least this: 0 keeps all, 2^31 none. */
static inline uint32_t dropout_threshold(double p)
{
    return p <= 0 ? 0 : p >= 1 ? 0x80000000u : (uint32_t)(p * 0x1p31);
}

/* What remains of Adam's bias corrections: p -= rate * m / (sqrt(v) * root + eps). */
static inline double adam_rate(const struct kernels_adam *h)
{
    return h->lr / (1 - pow(h->beta1, (double)h->step));
}

static inline double adam_root(const struct kernels_adam *h)
{
    return 1 / sqrt(1 - pow(h->beta2, (double)h->step));
}

#endif
