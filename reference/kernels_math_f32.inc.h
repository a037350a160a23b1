/* kernels_math_f32.inc.h - exp, log, tanh, sigmoid and the normal distribution function of a vector of floats, each
 * within 2.5 ulp wherever its result is finite, subnormal results included. Included by kernels_template.h only.
 *
 * Polynomials are minimax fits of our own (Remez exchange in 60 digits, weighted for relative error); the reductions
 * are those of Cody and Waite, "Software Manual for the Elementary Functions", 1980.
 */

#define F32_LOG2E  1.4426950408889634f
#define F32_LN2_HI 0.693359375f /* 9 bits: its product with a whole number below 2^15 is exact */
#define F32_LN2_LO (-2.12194440e-4f)

/* z = x + F32_ROUND rounds x to a whole number q, and the low bits of z hold q + 127, the exponent field of 2^q. */
#define F32_ROUND (0x1.8p23f + 127)

/* 2^q for q from -126 to 127. A product with it keeps NaN what it is, unlike adding to the exponent's bits. */
SIMD_INLINE v_f32 power_f32(v_f32 z)
{
    return (v_f32)((i_f32)z << 23);
}

/* p 2^q in two factors, each a normal number, for q from -252 to 254. */
SIMD_INLINE v_f32 scale_any_f32(v_f32 p, v_f32 z)
{
    i_f32 q = (i_f32)z - 0x4b40007f, half = q >> 1;
    return p * (v_f32)((half + 127) << 23) * (v_f32)((q - half + 127) << 23);
}

/* e^r for |r| <= ln2 / 2; the relative error of the polynomial is 2^-28. */
SIMD_INLINE v_f32 exp_reduced_f32(v_f32 r)
{
    v_f32 r2 = r * r;
    v_f32 high = (0.008368745117f + 0.001381454049f * r) * r2 + (0.166665204f + 0.04166839078f * r);
    return 1 + ((0.4999999343f + high * r) * r2 + r); /* one rounding of weight */
}

#if SIMD_LOOKUP
/* e^x = 2^q (1 + r u(r)), q in sixteenths: the table has 2^(i/16), |r| <= ln2 / 32, and r u(r) comes within 2^-29. Half
 * of the arithmetic of the long polynomial. */
static const float exp_table_f32[16] __attribute__((aligned(64))) = {
    1,
    1.0442737824f,
    1.0905077327f,
    1.1387886348f,
    1.1892071150f,
    1.2418578121f,
    1.2968395547f,
    1.3542555469f,
    1.4142135624f,
    1.4768261459f,
    1.5422108254f,
    1.6104903319f,
    1.6817928305f,
    1.7562521604f,
    1.8340080864f,
    1.9152065614f,
};

/* What those lack to the true powers: added where `fine`, it halves the error to 0.5 ulp. */
static const float exp_table_low_f32[16] __attribute__((aligned(64))) = {
    0,          4.8335e-8f,  -1.3078e-8f, 5.3862e-8f, 3.7976e-8f,  4.4968e-8f,  -4.019e-8f,  -1.0123e-8f,
    2.4203e-8f, -4.5009e-8f, 8.0709e-9f,  9.8362e-9f, -2.4755e-8f, -9.2358e-9f, -1.1239e-8f, 9.8453e-9f,
};

SIMD_INLINE v_f32 exp_within_f32(v_f32 x, bool fine)
{
    v_f32 z = x * F32_LOG2E + 0x1.8p19f, q = z - 0x1.8p19f;
    v_f32 r = (x - q * F32_LN2_HI) - q * F32_LN2_LO;
    v_f32 t = look_f32(exp_table_f32, (i_f32)z);
    v_f32 u = 1 + r * (0.500016260f + r * 0.166660721f);
    return scale_f32(t + (fine ? t * r * u + look_f32(exp_table_low_f32, (i_f32)z) : t * r * u), q);
}
#endif

/* The limits lie where every result is infinite or zero; the order of operands lets NaN through. Without a table they
 * are needed far from 0 only, where a branch goes anyway. */
SIMD_INLINE v_f32 expv_f32(v_f32 x)
{
    v_f32 low = set_f32(-105), high = set_f32(89);
#if SIMD_LOOKUP
    return exp_within_f32(maxv_f32(low, minv_f32(high, x)), false);
#else
    bool far = any_f32(lt_f32(set_f32(87), (v_f32)((i_f32)x & INT32_MAX)));
    if (far)
        x = maxv_f32(low, minv_f32(high, x));
    v_f32 z = x * F32_LOG2E + F32_ROUND, q = z - F32_ROUND;
    v_f32 p = exp_reduced_f32((x - q * F32_LN2_HI) - q * F32_LN2_LO);
    return far ? scale_any_f32(p, z) : p * power_f32(z);
#endif
}

