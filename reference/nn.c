#include "reference/nn.h"

#include <inttypes.h>
#include <math.h>

#include "reference/kernels.h"
#include "reference/nd_index.h"
#include "reference/nd_linalg.h"
#include "reference/nd_math.h"
#include "reference/nd_reduce.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

/* --- checks and shapes --- */

static void check_float(const char *who, const nd *x)
{
    if (!nd_is_float(x))
        nd_fail("%s: the array of shape %s is i64, not float", who, nd_text(x));
}

static int64_t last(const nd *x)
{
    return x->shape[x->rank - 1];
}

/* x and y are float, of one dtype. */
static void check_pair(const char *who, const nd *x, const nd *y)
{
    check_float(who, x);
    if (x->dtype != y->dtype)
        nd_fail("%s: dtypes %s and %s differ", who, nd_dtype_text(x->dtype), nd_dtype_text(y->dtype));
}

static void check_same_shape(const char *who, const nd *x, const nd *y)
{
    check_pair(who, x, y);
    if (!nd_same_shape(x, y))
        nd_fail("%s: shapes %s and %s differ", who, nd_text(x), nd_text(y));
}

/* A parameter that goes along the last axis of x, contiguous; NULL stays NULL. */
static const nd *check_row(const char *who, const char *name, const nd *x, const nd *row, int64_t size)
{
    if (!row)
        return NULL;
    check_pair(who, x, row);
    if (row->rank != 1 || row->shape[0] != size)
        nd_fail("%s: %s has shape %s, but (%" PRId64 ") goes with %s", who, name, nd_text(row), size, nd_text(x));
    return nd_contiguous(row);
}

/* [..., cols] as contiguous [rows, cols]. */
static nd *as_rows(const nd *x)
{
    int64_t rows = 1;
    for (int k = 0; k < x->rank - 1; k++)
        rows *= x->shape[k];
    return nd_contiguous(nd_reshape(x, rows, last(x)));
}

/* --- linear --- */

static void check_linear(const char *who, const nd *x, const nd *weight)
{
    check_pair(who, x, weight);
    if (x->rank == 0 || weight->rank != 2 || last(x) != weight->shape[1])
        nd_fail("%s: x of shape %s does not go with a weight of shape %s, which is (out,in)", who, nd_text(x),
                nd_text(weight));
}

nd *nn_linear(const nd *x, const nd *weight, const nd *bias)
{
    check_linear("nn_linear", x, weight);
    const nd *row = check_row("nn_linear", "bias", x, bias, weight->shape[0]);
    nd *y = nd_matmul(x, nd_t(weight));
    size_t cols = (size_t)weight->shape[0], rows = cols ? (size_t)nd_size(y) / cols : 0;
#define ADD_ROW(t) kernels_get()->t.add_row(rows, cols, y->t, row->t, y->t)
    if (row)
        ND_BY_FLOAT(y->dtype, ADD_ROW);
#undef ADD_ROW
    return y;
}

void nn_linear_grad(const nd *x, const nd *weight, const nd *grad, nd **ret_x, nd **ret_weight, nd **ret_bias)
{
    check_linear("nn_linear_grad", x, weight);
    check_pair("nn_linear_grad", x, grad);
    bool fits = grad->rank == x->rank && last(grad) == weight->shape[0];
    for (int k = 0; fits && k < x->rank - 1; k++)
        fits = grad->shape[k] == x->shape[k];
    if (!fits)
        nd_fail("nn_linear_grad: a gradient of shape %s does not go with x %s and weight %s", nd_text(grad), nd_text(x),
                nd_text(weight));
    nd *g = as_rows(grad);
    if (ret_x)
        *ret_x = nd_matmul(grad, weight);
    if (ret_weight)
        *ret_weight = nd_matmul(nd_t(g), as_rows(x));
    if (ret_bias)
        *ret_bias = nd_sum(g, 0);
}

/* --- softmax --- */

enum along { SOFTMAX, LOG_SOFTMAX };

