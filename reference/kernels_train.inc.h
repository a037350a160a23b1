/* kernels_train.inc.h - optimiser steps, embeddings, dropout. Included by kernels_template.h only. */

/* One vector, or with `whole` false its part; known at compile time. */
SIMD_INLINE V F(fetch)(const T *x, bool whole, F(p) part)
{
    return whole ? F(load)(x) : F(load_part)(x, part);
}

SIMD_INLINE void F(put)(T *x, bool whole, F(p) part, V v)
{
    if (whole)
        F(store)(x, v);
    else
        F(store_part)(x, part, v);
}

/* Adam's hyperparameters as the loop needs them: the bias corrections are two scalars. */
struct F(adam) {
    T rate, root, eps, b1, b2, c1, c2, shrink, decay;
};

SIMD_INLINE void F(adam_at)(T *p, const T *g, T *m, T *v, const struct F(adam) * h, bool whole, F(p) part)
{
    V old = F(fetch)(p, whole, part), slope = F(fetch)(g, whole, part) + h->decay * old;
    V mean = h->b1 * F(fetch)(m, whole, part) + h->c1 * slope;
    V square = h->b2 * F(fetch)(v, whole, part) + h->c2 * slope * slope;
    F(put)(p, whole, part, h->shrink * old - h->rate * mean / (F(sqrtv)(square) * h->root + h->eps));
    F(put)(m, whole, part, mean);
    F(put)(v, whole, part, square);
}

/* One pass over the four arrays. */
static void F(adam)(size_t n, T *p, const T *g, T *m, T *v, const struct kernels_adam *o)
{
    const struct F(adam) h = {.rate = (T)adam_rate(o),
                              .root = (T)adam_root(o),
                              .eps = (T)o->eps,
                              .b1 = (T)o->beta1,
                              .b2 = (T)o->beta2,
                              .c1 = (T)(1 - o->beta1),
                              .c2 = (T)(1 - o->beta2),
                              .shrink = o->decoupled ? (T)(1 - o->lr * o->weight_decay) : 1,
                              .decay = o->decoupled ? 0 : (T)o->weight_decay};
    size_t i = 0;
    for (; i + L <= n; i += L)
        F(adam_at)(p + i, g + i, m + i, v + i, &h, true, F(part)(L));
    if (i < n)
        F(adam_at)(p + i, g + i, m + i, v + i, &h, false, F(part)(n - i));
}

SIMD_INLINE void F(sgd_at)(T *p, const T *g, T *buffer, const struct kernels_sgd *h, bool whole, F(p) part)
{
    V old = F(fetch)(p, whole, part), slope = F(fetch)(g, whole, part) + (T)h->weight_decay * old, move = slope;
    if (buffer) {
        if (!h->first)
            move = (T)h->momentum * F(fetch)(buffer, whole, part) + (T)(1 - h->dampening) * slope;
        F(put)(buffer, whole, part, move);
        if (h->nesterov)
            move = slope + (T)h->momentum * move;
    }
    F(put)(p, whole, part, old - (T)h->lr * move);
}

static void F(sgd)(size_t n, T *p, const T *g, T *buffer, const struct kernels_sgd *h)
{
    size_t i = 0;
    for (; i + L <= n; i += L)
        F(sgd_at)(p + i, g + i, buffer ? buffer + i : NULL, h, true, F(part)(L));
    if (i < n)
        F(sgd_at)(p + i, g + i, buffer ? buffer + i : NULL, h, false, F(part)(n - i));
}

static void F(gather)(size_t count, size_t dim, const T *table, const int64_t *index, T *out)
{
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * dim, table + (size_t)index[i] * dim, dim * sizeof(T));
}

static void F(scatter_add)(size_t count, size_t dim, const T *x, const int64_t *index, T *table)
{
    for (size_t i = 0; i < count; i++) {
        T *row = table + (size_t)index[i] * dim;
        F(add)(dim, row, x + i * dim, row);
    }
}

/* `vectors` vectors of each row, summed over all the indices in registers. */
SIMD_INLINE void F(embed_columns)(size_t vectors, size_t len, size_t dim, const T *table, const int64_t *index, T *out)
{
    V s[4];
    UNROLL for (size_t j = 0; j < 4; j++) s[j] = F(set)(0);
    for (size_t l = 0; l < len; l++) {
        const T *row = table + (size_t)index[l] * dim;
        UNROLL for (size_t j = 0; j < 4; j++) if (j < vectors) s[j] += F(load)(row + j * L);
    }
    UNROLL for (size_t j = 0; j < 4; j++) if (j < vectors) F(store)(out + j * L, s[j] / (T)len);
}

