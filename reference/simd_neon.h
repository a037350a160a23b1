/* simd_neon.h - simd.h for NEON on aarch64, where every processor has it: 16-byte vectors, 4 x 4 register tiles of the
 * 32 registers (6 x 4 spills two accumulators with gcc 12). */
#ifndef REFERENCE_SIMD_NEON_H
#define REFERENCE_SIMD_NEON_H

#include <arm_neon.h>

#define SIMD_BYTES        16
#define SIMD_LOOKUP       0
#define SIMD_MASKED_LOADS 0 /* a loop over the lanes: edges of B are packed instead */
#include "reference/simd.h"

#define SHALLOW_DEPTH     0
#define TILE_MR           4
#define TILE_NV           4
#define TILE_KC           384
#define TILE_ROWS(X)      X(1) X(2) X(3) X(4)
#define TILE_TALL         16
#define TILE_TALL_ROWS(X) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16)

/* max and min hand NaN on by themselves. There is no useful non-temporal store. */
#define SIMD_NEON(t, T)                                                                                                \
    typedef i_##t m_##t;                                                                                               \
    typedef size_t p_##t;                                                                                              \
    SIMD_INLINE m_##t lt_##t(v_##t a, v_##t b)                                                                         \
    {                                                                                                                  \
        return (m_##t)(a < b);                                                                                         \
    }                                                                                                                  \
    SIMD_INLINE m_##t equal_##t(v_##t a, v_##t b)                                                                      \
    {                                                                                                                  \
        return (m_##t)(a == b);                                                                                        \
    }                                                                                                                  \
    SIMD_INLINE m_##t unord_##t(v_##t a, v_##t b)                                                                      \
    {                                                                                                                  \
        return ~((m_##t)(a == a) & (m_##t)(b == b));                                                                   \
    }                                                                                                                  \
    SIMD_INLINE m_##t less_int_##t(i_##t a, i_##t b)                                                                   \
    {                                                                                                                  \
        return (m_##t)(a < b);                                                                                         \
    }                                                                                                                  \
    SIMD_INLINE v_##t select_##t(m_##t m, v_##t a, v_##t b)                                                            \
    {                                                                                                                  \
        return (v_##t)((m & (i_##t)a) | (~m & (i_##t)b));                                                              \
    }                                                                                                                  \
    SIMD_INLINE m_##t or_##t(m_##t a, m_##t b)                                                                         \
    {                                                                                                                  \
        return a | b;                                                                                                  \
    }                                                                                                                  \
    SIMD_INLINE int any_##t(m_##t m)                                                                                   \
    {                                                                                                                  \
        return vmaxvq_u32((uint32x4_t)m) != 0;                                                                         \
    }                                                                                                                  \
    SIMD_INLINE v_##t maxv_##t(v_##t a, v_##t b)                                                                       \
    {                                                                                                                  \
        return (v_##t)vmaxq_##t(a, b);                                                                                 \
    }                                                                                                                  \
    SIMD_INLINE v_##t minv_##t(v_##t a, v_##t b)                                                                       \
    {                                                                                                                  \
        return (v_##t)vminq_##t(a, b);                                                                                 \
    }                                                                                                                  \
    SIMD_INLINE v_##t sqrtv_##t(v_##t a)                                                                               \
    {                                                                                                                  \
        return (v_##t)vsqrtq_##t(a);                                                                                   \
    }                                                                                                                  \
    SIMD_INLINE p_##t part_##t(size_t n)                                                                               \
    {                                                                                                                  \
        return n;                                                                                                      \
    }                                                                                                                  \
    SIMD_INLINE v_##t load_part_##t(const T *p, p_##t part)                                                            \
    {                                                                                                                  \
        T lane[LANES_##t] = {0};                                                                                       \
        for (size_t i = 0; i < part; i++)                                                                              \
            lane[i] = p[i];                                                                                            \
        return load_##t(lane);                                                                                         \
    }                                                                                                                  \
    SIMD_INLINE void store_part_##t(T *p, p_##t part, v_##t v)                                                         \
    {                                                                                                                  \
        for (size_t i = 0; i < part; i++)                                                                              \
            p[i] = v[i];                                                                                               \
    }                                                                                                                  \
    SIMD_INLINE v_##t keep_part_##t(v_##t v, p_##t part)                                                               \
    {                                                                                                                  \
        T lane[LANES_##t] = {0};                                                                                       \
        for (size_t i = 0; i < part; i++)                                                                              \
            lane[i] = v[i];                                                                                            \
        return load_##t(lane);                                                                                         \
    }                                                                                                                  \
    SIMD_INLINE v_##t fmav_##t(v_##t a, v_##t b, v_##t c)                                                              \
    {                                                                                                                  \
        return (v_##t)vfmaq_##t(c, a, b);                                                                              \
    }                                                                                                                  \
    SIMD_INLINE void stream_##t(T *p, v_##t v)                                                                         \
    {                                                                                                                  \
        store_##t(p, v);                                                                                               \
    }

SIMD_NEON(f32, float)
SIMD_NEON(f64, double)

SIMD_INLINE float hsum_f32(v_f32 v)
{
    return vaddvq_f32(v);
}

SIMD_INLINE double hsum_f64(v_f64 v)
{
    return vaddvq_f64(v);
}

SIMD_INLINE float hmax_f32(v_f32 v)
{
    return vmaxvq_f32(v);
}

SIMD_INLINE double hmax_f64(v_f64 v)
{
    return vmaxvq_f64(v);
}

SIMD_INLINE v_f64 widen(const float *p)
{
    return vcvt_f64_f32(vld1_f32(p));
}

SIMD_INLINE void stream_fence(void)
{
}

#endif
