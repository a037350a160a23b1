/* kernels_attention.inc.h - fused attention. Included by kernels_template.h only.
 *
 * Keys are taken in blocks, turned once for all queries of a chunk; two register tiles of queries at a time make their
 * scores, which never leave the nearest cache. A row keeps its maximum and sum so far and is rescaled when a block
 * raises the maximum (Dao et al., "FlashAttention", 2022). Only tiles that the causal mask leaves visible are computed,
 * the scale is applied in the exponent, and the division by the sum to the row of the result.
 */

enum {
    F(ATT_ROWS) = 2 * TILE_MR,                    /* queries at a time */
    F(ATT_CHUNK) = 240,                           /* queries for which a block of keys is turned */
    F(ATT_KEYS) = 256,                            /* keys in a block, if they fit: */
    F(ATT_PACKED) = (128 << 10) / (int)sizeof(T), /* elements of a turned block */
    F(ATT_LARGE) = 1 << 20,                       /* scores from which on rounding errors are large in an exponent */
};

struct F(attention) {
    size_t tq, tk, c;
    T scale;
    bool causal;
    const T *q, *k, *v;
    T *out;
};

/* The number of keys that query i sees. */
static inline size_t F(keys_seen)(const struct F(attention) * h, size_t i)
{
    if (!h->causal)
        return h->tk;
    return i + 1 + h->tk < h->tq ? 0 : i + 1 + h->tk - h->tq;
}

/* score[rows][ATT_KEYS] = Q K', K turned in panels, or as it is where a panel would not fit. */
static void F(scores)(const struct F(attention) * h, size_t rows, size_t keys, const T *q, const T *k, const T *packed,
                      T *score)
{
    if (!packed) {
        F(product)
        (&(struct F(product)){.b_turned = true,
                              .m = rows,
                              .n = keys,
                              .k = h->c,
                              .a = q,
                              .b = k,
                              .a_row = h->c,
                              .a_col = 1,
                              .ldb = h->c,
                              .c = score,
                              .ldc = F(ATT_KEYS)});
        return;
    }
    for (size_t j = 0; j < keys; j += F(NR))
        F(strip)
    (rows, F(NR),
     &(struct F(tile)){.a = q,
                       .b = packed + j * h->c,
                       .k = h->c,
                       .a_row = h->c,
                       .a_col = 1,
                       .b_row = F(NR),
                       .c = score + j,
                       .ldc = F(ATT_KEYS)});
}

/* A row of scores becomes weights; *sum and *top are brought forward, and out rescaled by what the maximum's rise asks
 * for. */
static void F(weigh)(size_t seen, size_t keys, T scale, T *score, size_t c, T *out, T *top, T *sum)
{
    T max = F(row_max)(seen, score) * scale;
    /* scale x - max is one fused operation, which does not cancel where the rounding of large products counts. */
    if (!(scale > 0 && max > -F(ATT_LARGE) && max < F(ATT_LARGE))) {
        F(mul_as)(seen, score, &scale, score), scale = 1;
        max = F(row_max)(seen, score);
    }
    max = max > *top ? max : *top;
    if (*sum != 0 && max != *top) {
        T shrink = (T)exp((double)*top - (double)max);
        *sum *= shrink;
        F(mul_as)(c, out, &shrink, out);
    }
    *top = max;
    *sum += F(row_exp)(seen, score, scale, max, score);
    for (size_t j = seen; j < keys; j++)
        score[j] = 0;
}

