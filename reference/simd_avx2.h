/* simd_avx2.h - simd.h for AVX2 with FMA: 32-byte vectors, 6 x 2 register tiles of the 16 registers. */
#ifndef REFERENCE_SIMD_AVX2_H
#define REFERENCE_SIMD_AVX2_H

#include <immintrin.h>

#define SIMD_BYTES        32
#define SIMD_LOOKUP       0
#define SIMD_MASKED_LOADS 0 /* the mask would be the 17th register of the largest tile: edges of B are packed */
#include "reference/simd.h"

#define SHALLOW_DEPTH     0
#define TILE_MR           6
#define TILE_NV           2
#define TILE_KC           384
#define TILE_ROWS(X)      X(1) X(2) X(3) X(4) X(5) X(6)
#define TILE_TALL         12
#define TILE_TALL_ROWS(X) X(7) X(8) X(9) X(10) X(11) X(12)

/* Loading from element 8 - n on gives n lanes of ones, then zeros. */
static const int32_t avx2_part_32[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
static const int64_t avx2_part_64[8] = {-1, -1, -1, -1};

#define SIMD_AVX2(t, T, ps, bits)                                                                                      \
    typedef i_##t m_##t;                                                                                               \
    typedef __m256i p_##t;                                                                                             \
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
        return (m_##t)_mm256_cmp_##ps(a, b, _CMP_UNORD_Q);                                                             \
    }                                                                                                                  \
    SIMD_INLINE m_##t less_int_##t(i_##t a, i_##t b)                                                                   \
    {                                                                                                                  \
        return (m_##t)(a < b);                                                                                         \
    }                                                                                                                  \
    SIMD_INLINE v_##t select_##t(m_##t m, v_##t a, v_##t b)                                                            \
    {                                                                                                                  \
        return _mm256_blendv_##ps(b, a, (v_##t)m);                                                                     \
    }                                                                                                                  \
    SIMD_INLINE m_##t or_##t(m_##t a, m_##t b)                                                                         \
    {                                                                                                                  \
        return a | b;                                                                                                  \
    }                                                                                                                  \
    SIMD_INLINE int any_##t(m_##t m)                                                                                   \
    {                                                                                                                  \
        return _mm256_movemask_##ps((v_##t)m) != 0;                                                                    \
    }                                                                                                                  \
    SIMD_INLINE v_##t maxv_##t(v_##t a, v_##t b)                                                                       \
    {                                                                                                                  \
        return _mm256_max_##ps(a, b);                                                                                  \
    }                                                                                                                  \
    SIMD_INLINE v_##t minv_##t(v_##t a, v_##t b)                                                                       \
    {                                                                                                                  \
        return _mm256_min_##ps(a, b);                                                                                  \
    }                                                                                                                  \
    SIMD_INLINE v_##t sqrtv_##t(v_##t a)                                                                               \
    {                                                                                                                  \
        return _mm256_sqrt_##ps(a);                                                                                    \
    }                                                                                                                  \
    SIMD_INLINE p_##t part_##t(size_t n)                                                                               \
    {                                                                                                                  \
        return _mm256_loadu_si256((const __m256i *)(const void *)(avx2_part_##bits + LANES_##t - n));                  \
    }                                                                                                                  \
    SIMD_INLINE v_##t load_part_##t(const T *p, p_##t part)                                                            \
    {                                                                                                                  \
        return _mm256_maskload_##ps(p, part);                                                                          \
    }                                                                                                                  \
    SIMD_INLINE void store_part_##t(T *p, p_##t part, v_##t v)                                                         \
    {                                                                                                                  \
        _mm256_maskstore_##ps(p, part, v);                                                                             \
    }                                                                                                                  \
    SIMD_INLINE v_##t keep_part_##t(v_##t v, p_##t part)                                                               \
    {                                                                                                                  \
        return (v_##t)((i_##t)v & (i_##t)part);                                                                        \
    }                                                                                                                  \
    SIMD_INLINE v_##t fmav_##t(v_##t a, v_##t b, v_##t c)                                                              \
    {                                                                                                                  \
        return _mm256_fmadd_##ps(a, b, c);                                                                             \
    }                                                                                                                  \
    SIMD_INLINE void stream_##t(T *p, v_##t v)                                                                         \
    {                                                                                                                  \
        _mm256_stream_##ps(p, v);                                                                                      \
    }

SIMD_AVX2(f32, float, ps, 32)
SIMD_AVX2(f64, double, pd, 64)

#define SIMD_FOLD_F32(op, v)                                                                                           \
    __m128 a = op(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));                                             \
    a = op(a, _mm_movehl_ps(a, a));                                                                                    \
    return _mm_cvtss_f32(op(a, _mm_movehdup_ps(a)))
#define SIMD_FOLD_F64(op, v)                                                                                           \
    __m128d a = op(_mm256_castpd256_pd128(v), _mm256_extractf128_pd(v, 1));                                            \
    return _mm_cvtsd_f64(op(a, _mm_unpackhi_pd(a, a)))

SIMD_INLINE float hsum_f32(v_f32 v)
{
    SIMD_FOLD_F32(_mm_add_ps, v);
}

SIMD_INLINE double hsum_f64(v_f64 v)
{
    SIMD_FOLD_F64(_mm_add_pd, v);
}

SIMD_INLINE float hmax_f32(v_f32 v)
{
    SIMD_FOLD_F32(_mm_max_ps, v);
}

SIMD_INLINE double hmax_f64(v_f64 v)
{
    SIMD_FOLD_F64(_mm_max_pd, v);
}

SIMD_INLINE v_f64 widen(const float *p)
{
    return _mm256_cvtps_pd(_mm_loadu_ps(p));
}

SIMD_INLINE void stream_fence(void)
{
    _mm_sfence();
}

#endif