/* The axis goes to the end and back, for kernels work along rows. */
static nd *softmax_along(const char *who, enum along what, const nd *x, int axis)
{
    check_float(who, x);
    int at = nd_axis(who, x, axis);
    const nd *lines = nd_contiguous(nd_transpose(x, at, -1));
    nd *y = nd_empty_like(lines);
    size_t cols = (size_t)last(y), rows = cols ? (size_t)nd_size(y) / cols : 0;
#define ALONG(t) (what == SOFTMAX ? kernels_get()->t.softmax : kernels_get()->t.log_softmax)(rows, cols, lines->t, y->t)
    ND_BY_FLOAT(y->dtype, ALONG);
#undef ALONG
    return nd_contiguous(nd_transpose(y, at, -1));
}

nd *nn_softmax(const nd *x, int axis)
{
    return softmax_along("nn_softmax", SOFTMAX, x, axis);
}

nd *nn_log_softmax(const nd *x, int axis)
{
    return softmax_along("nn_log_softmax", LOG_SOFTMAX, x, axis);
}

nd *nn_softmax_grad(const nd *y, const nd *grad, int axis)
{
    check_same_shape("nn_softmax_grad", y, grad);
    int at = nd_axis("nn_softmax_grad", y, axis);
    const nd *lines = nd_contiguous(nd_transpose(y, at, -1)), *g = nd_contiguous(nd_transpose(grad, at, -1));
    nd *dx = nd_empty_like(lines);
    size_t cols = (size_t)last(dx), rows = cols ? (size_t)nd_size(dx) / cols : 0;
#define GRAD(t) kernels_get()->t.softmax_grad(rows, cols, lines->t, g->t, dx->t)
    ND_BY_FLOAT(dx->dtype, GRAD);
#undef GRAD
    return nd_contiguous(nd_transpose(dx, at, -1));
}

/* --- layer norm --- */

static void check_layer_norm(const char *who, const nd *x, double eps)
{
    check_float(who, x);
    if (!(eps >= 0))
        nd_fail("%s: eps is %g: it must not be negative", who, eps);
    if (x->rank == 0)
        nd_fail("%s: a scalar has no axis to normalise over", who);
}

nd *nn_layer_norm(const nd *x, const nd *gamma, const nd *beta, double eps)
{
    check_layer_norm("nn_layer_norm", x, eps);
    const nd *g = check_row("nn_layer_norm", "gamma", x, gamma, last(x));
    const nd *b = check_row("nn_layer_norm", "beta", x, beta, last(x));
    const nd *flat = nd_contiguous(x);
    nd *y = nd_empty_like(x);
    size_t cols = (size_t)last(x), rows = cols ? (size_t)nd_size(x) / cols : 0;
#define NORM(t) kernels_get()->t.layernorm(rows, cols, flat->t, g ? g->t : NULL, b ? b->t : NULL, (nd_c_##t)eps, y->t)
    ND_BY_FLOAT(x->dtype, NORM);
#undef NORM
    return y;
}

/* x - mean along the rows. The first mean is only near: what it leaves over is taken off too, so that a large common
 * offset costs no digits. */
static nd *centre(const nd *rows)
{
    nd *near = nd_sub(rows, nd_mean_keep(rows, 1));
    return nd_sub(near, nd_mean_keep(near, 1));
}

/* With n = (x - mean) r and r = 1 / sqrt(var + eps): dx = r (d - mean(d) - n mean(d n)), where d = gamma grad. */
void nn_layer_norm_grad(const nd *x, const nd *gamma, double eps, const nd *grad, nd **ret_x, nd **ret_gamma,
                        nd **ret_beta)
{
    check_layer_norm("nn_layer_norm_grad", x, eps);
    check_same_shape("nn_layer_norm_grad", x, grad);
    const nd *row = check_row("nn_layer_norm_grad", "gamma", x, gamma, last(x));
    const nd *flat = as_rows(x), *g = as_rows(grad);
    nd *r = nd_rsqrt(nd_add_scalar(nd_var_keep(flat, 0, 1), eps));
    nd *n = nd_mul(centre(flat), r);
    if (ret_gamma)
        *ret_gamma = nd_sum(nd_mul(g, n), 0);
    if (ret_beta)
        *ret_beta = nd_sum(g, 0);
    if (!ret_x)
        return;
    const nd *d = row ? nd_mul(g, row) : g;
    nd *centred = nd_sub(d, nd_mean_keep(d, 1));
    nd *dx = nd_mul(nd_sub(centred, nd_mul(n, nd_mean_keep(nd_mul(d, n), 1))), r);
    *ret_x = nd_reshape_to(dx, x->rank, x->shape);
}

