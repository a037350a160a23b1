/* kernels_train.inc.h - optimiser steps, embeddings, dropout. Included by kernels_template.h only. */

/* One pass over the four arrays; the bias corrections are two scalars. */
static void F(adam)(size_t n, T *p, const T *g, T *m, T *v, const struct kernels_adam *h)
{
    T rate = (T)adam_rate(h), root = (T)adam_root(h), eps = (T)h->eps, b1 = (T)h->beta1, b2 = (T)h->beta2;
    T c1 = (T)(1 - h->beta1), c2 = (T)(1 - h->beta2);
    T shrink = h->decoupled ? (T)(1 - h->lr * h->weight_decay) : 1, decay = h->decoupled ? 0 : (T)h->weight_decay;
    for (size_t i = 0; i < n; i += L) {
        size_t left = n - i < L ? n - i : L;
        F(p) part = F(part)(left);
        bool whole = left == L;
        V old = whole ? F(load)(p + i) : F(load_part)(p + i, part);
        V slope = (whole ? F(load)(g + i) : F(load_part)(g + i, part)) + decay * old;
        V mean = b1 * (whole ? F(load)(m + i) : F(load_part)(m + i, part)) + c1 * slope;
        V square = b2 * (whole ? F(load)(v + i) : F(load_part)(v + i, part)) + c2 * slope * slope;
        V now = shrink * old - rate * mean / (F(sqrtv)(square) * root + eps);
        if (whole) {
            F(store)(p + i, now), F(store)(m + i, mean), F(store)(v + i, square);
        } else {
            F(store_part)(p + i, part, now), F(store_part)(m + i, part, mean), F(store_part)(v + i, part, square);
        }
    }
}

static void F(sgd)(size_t n, T *p, const T *g, T *buffer, const struct kernels_sgd *h)
{
    T lr = (T)h->lr, decay = (T)h->weight_decay, momentum = (T)h->momentum, fresh = (T)(1 - h->dampening);
    for (size_t i = 0; i < n; i += L) {
        F(p) part = F(part)(n - i < L ? n - i : L);
        V old = F(load_part)(p + i, part), slope = F(load_part)(g + i, part) + decay * old, move = slope;
        if (buffer) {
            if (!h->first)
                move = momentum * F(load_part)(buffer + i, part) + fresh * slope;
            F(store_part)(buffer + i, part, move);
            if (h->nesterov)
                move = slope + momentum * move;
        }
        F(store_part)(p + i, part, old - lr * move);
    }
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

static void F(embed_mean)(size_t count, size_t len, size_t dim, const T *table, const int64_t *index, T *out)
{
    for (size_t b = 0; b < count; b++, index += len, out += dim) {
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
