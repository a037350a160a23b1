/* What PyTorch makes of its stream (torch_stream.c): distributions, permutations, samples, initialisers. The order and
 * number of draws are those of ATen's DistributionTemplates.h and MultinomialKernel.cpp; MKL's second generator is
 * P. L'Ecuyer's multiplicative congruential one mod 2^31 - 1 (MCG31m1 in the notes on MKL's vector statistics).
 *
 * Compiled with -ffp-contract=off: see torch_stream.c.
 */
#include "torch_random.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "torch_stream.h"

static enum torch_variant variant = TORCH_NATIVE;

void torch_set_variant(enum torch_variant new_variant)
{
    variant = new_variant;
}

static void need_float(const char *function, const tensor *t)
{
    if (t->dtype != DTYPE_F32 && t->dtype != DTYPE_F64)
        torch_give_up("%s needs a tensor of float or double (tensor_f32, tensor_f64)", function);
}

tensor *torch_fill_uniform(tensor *t, double from, double to)
{
    need_float("torch_fill_uniform", t);
    const double largest = t->dtype == DTYPE_F32 ? FLT_MAX : DBL_MAX;
    if (!(from <= to) || !(from >= -largest && to <= largest) || !(to - from <= largest))
        torch_give_up("torch_fill_uniform: there is no uniform distribution from %g to %g", from, to);
    if (t->dtype == DTYPE_F32)
        torch_stream_uniform_f32(t->f32, tensor_size(t), (float)from, (float)to - (float)from);
    else
        torch_stream_uniform_f64(t->f64, tensor_size(t), from, to - from);
    return t;
}

tensor *torch_rand(tensor *t)
{
    need_float("torch_rand", t);
    return torch_fill_uniform(t, 0.0, 1.0);
}

static void put(tensor *t, int64_t i, double value)
{
    if (t->dtype == DTYPE_F32)
        t->f32[i] = (float)value;
    else
        t->f64[i] = value;
}

static double get(const tensor *t, int64_t i)
{
    return t->dtype == DTYPE_F32 ? t->f32[i] : t->f64[i];
}

tensor *torch_fill_normal(tensor *t, double mean, double deviation)
{
    need_float("torch_fill_normal", t);
    if (!(deviation >= 0.0))
        torch_give_up("torch_fill_normal: the standard deviation is %g", deviation);
    const int64_t n = tensor_size(t);
    if (n < TORCH_STREAM_BLOCK) {
        for (int64_t i = 0; i < n; i++)
            put(t, i, fma(torch_stream_normal(), deviation, mean));
    } else if (t->dtype == DTYPE_F32) {
        torch_stream_normals_f32(t->f32, n, (float)mean, (float)deviation);
    } else {
        torch_stream_normals_f64(t->f64, n, mean, deviation);
    }
    return t;
}

tensor *torch_randn(tensor *t)
{
    need_float("torch_randn", t);
    return torch_fill_normal(t, 0.0, 1.0);
}

/* ---- Exponential, Bernoulli, dropout ---- */

/* MKL's MCG31m1 stream: x <- 1132489760 x mod (2^31 - 1); the first value is the seed's own. */
static uint64_t mcg31_seed(uint32_t seed)
{
    const uint64_t x = seed % 0x7fffffffu;
    return x ? x : 1;
}

static double mcg31_next(uint64_t *x)
{
    const double u = (double)*x / 0x7fffffff;
    *x = *x * 1132489760 % 0x7fffffff;
    return u;
}

tensor *torch_fill_exponential(tensor *t, double rate)
{
    need_float("torch_fill_exponential", t);
    if (!(rate > 0.0))
        torch_give_up("torch_fill_exponential: the rate is %g, and must be above 0", rate);
    const int64_t n = tensor_size(t);
    if (variant == TORCH_NATIVE) {
        for (int64_t i = 0; i < n; i++)
            put(t, i, -1.0 / rate * log(1.0 - torch_random_double()));
        return t;
    }
    /* A tensor of doubles seeds with 64 bits, of which the low half, the second draw, is what MKL takes. */
    const bool wide = t->dtype == DTYPE_F64;
    uint64_t x = mcg31_seed(wide ? (uint32_t)torch_random64() : torch_random32());
    for (int64_t i = 0; i < n; i++)
        put(t, i, (wide ? DBL_MIN : (double)FLT_MIN) - log(mcg31_next(&x)) * (1.0 / rate));
    return t;
}

static void need_probability(const char *function, double p)
{
    if (!(p >= 0.0 && p <= 1.0))
        torch_give_up("%s: %g is no probability", function, p);
}