/* Queries q0..q0+rows against the keys k0..k0+keys. */
static void F(attend_block)(const struct F(attention) * h, size_t q0, size_t rows, size_t k0, size_t keys,
                            const T *packed, T *top, T *sum)
{
    T score[F(ATT_ROWS) * F(ATT_KEYS)] __attribute__((aligned(64)));
    size_t last = F(keys_seen)(h, q0 + rows - 1), visible = last <= k0 ? 0 : last - k0 < keys ? last - k0 : keys;
    if (visible == 0)
        return;
    F(scores)(h, rows, visible, h->q + q0 * h->c, h->k + k0 * h->c, packed, score);
    for (size_t r = 0; r < rows; r++) {
        size_t see = F(keys_seen)(h, q0 + r), seen = see <= k0 ? 0 : see - k0 < visible ? see - k0 : visible;
        F(weigh)(seen, visible, h->scale, score + r * F(ATT_KEYS), h->c, h->out + (q0 + r) * h->c, top + r, sum + r);
    }
    struct F(product) av = {.accumulate = k0 > 0,
                            .m = rows,
                            .n = h->c,
                            .k = visible,
                            .a = score,
                            .b = h->v + k0 * h->c,
                            .a_row = F(ATT_KEYS),
                            .a_col = 1,
                            .ldb = h->c,
                            .c = h->out + q0 * h->c,
                            .ldc = h->c};
    if (h->c % L == 0 || SIMD_MASKED_LOADS)
        F(product_direct)(&av);
    else
        F(product)(&av);
}

static void F(attend_chunk)(const struct F(attention) * h, size_t q0, size_t rows)
{
    T packed[F(ATT_PACKED)] __attribute__((aligned(64)));
    T top[F(ATT_CHUNK)], sum[F(ATT_CHUNK)];
    size_t room = F(ATT_PACKED) / h->c / F(NR) * F(NR), step = room && room < F(ATT_KEYS) ? room : F(ATT_KEYS);
    size_t last = F(keys_seen)(h, q0 + rows - 1);
    for (size_t r = 0; r < rows; r++)
        top[r] = -T_MAX, sum[r] = 0;
    for (size_t k0 = 0; k0 < last; k0 += step) {
        size_t keys = last - k0 < step ? last - k0 : step;
        for (size_t j = 0; room && j < keys; j += F(NR))
            F(pack)(h->c, keys - j < F(NR) ? keys - j : F(NR), h->k + (k0 + j) * h->c, h->c, true, packed + j * h->c);
        for (size_t r = 0; r < rows; r += F(ATT_ROWS))
            F(attend_block)
        (h, q0 + r, rows - r < F(ATT_ROWS) ? rows - r : F(ATT_ROWS), k0, keys, room ? packed : NULL, top + r, sum + r);
    }
    for (size_t r = 0; r < rows; r++) {
        T inverse = 1 / sum[r], *out = h->out + (q0 + r) * h->c;
        if (sum[r] == 0)
            F(fill)(h->c, (T)NAN, out);
        else
            F(mul_as)(h->c, out, &inverse, out);
    }
}

static void F(attention_part)(void *heads, size_t part)
{
    struct F(attention) h = *(const struct F(attention) *)heads;
    size_t chunks = (h.tq + F(ATT_CHUNK) - 1) / F(ATT_CHUNK), head = part / chunks, q0 = part % chunks * F(ATT_CHUNK);
    h.q += head * h.tq * h.c;
    h.k += head * h.tk * h.c;
    h.v += head * h.tk * h.c;
    h.out += head * h.tq * h.c;
    F(attend_chunk)(&h, q0, h.tq - q0 < F(ATT_CHUNK) ? h.tq - q0 : F(ATT_CHUNK));
}

static void F(attention)(size_t count, size_t tq, size_t tk, size_t c, T scale, bool causal, const T *q, const T *k,
                         const T *v, T *out)
{
    struct F(attention) h = {tq, tk, c, scale, causal, q, k, v, out};
    size_t parts = count * ((tq + F(ATT_CHUNK) - 1) / F(ATT_CHUNK));
    if (c == 0)
        return;
    if (4.0 * (double)count * (double)tq * (double)tk * (double)c >= (causal ? 2 : 1) * POOL_MIN_FLOPS) {
        pool_run(parts, F(attention_part), &h);
        return;
    }
    for (size_t part = 0; part < parts; part++)
        F(attention_part)(&h, part);
}