/* The same for so many indices that a sum in T would lose digits. */
enum { F(EMBED_LONG) = 256, F(EMBED_COLS) = 64 };

static void F(embed_long)(size_t len, size_t dim, const T *table, const int64_t *index, T *out)
{
    for (size_t d = 0; d < dim; d += F(EMBED_COLS)) {
        double sum[F(EMBED_COLS)] = {0};
        size_t width = dim - d < F(EMBED_COLS) ? dim - d : F(EMBED_COLS);
        for (size_t l = 0; l < len; l++)
            for (size_t c = 0; c < width; c++)
                sum[c] += (double)table[(size_t)index[l] * dim + d + c];
        for (size_t c = 0; c < width; c++)
            out[d + c] = (T)(sum[c] / (double)len);
    }
}

static void F(embed_mean)(size_t count, size_t len, size_t dim, const T *table, const int64_t *index, T *out)
{
    for (size_t b = 0; b < count; b++, index += len, out += dim) {
        if (len > F(EMBED_LONG)) {
            F(embed_long)(len, dim, table, index, out);
            continue;
        }
        size_t d = 0;
        for (; d + 4 * L <= dim; d += 4 * L)
            F(embed_columns)(4, len, dim, table + d, index, out + d);
        for (; d + L <= dim; d += L)
            F(embed_columns)(1, len, dim, table + d, index, out + d);
        if (d == dim)
            continue;
        F(p) part = F(part)(dim - d);
        V s = F(set)(0);
        for (size_t l = 0; l < len; l++)
            s += F(load_part)(table + (size_t)index[l] * dim + d, part);
        F(store_part)(out + d, part, s / (T)len);
    }
}

/* x / (1 - p) where the element's bits reach the threshold, in vectors of 32-bit counters. */
#if T_BITS == 32
typedef uint32_t counter_f32 __attribute__((vector_size(SIMD_BYTES)));

SIMD_INLINE v_f32 dropout_one_f32(struct dropout_keys keys, uint32_t threshold, counter_f32 i, v_f32 x)
{
    counter_f32 h = i + keys.offset;
    h = (h ^ (h >> 16)) * 0x7feb352du;
    h ^= keys.white;
    h = (h ^ (h >> 15)) * 0x846ca68bu;
    m_f32 dropped = less_int_f32((i_f32)(h >> 1), (i_f32)(counter_f32){0} + (int32_t)threshold);
    return select_f32(dropped, set_f32(0), x);
}

/* Elements i0..i0+n, within one run of 2^32 counters. */
static void dropout_run_f32(size_t i0, size_t n, const float *x, double p_drop, uint64_t seed, float *y)
{
    struct dropout_keys keys = dropout_keys(seed, i0);
    uint32_t threshold = dropout_threshold(p_drop);
    if (threshold > INT32_MAX) {
        fill_f32(n, 0, y);
        return;
    }
    v_f32 scale = set_f32((float)(1 / (1 - p_drop)));
    counter_f32 lane;
    for (uint32_t l = 0; l < LANES_f32; l++)
        lane[l] = (uint32_t)i0 + l;
    size_t from = stream_from_f32(n, x, x, y);
    LOOP(n, from, y, AHEAD(x + i), dropout_one_f32(keys, threshold, lane + (uint32_t)i, load_f32(x + i) * scale),
         dropout_one_f32(keys, threshold, lane + (uint32_t)i, load_part_f32(x + i, p) * scale))
}

static void dropout_f32(size_t n, const float *x, double p, uint64_t seed, float *y)
{
    for (size_t i = 0; i < n;) {
        size_t run = 0x100000000u - (i & 0xffffffffu);
        run = run < n - i ? run : n - i;
        dropout_run_f32(i, run, x + i, p, seed, y + i);
        i += run;
    }
}
#else
static void dropout_f64(size_t n, const double *x, double p, uint64_t seed, double *y)
{
    uint32_t threshold = dropout_threshold(p);
    double scale = 1 / (1 - p);
    for (size_t i = 0; i < n; i += 1024) {
        struct dropout_keys keys = dropout_keys(seed, i);
        size_t end = n - i < 1024 ? n : i + 1024;
        for (size_t j = i; j < end; j++)
            y[j] = dropout_bits(keys, (uint32_t)j) >= threshold ? x[j] * scale : 0;
    }
}
#endif

#undef LOOP
#undef AHEAD
#undef AHEAD_BYTES