tensor *torch_fill_bernoulli(tensor *t, double p)
{
    need_float("torch_fill_bernoulli", t);
    need_probability("torch_fill_bernoulli", p);
    const int64_t n = tensor_size(t);
    if (variant == TORCH_NATIVE) {
        for (int64_t i = 0; i < n; i++)
            put(t, i, torch_random_double() < p);
        return t;
    }
    uint64_t x = mcg31_seed(torch_random32());
    for (int64_t i = 0; i < n; i++)
        put(t, i, mcg31_next(&x) < p);
    return t;
}

tensor *torch_bernoulli(const tensor *p)
{
    need_float("torch_bernoulli", p);
    tensor *t = tensor_new(p->dtype, p->rank, p->shape);
    for (int64_t i = 0, n = tensor_size(t); i < n; i++) {
        need_probability("torch_bernoulli", get(p, i));
        const double u = p->dtype == DTYPE_F32 ? (double)torch_random_float() : torch_random_double();
        put(t, i, u < get(p, i));
    }
    return t;
}

tensor *torch_dropout_mask(int64_t n, double p)
{
    need_probability("torch_dropout_mask", p);
    tensor *mask = tensor_new(DTYPE_F32, 1, &n);
    if (p > 0.0 && p < 1.0) /* nothing is drawn when nothing is left to chance */
        torch_fill_bernoulli(mask, 1.0 - p);
    const float kept = p < 1.0 ? 1.0f / (float)(1.0 - p) : 0.0f;
    for (int64_t i = 0; i < n; i++)
        mask->f32[i] = p > 0.0 && mask->f32[i] == 0.0f ? 0.0f : kept;
    return mask;
}

/* ---- Whole numbers ---- */

tensor *torch_fill_randint(tensor *t, int64_t low, int64_t high)
{
    if (t->dtype != DTYPE_I64)
        torch_give_up("torch_fill_randint needs a tensor of int64 (tensor_i64)");
    if (low >= high)
        torch_give_up("torch_fill_randint: there is no number from %lld up to, not including, %lld", (long long)low,
                      (long long)high);
    const uint64_t range = (uint64_t)high - (uint64_t)low;
    for (int64_t i = 0, n = tensor_size(t); i < n; i++) {
        const uint64_t draw = range >> 32 ? torch_random64() : torch_random32();
        t->i64[i] = (int64_t)(draw % range + (uint64_t)low);
    }
    return t;
}

tensor *torch_randperm(int64_t n)
{
    tensor *t = tensor_new(DTYPE_I64, 1, &n);
    for (int64_t i = 0; i < n; i++)
        t->i64[i] = i;
    for (int64_t i = 0; i < n - 1; i++) {
        const int64_t j = i + (int64_t)(torch_random32() % (uint64_t)(n - i));
        const int64_t swap = t->i64[i];
        t->i64[i] = t->i64[j];
        t->i64[j] = swap;
    }
    return t;
}

/* ---- Multinomial ---- */

/* Arithmetic in the type of the probabilities: a sum or quotient of two floats, rounded from double, is the float's. */
static double as_in(const tensor *p, double value)
{
    return p->dtype == DTYPE_F32 ? (double)(float)value : value;
}

static void need_weights(const tensor *p, int64_t row, int64_t width, int64_t least)
{
    int64_t positive = 0;
    for (int64_t j = 0; j < width; j++) {
        const double weight = get(p, row * width + j);
        if (!(weight >= 0.0 && weight <= DBL_MAX))
            torch_give_up("torch_multinomial: weight %lld of row %lld is %g", (long long)j, (long long)row, weight);
        positive += weight > 0.0;
    }
    if (positive < least)
        torch_give_up("torch_multinomial: %lld different draws from row %lld, which has %lld weights above 0",
                      (long long)least, (long long)row, (long long)positive);
}

struct entry {
    double key;
    int64_t index;
};

static int by_key_descending(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? 1 : -1;
    return a->index < b->index ? -1 : 1;
}

/* An exponential race: index j arrives at time q[j] / p[j]; the first n to arrive are the sample. */
static void race(const tensor *p, const tensor *q, int64_t row, int64_t width, int64_t n, int64_t *out)
{
    struct entry *entry = malloc((size_t)width * sizeof *entry);
    if (!entry)
        torch_give_up("torch_multinomial: out of memory");
    int64_t best = 0;
    for (int64_t j = 0; j < width; j++) {
        entry[j].key = as_in(p, get(p, row * width + j) / get(q, row * width + j));
        entry[j].index = j;
        if (entry[j].key > entry[best].key)
            best = j;
    }
    if (n == 1) {
        out[0] = best;
    } else {
        qsort(entry, (size_t)width, sizeof *entry, by_key_descending);
        for (int64_t k = 0; k < n; k++)
            out[k] = entry[k].index;
    }
    free(entry);
}

