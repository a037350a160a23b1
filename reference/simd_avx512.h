/* simd_avx512.h - simd.h for AVX-512 F, DQ, BW and VL: 64-byte vectors, 12 x 2 register tiles of the 32 registers. */
#ifndef REFERENCE_SIMD_AVX512_H
#define REFERENCE_SIMD_AVX512_H

#include <immintrin.h>

#define SIMD_BYTES        64
#define SIMD_LOOKUP       1 /* tables of 16 entries in registers */
#define SIMD_MASKED_LOADS 1 /* load_part costs no more than load */
#include "reference/simd.h"

#define SIMD_PICKS           1 /* any lane goes to all at the cost of one instruction */
#define SHALLOW_DEPTH        16
#define SHALLOW_DEPTHS(X)    X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16)
#define TILE_MR              12
#define TILE_NV              2
#define TILE_KC              512
#define TILE_ROWS(X)         X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12)
#define TILE_TURNING         8 /* rows of a tile that turns B: its vectors and turn_lanes' fit beside the accumulators */
#define TILE_TURNING_ROWS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8)
#define TILE_TALL            24
#define TILE_TALL_ROWS(X)    X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23) X(24)

#define SIMD_AVX512(t, T, ps, bits, mask)                                                                              \
    typedef mask m_##t;                                                                                                \
    typedef mask p_##t;                                                                                                \
    SIMD_INLINE m_##t lt_##t(v_##t a, v_##t b)                                                                         \
    {                                                                                                                  \
        return _mm512_cmp_##ps##_mask(a, b, _CMP_LT_OQ);                                                               \
    }                                                                                                                  \
    SIMD_INLINE m_##t equal_##t(v_##t a, v_##t b)                                                                      \
    {                                                                                                                  \
        return _mm512_cmp_##ps##_mask(a, b, _CMP_EQ_OQ);                                                               \
    }                                                                                                                  \
    SIMD_INLINE m_##t unord_##t(v_##t a, v_##t b)                                                                      \
    {                                                                                                                  \
        return _mm512_cmp_##ps##_mask(a, b, _CMP_UNORD_Q);                                                             \
    }                                                                                                                  \
    SIMD_INLINE m_##t less_int_##t(i_##t a, i_##t b)                                                                   \
    {                                                                                                                  \
        return _mm512_cmplt_epi##bits##_mask((__m512i)a, (__m512i)b);                                                  \
    }                                                                                                                  \
    SIMD_INLINE v_##t select_##t(m_##t m, v_##t a, v_##t b)                                                            \
    {                                                                                                                  \
        return _mm512_mask_blend_##ps(m, b, a);                                                                        \
    }                                                                                                                  \
    SIMD_INLINE m_##t or_##t(m_##t a, m_##t b)                                                                         \
    {                                                                                                                  \
        return (m_##t)(a | b);                                                                                         \
    }                                                                                                                  \
    SIMD_INLINE int any_##t(m_##t m)                                                                                   \
    {                                                                                                                  \
        return m != 0;                                                                                                 \
    }                                                                                                                  \
    SIMD_INLINE v_##t maxv_##t(v_##t a, v_##t b)                                                                       \
    {                                                                                                                  \
        return _mm512_max_##ps(a, b);                                                                                  \
    }                                                                                                                  \
    SIMD_INLINE v_##t minv_##t(v_##t a, v_##t b)                                                                       \
    {                                                                                                                  \
        return _mm512_min_##ps(a, b);                                                                                  \
    }                                                                                                                  \
    SIMD_INLINE v_##t sqrtv_##t(v_##t a)                                                                               \
    {                                                                                                                  \
        return _mm512_sqrt_##ps(a);                                                                                    \
    }                                                                                                                  \
    SIMD_INLINE v_##t scale_##t(v_##t p, v_##t q)                                                                      \
    {                                                                                                                  \
        return _mm512_scalef_##ps(p, q);                                                                               \
    }                                                                                                                  \
    SIMD_INLINE p_##t part_##t(size_t n)                                                                               \
    {                                                                                                                  \
        return (p_##t)((1u << n) - 1);                                                                                 \
    }                                                                                                                  \
    SIMD_INLINE v_##t load_part_##t(const T *p, p_##t part)                                                            \
    {                                                                                                                  \
        return _mm512_maskz_loadu_##ps(part, p);                                                                       \
    }                                                                                                                  \
    SIMD_INLINE void store_part_##t(T *p, p_##t part, v_##t v)                                                         \
    {                                                                                                                  \
        _mm512_mask_storeu_##ps(p, part, v);                                                                           \
    }                                                                                                                  \
    SIMD_INLINE v_##t keep_part_##t(v_##t v, p_##t part)                                                               \
    {                                                                                                                  \
        return _mm512_maskz_mov_##ps(part, v);                                                                         \
    }                                                                                                                  \
    SIMD_INLINE v_##t fmav_##t(v_##t a, v_##t b, v_##t c)                                                              \
    {                                                                                                                  \
        return _mm512_fmadd_##ps(a, b, c);                                                                             \
    }                                                                                                                  \
    SIMD_INLINE void stream_##t(T *p, v_##t v)                                                                         \
    {                                                                                                                  \
        _mm512_stream_##ps(p, v);                                                                                      \
    }

SIMD_AVX512(f32, float, ps, 32, __mmask16)
SIMD_AVX512(f64, double, pd, 64, __mmask8)

/* r[j] = elements j of L rows, ldx apart: columns of 16 bytes, in a third of the shuffles that whole vectors take, and
 * 4 registers at a time. */
SIMD_INLINE void turn_lanes_f32(const float *x, size_t ldx, v_f32 r[4])
{
    __m512 q[4];
    UNROLL for (size_t i = 0; i < 4; i++)
    {
        const float *p = x + i * ldx;
        q[i] = _mm512_insertf32x4(_mm512_castps128_ps512(_mm_loadu_ps(p)), _mm_loadu_ps(p + 4 * ldx), 1);
        q[i] = _mm512_insertf32x4(q[i], _mm_loadu_ps(p + 8 * ldx), 2);
        q[i] = _mm512_insertf32x4(q[i], _mm_loadu_ps(p + 12 * ldx), 3);
    }
    __m512d a = _mm512_castps_pd(_mm512_unpacklo_ps(q[0], q[1])), b = _mm512_castps_pd(_mm512_unpackhi_ps(q[0], q[1]));
    __m512d c = _mm512_castps_pd(_mm512_unpacklo_ps(q[2], q[3])), d = _mm512_castps_pd(_mm512_unpackhi_ps(q[2], q[3]));
    r[0] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, c));
    r[1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, c));
    r[2] = _mm512_castpd_ps(_mm512_unpacklo_pd(b, d));
    r[3] = _mm512_castpd_ps(_mm512_unpackhi_pd(b, d));
}

