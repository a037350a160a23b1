/* kernels_math_f64.inc.h - as kernels_math_f32.inc.h, for vectors of doubles, within 2.5 ulp. */

#define F64_LOG2E  1.4426950408889634074
#define F64_LN2_HI 0x1.62e42fee00000p-1 /* 33 bits */
#define F64_LN2_LO 0x1.a39ef35793c76p-33
#define F64_ROUND  (0x1.8p52 + 1023)

SIMD_INLINE v_f64 power_f64(v_f64 z)
{
    return (v_f64)((i_f64)z << 52);
}

SIMD_INLINE v_f64 scale_any_f64(v_f64 p, v_f64 z)
{
    i_f64 q = (i_f64)z - 0x43380000000003ff, half = q >> 1;
    return p * (v_f64)((half + 1023) << 52) * (v_f64)((q - half + 1023) << 52);
}

/* e^r for |r| <= ln2 / 2; relative error 2^-57.9. */
SIMD_INLINE v_f64 exp_reduced_f64(v_f64 r)
{
    v_f64 r2 = r * r, r4 = r2 * r2;
    v_f64 a = 0.5000000000000010669 + 0.166666666666664115 * r;
    v_f64 b = 0.0416666666665297272 + 0.008333333333494979452 * r;
    v_f64 c = 0.001388888894376023263 + 0.0001984126950577056435 * r;
    v_f64 d = 0.00002480149294936181069 + 2.755758680590407595e-6 * r;
    v_f64 e = 2.763030634462171224e-7 + 2.500001837640453012e-8 * r;
    v_f64 q = (a + b * r2) + r4 * ((c + d * r2) + r4 * e);
    return 1 + (q * r2 + r);
}

#if SIMD_LOOKUP
/* As in kernels_math_f32.inc.h; r u(r) comes within 2^-57. */
static const double exp_table_f64[16] __attribute__((aligned(64))) = {
    1,
    1.04427378242741384032,
    1.09050773266525765921,
    1.13878863475669165370,
    1.18920711500272106672,
    1.24185781207348404859,
    1.29683955465100966593,
    1.35425554693689272830,
    1.41421356237309504880,
    1.47682614593949931139,
    1.54221082540794082361,
    1.61049033194925430818,
    1.68179283050742908606,
    1.75625216037329948311,
    1.83400808640934246349,
    1.91520656139714729387,
};

static const double exp_table_low_f64[16] __attribute__((aligned(64))) = {
    0,           8.55189e-17, -3.04678e-17, 8.91281e-17,  3.98202e-17, 4.65803e-17,
    2.53825e-17, 7.70095e-17, -9.66729e-17, -3.48399e-17, 7.94983e-17, 2.47072e-17,
    8.19901e-17, 2.96014e-17, 3.28311e-17,  -1.06199e-16,
};

SIMD_INLINE v_f64 exp_within_f64(v_f64 x, bool fine)
{
    v_f64 z = x * F64_LOG2E + 0x1.8p48, q = z - 0x1.8p48;
    v_f64 r = (x - q * F64_LN2_HI) - q * F64_LN2_LO, r2 = r * r;
    v_f64 t = look_f64(exp_table_f64, (i_f64)z);
    v_f64 u = 0.1666666666282072636 + 0.04166666668299843383 * r;
    u = u + (0.008333496799929583467 + 0.001388877454390751399 * r) * r2;
    u = (1.000000000000002258736 + 0.4999999999999971379574 * r) + u * r2;
    return scale_f64(t + (fine ? t * r * u + look_f64(exp_table_low_f64, (i_f64)z) : t * r * u), q);
}
#endif

SIMD_INLINE v_f64 expv_f64(v_f64 x)
{
    v_f64 low = set_f64(-746), high = set_f64(710);
#if SIMD_LOOKUP
    return exp_within_f64(maxv_f64(low, minv_f64(high, x)), false);
#else
    bool far = any_f64(lt_f64(set_f64(708), (v_f64)((i_f64)x & INT64_MAX)));
    if (far)
        x = maxv_f64(low, minv_f64(high, x));
    v_f64 z = x * F64_LOG2E + F64_ROUND, q = z - F64_ROUND;
    v_f64 p = exp_reduced_f64((x - q * F64_LN2_HI) - q * F64_LN2_LO);
    return far ? scale_any_f64(p, z) : p * power_f64(z);
#endif
}