/* The inverse of the running sum: the first index whose sum reaches the uniform. */
static void invert(const tensor *p, int64_t row, int64_t width, int64_t n, int64_t *out)
{
    double *sum = malloc((size_t)width * sizeof *sum);
    if (!sum)
        torch_give_up("torch_multinomial: out of memory");
    double total = 0.0;
    for (int64_t j = 0; j < width; j++)
        sum[j] = total = as_in(p, total + get(p, row * width + j));
    for (int64_t j = 0; j < width; j++)
        sum[j] = as_in(p, sum[j] / total);
    sum[width - 1] = 1.0;
    for (int64_t k = 0; k < n; k++) {
        const double u = torch_random_double();
        int64_t left = 0, right = width;
        while (left < right) {
            const int64_t middle = left + (right - left) / 2;
            if (sum[middle] < u)
                left = middle + 1;
            else
                right = middle;
        }
        out[k] = left;
    }
    free(sum);
}

tensor *torch_multinomial(const tensor *p, int64_t n, bool replacement)
{
    need_float("torch_multinomial", p);
    if (p->rank != 1 && p->rank != 2)
        torch_give_up("torch_multinomial: the weights have %d dimensions, and must have 1 or 2", p->rank);
    const int64_t rows = p->rank == 2 ? p->shape[0] : 1, width = p->shape[p->rank - 1];
    if (n < 1 || (!replacement && n > width))
        torch_give_up("torch_multinomial: cannot draw %lld of %lld", (long long)n, (long long)width);
    for (int64_t row = 0; row < rows; row++)
        need_weights(p, row, width, replacement ? 1 : n);
    const int64_t shape[] = {rows, n};
    tensor *out = tensor_new(DTYPE_I64, p->rank, shape + 2 - p->rank);
    tensor *q = replacement ? NULL : torch_fill_exponential(tensor_new(p->dtype, p->rank, p->shape), 1.0);
    for (int64_t row = 0; row < rows; row++) {
        if (replacement)
            invert(p, row, width, n, out->i64 + row * n);
        else
            race(p, q, row, width, n, out->i64 + row * n);
    }
    tensor_free(q);
    return out;
}

/* ---- Initialisers: bounds in double, as Python computes them ---- */

static void fans(const char *function, const tensor *t, double *ret_in, double *ret_out)
{
    if (t->rank < 2)
        torch_give_up("%s needs a tensor of two or more dimensions, [out, in, ...]", function);
    double rest = 1.0;
    for (int k = 2; k < t->rank; k++)
        rest *= (double)t->shape[k];
    *ret_in = (double)t->shape[1] * rest;
    *ret_out = (double)t->shape[0] * rest;
}

static double xavier(const char *function, const tensor *t, double gain)
{
    double in, out;
    fans(function, t, &in, &out);
    return gain * sqrt(2.0 / (in + out));
}

static double kaiming(const char *function, const tensor *t, double gain)
{
    double in, out;
    fans(function, t, &in, &out);
    return gain / sqrt(in);
}

tensor *torch_xavier_normal(tensor *t, double gain)
{
    return torch_fill_normal(t, 0.0, xavier("torch_xavier_normal", t, gain));
}

tensor *torch_xavier_uniform(tensor *t, double gain)
{
    const double bound = sqrt(3.0) * xavier("torch_xavier_uniform", t, gain);
    return torch_fill_uniform(t, -bound, bound);
}

/* Where there are no inputs there is no bound; PyTorch leaves a tensor without elements alone. */
tensor *torch_kaiming_normal(tensor *t, double gain)
{
    return tensor_size(t) == 0 ? t : torch_fill_normal(t, 0.0, kaiming("torch_kaiming_normal", t, gain));
}

tensor *torch_kaiming_uniform(tensor *t, double gain)
{
    if (tensor_size(t) == 0)
        return t;
    const double bound = sqrt(3.0) * kaiming("torch_kaiming_uniform", t, gain);
    return torch_fill_uniform(t, -bound, bound);
}

tensor *torch_linear_weight(int64_t out, int64_t in)
{
    const int64_t shape[] = {out, in};
    const double slope = sqrt(5.0);
    return torch_kaiming_uniform(tensor_new(DTYPE_F32, 2, shape), sqrt(2.0 / (1.0 + slope * slope)));
}

tensor *torch_linear_bias(int64_t out, int64_t in)
{
    if (in < 0)
        torch_give_up("torch_linear_bias: a layer with %lld inputs", (long long)in);
    const double bound = in > 0 ? 1.0 / sqrt((double)in) : 0.0;
    return torch_fill_uniform(tensor_new(DTYPE_F32, 1, &out), -bound, bound);
}

tensor *torch_embedding(int64_t rows, int64_t dim)
{
    const int64_t shape[] = {rows, dim};
    return torch_randn(tensor_new(DTYPE_F32, 2, shape));
}