/* --- embedding --- */

static const nd *check_table(const char *who, const nd *table)
{
    check_float(who, table);
    if (table->rank != 2)
        nd_fail("%s: the table has shape %s, not (vocabulary,dimension)", who, nd_text(table));
    return nd_contiguous(table);
}

nd *nn_embedding(const nd *table, const nd *ids)
{
    const nd *rows = check_table("nn_embedding", table);
    const nd *index = nd_checked_index("nn_embedding", ids, table->shape[0]);
    int64_t dim = table->shape[1];
    nd shape = *nd_unsqueeze(ids, -1);
    shape.shape[ids->rank] = dim;
    shape.dtype = table->dtype;
    nd *y = nd_empty_like(&shape);
#define TAKE(t) kernels_get()->t.gather((size_t)nd_size(ids), (size_t)dim, rows->t, index->i64, y->t)
    ND_BY_FLOAT(y->dtype, TAKE);
#undef TAKE
    return y;
}

nd *nn_embedding_grad(const nd *ids, const nd *grad, int64_t vocabulary)
{
    check_float("nn_embedding_grad", grad);
    bool fits = grad->rank == ids->rank + 1;
    for (int k = 0; fits && k < ids->rank; k++)
        fits = ids->shape[k] == grad->shape[k];
    if (!fits)
        nd_fail("nn_embedding_grad: a gradient of shape %s does not go with ids of shape %s", nd_text(grad),
                nd_text(ids));
    const nd *index = nd_checked_index("nn_embedding_grad", ids, vocabulary), *g = nd_contiguous(grad);
    nd *table = nd_zeros(grad->dtype, vocabulary, last(grad));
#define PUT(t) kernels_get()->t.scatter_add((size_t)nd_size(ids), (size_t)last(grad), g->t, index->i64, table->t)
    ND_BY_FLOAT(table->dtype, PUT);
#undef PUT
    return table;
}

nd *nn_embedding_mean(const nd *table, const nd *ids)
{
    const nd *rows = check_table("nn_embedding_mean", table);
    const nd *index = nd_checked_index("nn_embedding_mean", ids, table->shape[0]);
    if (ids->rank == 0)
        nd_fail("nn_embedding_mean: a single id has no axis to average over");
    nd shape = *ids;
    size_t len = (size_t)last(ids), count = 1, dim = (size_t)table->shape[1];
    for (int k = 0; k < ids->rank - 1; k++)
        count *= (size_t)ids->shape[k];
    shape.shape[ids->rank - 1] = table->shape[1];
    shape.dtype = table->dtype;
    nd *y = nd_empty_like(&shape);
#define MEAN(t) kernels_get()->t.embed_mean(count, len, dim, rows->t, index->i64, y->t)
    ND_BY_FLOAT(y->dtype, MEAN);
#undef MEAN
    return y;
}

/* --- dropout --- */

nd *nn_dropout(const nd *x, const nd *mask)
{
    check_float("nn_dropout", x);
    if (nd_size(mask) != nd_size(x))
        nd_fail("nn_dropout: a mask of shape %s does not cover %s", nd_text(mask), nd_text(x));
    const nd *shaped = nd_reshape_to(mask, x->rank, x->shape);
    return nd_mul(x, mask->dtype == x->dtype ? shaped : nd_astype(shaped, x->dtype));
}

/* --- attention --- */

/* Leading axes broadcast; x and y have rank 2 or more. */
static void check_leading(const char *who, const char *names, const nd *x, const nd *y)
{
    for (int i = 3; i <= x->rank && i <= y->rank; i++) {
        int64_t a = x->shape[x->rank - i], b = y->shape[y->rank - i];
        if (a != b && a != 1 && b != 1)
            nd_fail("%s: leading axes of %s, %s and %s, do not broadcast", who, names, nd_text(x), nd_text(y));
    }
}