/* e^x for x <= 0 (a rounding error above is harmless), without a branch: results under 2^-125 become 0. */
SIMD_INLINE v_f32 exp_negative_f32(v_f32 x)
{
#if SIMD_LOOKUP
    return exp_within_f32(maxv_f32(set_f32(-105), x), false);
#else
    m_f32 tiny = lt_f32(x, set_f32(-86.6f));
    v_f32 z = x * F32_LOG2E + F32_ROUND, q = z - F32_ROUND;
    v_f32 p = exp_reduced_f32((x - q * F32_LN2_HI) - q * F32_LN2_LO);
    return (v_f32)(~(i_f32)tiny & (i_f32)(p * power_f32(z)));
#endif
}

/* e^x for x <= 0, subnormal results included, as exactly as can be had. */
SIMD_INLINE v_f32 exp_fine_f32(v_f32 x)
{
#if SIMD_LOOKUP
    return exp_within_f32(maxv_f32(set_f32(-105), x), true);
#else
    return expv_f32(x);
#endif
}

/* x = 2^e (1 + f), sqrt(1/2) <= 1 + f < sqrt 2; log(1 + f) through s = f / (2 + f) as fdlibm does (Tang 1990). */
SIMD_INLINE v_f32 logv_f32(v_f32 x)
{
    m_f32 subnormal = lt_f32(x, set_f32(0x1p-126f));
    v_f32 big = select_f32(subnormal, x * 0x1p23f, x);
    i_f32 bits = (i_f32)big - 0x3f3504f3; /* the bits of sqrt(1/2) */
    v_f32 e = __builtin_convertvector(bits >> 23, v_f32) + select_f32(subnormal, set_f32(-23), set_f32(0));
    v_f32 f = (v_f32)((bits & 0x007fffff) + 0x3f3504f3) - 1;
    v_f32 s = f / (2 + f), z = s * s, half = 0.5f * f * f;
    v_f32 r = z * (0.6666666564f + z * (0.4000033622f + z * (0.2853723832f + z * 0.2358356896f)));
    v_f32 y = e * F32_LN2_HI - ((half - (s * (half + r) + e * F32_LN2_LO)) - f);
    v_f32 zero = set_f32(0);
    y = select_f32(lt_f32(zero, x), y, set_f32(-__builtin_inff())); /* 0 and below; NaN for now too */
    y = select_f32(lt_f32(x, zero), set_f32(__builtin_nanf("")), y);
    y = select_f32(lt_f32(set_f32(__FLT_MAX__), x), x, y);
    return select_f32(unord_f32(x, x), x, y);
}

#if SIMD_LOOKUP
/* Half octaves of |x|, the first from 0, the last to 12; the entry's number is the low four bits of the exponent and
 * the leading fraction bit. Row 0 has a point c near the middle whose tanh is almost a float, row 1 that float, the
 * others a polynomial of x - c that leads from it to within 2^-24.4. */
static const float tanh_table_f32[8][16] __attribute__((aligned(64))) = {
    {2.4999368f, 3.4999313f, 5.000098f, 6.9998093f, 8.510381f, 0, 0.07812699f, 0.10937632f, 0.15625425f, 0.21874551f,
     0.31248993f, 0.43750852f, 0.6249861f, 0.87499523f, 1.2500209f, 1.7499933f},
    {0.9866126f, 0.99817765f, 0.9999092f, 0.99999833f, 0.99999994f, 0, 0.07796842f, 0.10894223f, 0.15499488f,
     0.21532206f, 0.30270058f, 0.41157714f, 0.5545901f, 0.7039032f, 0.8482895f, 0.9413748f},
    {0.026595635f, 0.003641452f, 1.8180111e-4f, 3.327377e-6f, 1.6201406e-7f, 1, 0.9939209f, 0.9881316f, 0.9759766f,
     0.9536364f, 0.90837234f, 0.83060426f, 0.69242984f, 0.5045203f, 0.28040484f, 0.113813475f},
    {-0.026239296f, -0.0036347916f, -1.8172462e-4f, -3.2465236e-6f, -1.6325031e-6f, 0, -0.077495135f, -0.10764951f,
     -0.15127154f, -0.20533897f, -0.27496487f, -0.34185773f, -0.38401476f, -0.35513347f, -0.23786457f, -0.10714111f},
    {0.017019672f, 0.002412093f, 1.18875636e-4f, 2.2072552e-6f, 1.1645318e-7f, -0.33333322f, -0.3252706f, -0.31765112f,
     -0.30187994f, -0.2736648f, -0.21955885f, -0.13616756f, -0.01784518f, 0.08180389f, 0.10832502f, 0.0629287f},
    {-0.008052653f, -0.0011975026f, -5.954553e-5f, -1.2943296e-6f, 1.4980029e-5f, -1.3831921e-5f, 0.05815432f,
     0.073074065f, 0.09765239f, 0.1273939f, 0.15813985f, 0.16999596f, 0.13790503f, 0.060800247f, -0.012587751f,
     -0.023525242f},
    {0.0028871126f, 4.903315e-4f, 2.842154e-5f, 4.941711e-7f, -2.0782002e-8f, 0.133883f, 0.15553223f, 0.12780082f,
     0.10811254f, 0.08499585f, 0.04553535f, -0.0059661986f, -0.054347496f, -0.058553196f, -0.019688306f, 0.0034840014f},
    {-6.963166e-4f, -1.5768355e-4f, -9.379441e-6f, -4.927214e-8f, -3.8493858e-5f, -0.009108338f, -17.694544f,
     -6.7418075f, -0.3306373f, -0.079081826f, -0.076344624f, -0.061687477f, -0.024315372f, 0.012835318f, 0.0151025755f,
     0.0021048523f},
};