/* e^x for x <= 0: results under 2^-1020 become 0 where that saves a branch. */
SIMD_INLINE v_f64 exp_negative_f64(v_f64 x)
{
#if SIMD_LOOKUP
    return expv_f64(x);
#else
    m_f64 tiny = lt_f64(x, set_f64(-707));
    v_f64 z = x * F64_LOG2E + F64_ROUND, q = z - F64_ROUND;
    v_f64 p = exp_reduced_f64((x - q * F64_LN2_HI) - q * F64_LN2_LO);
    return (v_f64)(~(i_f64)tiny & (i_f64)(p * power_f64(z)));
#endif
}

/* e^x for x <= 0, subnormal results included, as exactly as can be had. */
SIMD_INLINE v_f64 exp_fine_f64(v_f64 x)
{
#if SIMD_LOOKUP
    return exp_within_f64(maxv_f64(set_f64(-746), x), true);
#else
    return expv_f64(x);
#endif
}

SIMD_INLINE v_f64 logv_f64(v_f64 x)
{
    m_f64 subnormal = lt_f64(x, set_f64(0x1p-1022));
    v_f64 big = select_f64(subnormal, x * 0x1p52, x);
    i_f64 bits = (i_f64)big - 0x3fe6a09e667f3bcd;
    /* The exponent, biased to be positive, as a double: AVX2 converts no 64-bit whole numbers. */
    v_f64 e = (v_f64)(((bits >> 52) & 0xfff) | 0x4330000000000000) - 0x1p52;
    e = select_f64(lt_f64(set_f64(2047), e), e - 4096, e) + select_f64(subnormal, set_f64(-52), set_f64(0));
    v_f64 f = (v_f64)((bits & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
    v_f64 s = f / (2 + f), z = s * s, half = 0.5 * f * f;
    v_f64 r = 0.1818356974112004929 + z * (0.1531390321569902208 + z * 0.1479750799557228919);
    r = 0.3999999999941109101 + z * (0.2857142874326296651 + z * (0.2222219847595884818 + z * r));
    r = z * (0.6666666666666734896 + z * r);
    v_f64 y = e * F64_LN2_HI - ((half - (s * (half + r) + e * F64_LN2_LO)) - f);
    v_f64 zero = set_f64(0);
    y = select_f64(lt_f64(zero, x), y, set_f64(-__builtin_inf()));
    y = select_f64(lt_f64(x, zero), set_f64(__builtin_nan("")), y);
    y = select_f64(lt_f64(set_f64(__DBL_MAX__), x), x, y);
    return select_f64(unord_f64(x, x), x, y);
}

SIMD_INLINE v_f64 tanhv_f64(v_f64 x)
{
    i_f64 sign = (i_f64)x & INT64_MIN;
    v_f64 a = (v_f64)((i_f64)x & INT64_MAX), u = x * x;
    v_f64 q = -0.00002917730922012882115 + 5.60881168569850963e-6 * u;
    q = 0.0005892314921046994767 + u * (-0.0002364135442106247481 + u * (0.00009053161851909035334 + u * q));
    q = -0.00886323341060736326 + u * (0.003592105416787757448 + u * (-0.001455672568751396135 + u * q));
    q = 0.1333333333332543981 + u * (-0.05396825396379017793 + u * (0.02186948840927606354 + u * q));
    q = -0.3333333333333328456 + u * q;
    v_f64 near = (v_f64)((i_f64)(x + x * u * q) | sign); /* -0 stays -0 */
    v_f64 t = minv_f64(set_f64(45), a + a);
    v_f64 z = t * F64_LOG2E + F64_ROUND, k = z - F64_ROUND;
    v_f64 e = exp_reduced_f64((t - k * F64_LN2_HI) - k * F64_LN2_LO) * power_f64(z);
    v_f64 far = (v_f64)((i_f64)(1 - 2 / (e + 1)) | sign);
    return select_f64(lt_f64(a, set_f64(0.65)), near, select_f64(unord_f64(x, x), x, far));
}

SIMD_INLINE v_f64 sigmoidv_f64(v_f64 x)
{
    v_f64 e = exp_fine_f64((v_f64)((i_f64)x | INT64_MIN));
    return select_f64(lt_f64(x, set_f64(0)), e, set_f64(1)) / (1 + e);
}

/* No vector erfc in double: the C library's, lane by lane. */
SIMD_INLINE v_f64 geluv_f64(v_f64 x)
{
    v_f64 y;
    for (size_t i = 0; i < LANES_f64; i++)
        y[i] = x[i] * 0.5 * erfc(-x[i] * 0.70710678118654752440);
    return y;
}

SIMD_INLINE v_f64 gelu_tanhv_f64(v_f64 x)
{
    return x * sigmoidv_f64(1.59576912160573071176 * (x + 0.044715 * x * x * x));
}