static void check_attention(const char *who, const nd *q, const nd *k)
{
    check_pair(who, q, k);
    if (q->rank < 2 || k->rank < 2 || last(q) != last(k))
        nd_fail("%s: q of shape %s and k of shape %s are not (...,T,H) with one H", who, nd_text(q), nd_text(k));
    check_leading(who, "q and k", q, k);
}

static void check_values(const char *who, const nd *q, const nd *k, const nd *v)
{
    check_attention(who, q, k);
    check_pair(who, q, v);
    if (v->rank < 2 || v->shape[v->rank - 2] != k->shape[k->rank - 2])
        nd_fail("%s: v of shape %s has not one row for each of k of shape %s", who, nd_text(v), nd_text(k));
    check_leading(who, "q and v", q, v);
    check_leading(who, "k and v", k, v);
}

static double attention_scale(const nd *q)
{
    return 1 / sqrt((double)last(q));
}

nd *nn_attention_weights(const nd *q, const nd *k, bool causal)
{
    check_attention("nn_attention_weights", q, k);
    nd *scores = nd_mul_scalar(nd_matmul(q, nd_t(k)), attention_scale(q));
    if (causal)
        scores = nd_masked_fill(scores, nd_causal_mask(q->shape[q->rank - 2], k->shape[k->rank - 2]), -INFINITY);
    return nn_softmax(scores, -1);
}

/* Whether q, k and v have the same leading axes. */
static bool same_leading(const nd *q, const nd *k, const nd *v)
{
    bool same = q->rank == k->rank && q->rank == v->rank;
    for (int i = 0; same && i < q->rank - 2; i++)
        same = q->shape[i] == k->shape[i] && q->shape[i] == v->shape[i];
    return same;
}

nd *nn_attention(const nd *q, const nd *k, const nd *v, bool causal)
{
    check_values("nn_attention", q, k, v);
    if (last(v) != last(q) || !same_leading(q, k, v) || k->shape[k->rank - 2] == 0)
        return nd_matmul(nn_attention_weights(q, k, causal), v);
    const nd *a = nd_contiguous(q), *b = nd_contiguous(k), *c = nd_contiguous(v);
    nd *y = nd_empty_like(q);
    size_t tq = (size_t)q->shape[q->rank - 2], tk = (size_t)k->shape[k->rank - 2], width = (size_t)last(q);
    size_t count = nd_size(y) ? (size_t)nd_size(y) / (tq * width) : 0;
#define ATTEND(t)                                                                                                      \
    kernels_get()->t.attention(count, tq, tk, width, (nd_c_##t)attention_scale(q), causal, a->t, b->t, c->t, y->t)
    ND_BY_FLOAT(y->dtype, ATTEND);
#undef ATTEND
    return y;
}

void nn_attention_grad(const nd *q, const nd *k, const nd *v, bool causal, const nd *grad, nd **ret_q, nd **ret_k,
                       nd **ret_v)
{
    check_values("nn_attention_grad", q, k, v);
    check_pair("nn_attention_grad", q, grad);
    bool fits = same_leading(q, k, v) && same_leading(q, grad, grad) && last(grad) == last(v) &&
                grad->shape[grad->rank - 2] == q->shape[q->rank - 2];
    if (!fits)
        nd_fail("nn_attention_grad: shapes of q %s, k %s, v %s and the gradient %s do not go together", nd_text(q),
                nd_text(k), nd_text(v), nd_text(grad));
    nd *weights = nn_attention_weights(q, k, causal);
    nd *scores = nd_mul_scalar(nn_softmax_grad(weights, nd_matmul(grad, nd_t(v)), -1), attention_scale(q));
    if (ret_q)
        *ret_q = nd_matmul(scores, k);
    if (ret_k)
        *ret_k = nd_matmul(nd_t(scores), q);
    if (ret_v)
        *ret_v = nd_matmul(nd_t(weights), grad);
}