SIMD_INLINE void turn_lanes_f64(const double *x, size_t ldx, v_f64 r[2])
{
    __m512d q[2];
    UNROLL for (size_t i = 0; i < 2; i++)
    {
        const double *p = x + i * ldx;
        q[i] = _mm512_insertf64x2(_mm512_castpd128_pd512(_mm_loadu_pd(p)), _mm_loadu_pd(p + 2 * ldx), 1);
        q[i] = _mm512_insertf64x2(q[i], _mm_loadu_pd(p + 4 * ldx), 2);
        q[i] = _mm512_insertf64x2(q[i], _mm_loadu_pd(p + 6 * ldx), 3);
    }
    r[0] = _mm512_unpacklo_pd(q[0], q[1]);
    r[1] = _mm512_unpackhi_pd(q[0], q[1]);
}

/* pick: lane i[l] of v for each lane l. Halves of a vector, of n elements each, 0 in the others: load_twice reads both
 * from one place, load_halves and store_halves have a place for each; lane_of_half(k) is k in the lower half's lanes
 * and that of the upper half's element k in the others. */
#define SIMD_AVX512_HALVES(t, T, ps, half)                                                                             \
    SIMD_INLINE v_##t pick_##t(v_##t v, i_##t i)                                                                       \
    {                                                                                                                  \
        return _mm512_permutexvar_##ps((__m512i)i, v);                                                                 \
    }                                                                                                                  \
    SIMD_INLINE i_##t lane_of_half_##t(size_t k)                                                                       \
    {                                                                                                                  \
        i_##t i;                                                                                                       \
        UNROLL for (size_t l = 0; l < LANES_##t; l++) i[l] = (int)(k + l / (LANES_##t / 2) * (LANES_##t / 2));         \
        return i;                                                                                                      \
    }                                                                                                                  \
    SIMD_INLINE v_##t load_halves_##t(const T *low, const T *high, size_t n)                                           \
    {                                                                                                                  \
        __mmask8 part = (__mmask8)((1u << n) - 1);                                                                     \
        return _mm512_insert##half(_mm512_cast##ps##256_##ps##512(_mm256_maskz_loadu_##ps(part, low)),                 \
                                   _mm256_maskz_loadu_##ps(part, high), 1);                                            \
    }                                                                                                                  \
    SIMD_INLINE v_##t load_twice_##t(const T *p, size_t n)                                                             \
    {                                                                                                                  \
        __mmask8 part = (__mmask8)((1u << n) - 1);                                                                     \
        return _mm512_broadcast_##half(_mm256_maskz_loadu_##ps(part, p));                                              \
    }                                                                                                                  \
    SIMD_INLINE void store_halves_##t(T *low, T *high, size_t n, v_##t v)                                              \
    {                                                                                                                  \
        __mmask8 part = (__mmask8)((1u << n) - 1);                                                                     \
        _mm256_mask_storeu_##ps(low, part, _mm512_cast##ps##512_##ps##256(v));                                         \
        _mm256_mask_storeu_##ps(high, part, _mm512_extract##half##_##ps(v, 1));                                        \
    }

SIMD_AVX512_HALVES(f32, float, ps, f32x8)
SIMD_AVX512_HALVES(f64, double, pd, f64x4)

SIMD_INLINE v_f32 look_f32(const float table[16], i_f32 i)
{
    return _mm512_permutexvar_ps((__m512i)i, load_f32(table));
}

SIMD_INLINE v_f64 look_f64(const double table[16], i_f64 i)
{
    return _mm512_permutex2var_pd(load_f64(table), (__m512i)i, load_f64(table + 8));
}

SIMD_INLINE float hsum_f32(v_f32 v)
{
    return _mm512_reduce_add_ps(v);
}

SIMD_INLINE double hsum_f64(v_f64 v)
{
    return _mm512_reduce_add_pd(v);
}

SIMD_INLINE float hmax_f32(v_f32 v)
{
    return _mm512_reduce_max_ps(v);
}

SIMD_INLINE double hmax_f64(v_f64 v)
{
    return _mm512_reduce_max_pd(v);
}

SIMD_INLINE v_f64 widen(const float *p)
{
    return _mm512_cvtps_pd(_mm256_loadu_ps(p));
}

SIMD_INLINE void stream_fence(void)
{
    _mm_sfence();
}

#endif