SIMD_INLINE v_f32 tanhv_f32(v_f32 x)
{
    i_f32 sign = (i_f32)x & INT32_MIN;
    v_f32 a = minv_f32(set_f32(9.02f), (v_f32)((i_f32)x & INT32_MAX)); /* 1 from there on; NaN stays */
    i_f32 i = (i_f32)maxv_f32(a, set_f32(0.046875f)) >> 22;
    v_f32 t = a - look_f32(tanh_table_f32[0], i), y = look_f32(tanh_table_f32[7], i);
    UNROLL for (int k = 6; k > 0; k--) y = y * t + look_f32(tanh_table_f32[k], i);
    return (v_f32)((i_f32)y | sign);
}
#else
/* An odd polynomial near 0, 1 - 2 / (e^2|x| + 1) beyond. */
SIMD_INLINE v_f32 tanhv_f32(v_f32 x)
{
    i_f32 sign = (i_f32)x & INT32_MIN;
    v_f32 a = (v_f32)((i_f32)x & INT32_MAX), u = x * x;
    v_f32 q = -0.3333325985f + u * (0.1333083035f + u * (-0.05368802329f + u * (0.02046942033f - 0.005515164233f * u)));
    v_f32 near = (v_f32)((i_f32)(x + x * u * q) | sign); /* -0 stays -0 */
    v_f32 t = minv_f32(set_f32(20), a + a);
    v_f32 z = t * F32_LOG2E + F32_ROUND, k = z - F32_ROUND;
    v_f32 e = exp_reduced_f32((t - k * F32_LN2_HI) - k * F32_LN2_LO) * power_f32(z);
    v_f32 far = (v_f32)((i_f32)(1 - 2 / (e + 1)) | sign);
    return select_f32(lt_f32(a, set_f32(0.65f)), near, select_f32(unord_f32(x, x), x, far));
}
#endif

/* e / (1 + e) with e = exp(-|x|) for negative x, 1 / (1 + e) else: exact to the last subnormal, and never overflows. */
SIMD_INLINE v_f32 sigmoidv_f32(v_f32 x)
{
    v_f32 e = exp_fine_f32((v_f32)((i_f32)x | INT32_MIN));
    return select_f32(lt_f32(x, set_f32(0)), e, set_f32(1)) / (1 + e);
}

/* x Phi(x), Phi the normal distribution function: erfc(z) = t W(t) exp(-z z) with t = 1 / (1 + z/2) and W a polynomial;
 * z z = x x / 2 is carried in two parts, for its rounding error would be magnified by the exponential. */
SIMD_INLINE v_f32 geluv_f32(v_f32 x)
{
    v_f32 a = minv_f32(set_f32(15), (v_f32)((i_f32)x & INT32_MAX));
    v_f32 t = 1 / (1 + 0.35355339059f * a), t2 = t * t;
    v_f32 h = -0.5f * a * a, low = fmav_f32(-0.5f * a, a, -h);
    v_f32 w = 0.4101261436f + t * (-0.2021316995f + t * 0.03764651518f);
    w = w * t2 + (0.01846645978f - 0.3323201085f * t);
    w = w * t2 + (0.06550003682f + 0.01006959719f * t);
    w = w * t2 + (0.2456883756f + 0.182661717f * t);
    w = w * t2 + (0.2820906339f + 0.2822023329f * t);
    v_f32 tail = 0.5f * t * w * expv_f32(h) * (1 + low);
    return x * select_f32(lt_f32(x, set_f32(0)), tail, 1 - tail);
}

SIMD_INLINE v_f32 gelu_tanhv_f32(v_f32 x)
{
    /* (1 + tanh(y)) / 2 = sigmoid(2 y), without the cancellation. */
    return x * sigmoidv_f32(1.5957691216f * (x + 0.044715f * x * x * x));
}
