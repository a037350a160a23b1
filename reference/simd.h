/* simd.h - vectors of one instruction set, as far as GCC's vector extension carries them.
 *
 * A file that defines SIMD_BYTES and includes this gets, for t = f32 and f64: the types v_t (vector), i_t (signed whole
 * numbers of the same width), LANES_t, and load_t, store_t, set_t, turn_registers_t. simd_<isa>.h adds what needs
 * intrinsics: m_t a mask of lanes; lt_t, equal_t, unord_t (either is NaN), less_int_t, select_t(m, a, b) = m ? a : b,
 * or_t, any_t; maxv_t, minv_t (the second operand where either is NaN), sqrtv_t; fmav_t, where a b + c must not be
 * rounded twice; p_t the first n lanes, part_t(n), load_part_t (0 in the others), store_part_t, keep_part_t (0 in the
 * others); stream_t (a non-temporal, aligned store); hsum_t, hmax_t over the lanes; widen(p): half a vector of floats
 * as a vector of doubles; where SIMD_LOOKUP, look_t(table, i), table[i mod 16] for each lane, and scale_t(p, q) = p
 * 2^floor(q), whatever q is. a * b + c becomes one fused operation under -ffp-contract=fast. Everything is static
 * inline: a copy built for one instruction set must never be linked in for another. Included by simd_<isa>.h only.
 */
#ifndef REFERENCE_SIMD_H
#define REFERENCE_SIMD_H

#include <stddef.h>
#include <stdint.h>

#define SIMD_INLINE static inline __attribute__((always_inline, unused))

/* Loops over arrays of vectors must vanish, or the arrays live in memory. */
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 64")
#endif

enum { LANES_f32 = SIMD_BYTES / 4, LANES_f64 = SIMD_BYTES / 8 };

#define SIMD_TYPE(t, T, I)                                                                                             \
    typedef T v_##t __attribute__((vector_size(SIMD_BYTES)));                                                          \
    typedef I i_##t __attribute__((vector_size(SIMD_BYTES)));                                                          \
    typedef T unaligned_##t __attribute__((vector_size(SIMD_BYTES), aligned(sizeof(T)), may_alias));                   \
    SIMD_INLINE v_##t load_##t(const T *p)                                                                             \
    {                                                                                                                  \
        return *(const unaligned_##t *)p;                                                                              \
    }                                                                                                                  \
    SIMD_INLINE void store_##t(T *p, v_##t v)                                                                          \
    {                                                                                                                  \
        *(unaligned_##t *)p = v;                                                                                       \
    }                                                                                                                  \
    SIMD_INLINE v_##t set_##t(T x)                                                                                     \
    {                                                                                                                  \
        return x - (v_##t){0};                                                                                         \
    }

SIMD_TYPE(f32, float, int32_t)
SIMD_TYPE(f64, double, int64_t)

/* 1 in every lane, which no compiler folds into what it is multiplied with. */
SIMD_INLINE v_f64 unknown_one(void)
{
    v_f64 one = set_f64(1);
#if defined(__aarch64__)
    __asm__("" : "+w"(one));
#else
    __asm__("" : "+x"(one));
#endif
    return one;
}

/* A block of L vectors of L lanes turned (row i becomes column i): log2(L) rounds, each exchanging the s x s blocks
 * beside the diagonal of every 2s x 2s block. LOW and HIGH give the lane of the pair (r[i], r[i + s]) that becomes lane
 * l. */
#define TURN_LOW(n, s, l)   ((l) & (s) ? (n) + (l) - (s) : (l))
#define TURN_HIGH(n, s, l)  ((l) & (s) ? (n) + (l) : (l) + (s))
#define TURN_2(f, n, s, l)  f(n, s, l), f(n, s, (l) + 1)
#define TURN_4(f, n, s, l)  TURN_2(f, n, s, l), TURN_2(f, n, s, (l) + 2)
#define TURN_8(f, n, s, l)  TURN_4(f, n, s, l), TURN_4(f, n, s, (l) + 4)
#define TURN_16(f, n, s, l) TURN_8(f, n, s, l), TURN_8(f, n, s, (l) + 8)
#define TURN_ROUND(t, n, s)                                                                                            \
    UNROLL for (size_t i = 0; i < (n); i++) if (!(i & (s)))                                                            \
    {                                                                                                                  \
        v_##t a = r[i], b = r[i + (s)];                                                                                \
        r[i] = __builtin_shufflevector(a, b, TURN_##n(TURN_LOW, n, s, 0));                                             \
        r[i + (s)] = __builtin_shufflevector(a, b, TURN_##n(TURN_HIGH, n, s, 0));                                      \
    }
#define TURN_ROUNDS_2(t, n)  TURN_ROUND(t, n, 1)
#define TURN_ROUNDS_4(t, n)  TURN_ROUNDS_2(t, n) TURN_ROUND(t, n, 2)
#define TURN_ROUNDS_8(t, n)  TURN_ROUNDS_4(t, n) TURN_ROUND(t, n, 4)
#define TURN_ROUNDS_16(t, n) TURN_ROUNDS_8(t, n) TURN_ROUND(t, n, 8)
#define TURN(t, n)                                                                                                     \
    SIMD_INLINE void turn_registers_##t(v_##t *r)                                                                      \
    {                                                                                                                  \
        TURN_ROUNDS_##n(t, n)                                                                                          \
    }

#if SIMD_BYTES == 64
TURN(f32, 16)
TURN(f64, 8)
#elif SIMD_BYTES == 32
TURN(f32, 8)
TURN(f64, 4)
#else
TURN(f32, 4)
TURN(f64, 2)
#endif

#endif
