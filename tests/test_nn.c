/* Layers and losses: forward against plain C in double, backward against differences of the forward pass. */
#include "tests/arrays.h"

#include <math.h>

static const tensor_dtype floats[] = {DTYPE_F32, DTYPE_F64};

/* A function of several arrays, weighted to a number, for check_gradient. */
struct layer {
    nd *(*forward)(const struct layer *);
    nd *a, *b, *c, *weight;
    bool causal;
    int axis;
};

static double weighted(void *context)
{
    const struct layer *s = context;
    size_t mark = nd_pool_mark();
    double value = nd_dot(s->forward(s), s->weight);
    nd_pool_release(mark);
    return value;
}

/* --- linear --- */

START_TEST(linear_multiplies_and_adds)
{
    for (int d = 0; d < 2; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *x = values(1, floats[d], 3, 4, 5), *w = values(2, floats[d], 7, 5), *b = values(3, floats[d], 7);
            nd *want = nd_new(floats[d], ND_LIST(3, 4, 7));
            for (int64_t i = 0; i < 84; i++) {
                double sum = element(b, i % 7);
                for (int64_t k = 0; k < 5; k++)
                    sum += element(x, i / 7 * 5 + k) * element(w, i % 7 * 5 + k);
                set_element(want, i, sum);
            }
            check_result(nn_linear(laid_out(x, l), laid_out(w, l), laid_out(b, l)), want, 4);
            check_result(nd_add(nn_linear(x, w, NULL), b), want, 4);
            nd *row = nd_select(nd_select(x, 0, 1), 0, 2);
            check_result(nn_linear(row, w, b), nd_select(nd_select(want, 0, 1), 0, 2), 4);
        }
    check_shape(nn_linear(nd_zeros(DTYPE_F32, 0, 3), nd_zeros(DTYPE_F32, 2, 3), nd_zeros(DTYPE_F32, 2)), ND_LIST(0, 2));
}
END_TEST

static nd *linear(const struct layer *s)
{
    return nn_linear(s->a, s->b, s->c);
}

START_TEST(linear_gradients_are_slopes)
{
    struct layer s = {.forward = linear,
                      .a = values(1, DTYPE_F64, 2, 3, 4),
                      .b = values(2, DTYPE_F64, 5, 4),
                      .c = values(3, DTYPE_F64, 5),
                      .weight = values(4, DTYPE_F64, 2, 3, 5)};
    nd *dx, *dw, *db;
    nn_linear_grad(s.a, s.b, s.weight, &dx, &dw, &db);
    check_gradient(weighted, &s, s.a, dx);
    check_gradient(weighted, &s, s.b, dw);
    check_gradient(weighted, &s, s.c, db);
    nn_linear_grad(s.a, s.b, laid_out(s.weight, LAYOUT_REVERSED), NULL, &dw, NULL);
    check_gradient(weighted, &s, s.b, dw);
}
END_TEST

START_TEST(linear_names_shapes_that_do_not_fit)
{
    nd *x = nd_zeros(DTYPE_F32, 2, 3), *w = nd_zeros(DTYPE_F32, 5, 3);
    check_fails(nn_linear(x, nd_t(w), NULL),
                "nn_linear: x of shape (2,3) does not go with a weight of shape (3,5), which is (out,in)");
    check_fails(nn_linear(x, w, nd_zeros(DTYPE_F32, 3)), "nn_linear: bias has shape (3), but (5) goes with (2,3)");
    check_fails(nn_linear(x, nd_zeros(DTYPE_F64, 5, 3), NULL), "nn_linear: dtypes f32 and f64 differ");
    check_fails(nn_linear(nd_zeros(DTYPE_I64, 2, 3), w, NULL), "nn_linear: the array of shape (2,3) is i64, not float");
    check_fails(nn_linear_grad(x, w, x, NULL, NULL, NULL),
                "nn_linear_grad: a gradient of shape (2,3) does not go with x (2,3) and weight (5,3)");
}
END_TEST

/* --- softmax --- */

static nd *plain_softmax(const nd *x, int axis, bool logarithm)
{
    nd *e = nd_astype(x, DTYPE_F64), *max = nd_max_keep(e, axis), *shifted = nd_sub(e, max);
    nd *sum = nd_zeros_like(max), *y = nd_empty_like(e);
    for (int64_t i = 0, n = nd_size(e); i < n; i++)
        set_element(y, i, exp(element(shifted, i)));
    for (int64_t i = 0; i < e->shape[axis]; i++)
        nd_assign(sum, nd_add(sum, nd_slice(y, axis, i, i + 1, 1)));
    for (int64_t i = 0, n = nd_size(sum); logarithm && i < n; i++)
        set_element(sum, i, log(element(sum, i)));
    return logarithm ? nd_sub(shifted, sum) : nd_div(y, sum);
}

START_TEST(softmax_runs_along_any_axis)
{
    for (int d = 0; d < 2; d++)
        for (int axis = 0; axis < 3; axis++)
            for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
                nd *x = nd_mul_scalar(values(5, floats[d], 3, 18, 5), 4), *y = laid_out(x, l);
                check_result(nn_softmax(y, axis), nd_astype(plain_softmax(x, axis, false), floats[d]), 1);
                check_result(nn_log_softmax(y, axis - 3), nd_astype(plain_softmax(x, axis, true), floats[d]), 1);
            }
    check_shape(nn_softmax(nd_zeros(DTYPE_F32, 0, 3), 1), ND_LIST(0, 3));
    check_shape(nn_softmax(nd_zeros(DTYPE_F32, 3, 0), 1), ND_LIST(3, 0));
    check_fails(nn_softmax(nd_zeros(DTYPE_F32, 3), 1), "nn_softmax: axis 1 is out of range for shape (3)");
    check_fails(nn_log_softmax(nd_zeros(DTYPE_I64, 3), 0), "nn_log_softmax: the array of shape (3) is i64, not float");
}
END_TEST

START_TEST(softmax_survives_large_and_infinite_values)
{
    nd *x = from_list(DTYPE_F32, (4, 3), 1000, 1000, -1000, -200, -201, -1e30, -INFINITY, 0, 0, -INFINITY, -INFINITY,
                      -INFINITY);
    nd *y = nn_softmax(x, 1);
    check_close(nd_slice(y, 0, 0, 3, 1),
                from_list(DTYPE_F64, (3, 3), 0.5, 0.5, 0, 1 / (1 + exp(-1)), 1 / (1 + exp(1)), 0, 0, 0.5, 0.5), 1e-6,
                0);
    ck_assert(isnan(nd_at(y, 3, 0)));
    ck_assert(nd_at(nn_log_softmax(x, 1), 2, 0) == -INFINITY);
    ck_assert(isnan(nd_at(nn_softmax(from_list(DTYPE_F32, (3), 1, NAN, 2), 0), 0)));
}
END_TEST

static nd *softmax(const struct layer *s)
{
    return nn_softmax(s->a, s->axis);
}

START_TEST(softmax_gradient_is_the_slope)
{
    for (int axis = 0; axis < 2; axis++) {
        struct layer s = {
            .forward = softmax, .a = values(6, DTYPE_F64, 4, 5), .weight = values(7, DTYPE_F64, 4, 5), .axis = axis};
        check_gradient(weighted, &s, s.a, nn_softmax_grad(nn_softmax(s.a, axis), s.weight, axis));
    }
    check_fails(nn_softmax_grad(nd_zeros(DTYPE_F32, 2), nd_zeros(DTYPE_F32, 3), 0),
                "nn_softmax_grad: shapes (2) and (3) differ");
}
END_TEST

/* --- layer norm --- */

static nd *plain_layer_norm(const nd *x, const nd *gamma, const nd *beta, double eps)
{
    int64_t cols = x->shape[x->rank - 1];
    nd *y = nd_empty_like(x);
    for (int64_t r = 0; r < nd_size(x) / cols; r++) {
        double mean = 0, var = 0;
        for (int64_t c = 0; c < cols; c++)
            mean += element(x, r * cols + c) / (double)cols;
        for (int64_t c = 0; c < cols; c++)
            var += pow(element(x, r * cols + c) - mean, 2) / (double)cols;
        for (int64_t c = 0; c < cols; c++)
            set_element(y, r * cols + c,
                        (element(x, r * cols + c) - mean) / sqrt(var + eps) * (gamma ? element(gamma, c) : 1) +
                            (beta ? element(beta, c) : 0));
    }
    return y;
}

START_TEST(layer_norm_equals_plain_c)
{
    for (int d = 0; d < 2; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++)
            for (int hard = 0; hard < 3; hard++) {
                nd *x = values(8, floats[d], 2, 3, 19), *g = values(9, floats[d], 19), *b = values(10, floats[d], 19);
                x = hard == 1 ? nd_add_scalar(x, 100) : hard == 2 ? nd_mul_scalar(x, 3e-3) : x;
                double scale = hard == 1 ? 100 : 4;
                check_result(nn_layer_norm(laid_out(x, l), laid_out(g, l), laid_out(b, l), 1e-5),
                             plain_layer_norm(x, g, b, 1e-5), scale);
                check_result(nn_layer_norm(laid_out(x, l), NULL, NULL, 1e-5), plain_layer_norm(x, NULL, NULL, 1e-5),
                             scale);
            }
    nd *x = nd_zeros(DTYPE_F32, 2, 3);
    check_close(nn_layer_norm(x, NULL, NULL, 1e-5), x, 0, 0);
    check_fails(nn_layer_norm(x, nd_zeros(DTYPE_F32, 2), NULL, 1e-5),
                "nn_layer_norm: gamma has shape (2), but (3) goes with (2,3)");
    check_fails(nn_layer_norm(nd_scalar(DTYPE_F32, 1), NULL, NULL, 1e-5),
                "nn_layer_norm: a scalar has no axis to normalise over");
    check_fails(nn_layer_norm(x, NULL, NULL, -1e-5), "nn_layer_norm: eps is -1e-05: it must not be negative");
}
END_TEST

static nd *layer_norm(const struct layer *s)
{
    return nn_layer_norm(s->a, s->b, s->c, 1e-3);
}

START_TEST(layer_norm_gradients_are_slopes)
{
    struct layer s = {.forward = layer_norm,
                      .a = values(11, DTYPE_F64, 2, 3, 6),
                      .b = values(12, DTYPE_F64, 6),
                      .c = values(13, DTYPE_F64, 6),
                      .weight = values(14, DTYPE_F64, 2, 3, 6)};
    nd *dx, *dgamma, *dbeta;
    nn_layer_norm_grad(s.a, s.b, 1e-3, s.weight, &dx, &dgamma, &dbeta);
    check_gradient(weighted, &s, s.a, dx);
    check_gradient(weighted, &s, s.b, dgamma);
    check_gradient(weighted, &s, s.c, dbeta);
    s.b = NULL;
    nn_layer_norm_grad(s.a, NULL, 1e-3, s.weight, &dx, NULL, NULL);
    check_gradient(weighted, &s, s.a, dx);
}
END_TEST

/* --- embedding --- */

START_TEST(embedding_takes_rows)
{
    for (int d = 0; d < 2; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *table = values(15, floats[d], 7, 5), *ids = indices(16, 7, 3, 4),
               *want = nd_new(floats[d], ND_LIST(3, 4, 5));
            for (int64_t i = 0; i < 60; i++)
                set_element(want, i, element(table, ids->i64[i / 5] * 5 + i % 5));
            nd *t = laid_out(table, l), *k = laid_out(ids, l);
            check_result(nn_embedding(t, k), want, 0);
            check_result(nn_embedding_mean(t, k), nd_mean(want, 1), 2);
        }
    check_shape(nn_embedding(nd_zeros(DTYPE_F32, 3, 2), nd_scalar(DTYPE_I64, 1)), ND_LIST(2));
    check_shape(nn_embedding(nd_zeros(DTYPE_F32, 3, 2), nd_zeros(DTYPE_I64, 0, 4)), ND_LIST(0, 4, 2));
    nd *table = nd_zeros(DTYPE_F32, 3, 2);
    check_fails(nn_embedding(table, nd_full(DTYPE_I64, 3, 2)), "nn_embedding: index 3 is out of range for size 3");
    check_fails(nn_embedding_mean(table, nd_full(DTYPE_I64, -1, 2)),
                "nn_embedding_mean: index -1 is out of range for size 3");
    check_fails(nn_embedding(table, nd_zeros(DTYPE_F32, 2)), "nn_embedding: the indices of shape (2) are f32, not i64");
    check_fails(nn_embedding(nd_zeros(DTYPE_F32, 3), nd_zeros(DTYPE_I64, 2)),
                "nn_embedding: the table has shape (3), not (vocabulary,dimension)");
}
END_TEST

static nd *embedding(const struct layer *s)
{
    return nn_embedding(s->a, s->b);
}

START_TEST(embedding_gradient_adds_repeated_rows)
{
    struct layer s = {.forward = embedding,
                      .a = values(17, DTYPE_F64, 6, 3),
                      .b = from_list(DTYPE_I64, (2, 4), 5, 0, 5, 5, 1, 1, 0, 4),
                      .weight = values(18, DTYPE_F64, 2, 4, 3)};
    check_gradient(weighted, &s, s.a, nn_embedding_grad(s.b, s.weight, 6));
    check_fails(nn_embedding_grad(s.b, s.a, 6),
                "nn_embedding_grad: a gradient of shape (6,3) does not go with ids of shape (2,4)");
    check_fails(nn_embedding_grad(s.b, s.weight, 5), "nn_embedding_grad: index 5 is out of range for size 5");
}
END_TEST

/* --- dropout --- */

START_TEST(dropout_multiplies_by_its_mask)
{
    nd *x = from_list(DTYPE_F64, (2, 2), 1, 2, 3, 4), *mask = from_list(DTYPE_F32, (4), 0, 1.25, 1.25, 0);
    check_result(nn_dropout(x, mask), from_list(DTYPE_F64, (2, 2), 0, 2.5, 3.75, 0), 0);
    check_result(nn_dropout(nd_t(x), mask), from_list(DTYPE_F64, (2, 2), 0, 3.75, 2.5, 0), 0);
    ck_assert_int_eq(nn_dropout(nd_astype(x, DTYPE_F32), nd_astype(mask, DTYPE_F64))->dtype, DTYPE_F32);
    check_fails(nn_dropout(x, nd_zeros(DTYPE_F32, 3)), "nn_dropout: a mask of shape (3) does not cover (2,2)");
}
END_TEST

/* --- attention --- */

/* One head: q[tq,h] k[tk,h] v[tk,d]. */
static void plain_attention(const nd *q, const nd *k, const nd *v, bool causal, nd *weights, nd *out)
{
    int64_t tq = q->shape[0], tk = k->shape[0], h = q->shape[1], width = v->shape[1];
    for (int64_t i = 0; i < tq; i++) {
        double max = -INFINITY, sum = 0, score[64];
        int64_t seen = causal ? i + tk - tq + 1 : tk;
        for (int64_t j = 0; j < seen; j++) {
            score[j] = 0;
            for (int64_t c = 0; c < h; c++)
                score[j] += element(q, i * h + c) * element(k, j * h + c) / sqrt((double)h);
            max = fmax(max, score[j]);
        }
        for (int64_t j = 0; j < seen; j++)
            sum += score[j] = exp(score[j] - max);
        for (int64_t j = 0; j < tk; j++)
            set_element(weights, i * tk + j, j < seen ? score[j] / sum : 0);
        for (int64_t c = 0; c < width; c++) {
            double mixed = 0;
            for (int64_t j = 0; j < seen; j++)
                mixed += score[j] / sum * element(v, j * width + c);
            set_element(out, i * width + c, mixed);
        }
    }
}

static const struct {
    int64_t heads, tq, tk, h, d;
} attentions[] = {{1, 1, 1, 1, 1}, {2, 5, 5, 3, 3}, {3, 33, 33, 16, 16},
                  {2, 4, 7, 3, 3}, {2, 5, 5, 3, 4}, {1, 40, 40, 5, 5}};

START_TEST(attention_equals_plain_c)
{
    for (size_t s = 0; s < sizeof attentions / sizeof *attentions; s++)
        for (int variant = 0; variant < 4 * LAYOUT_COUNT; variant++) {
            int64_t n = attentions[s].heads, tq = attentions[s].tq, tk = attentions[s].tk, h = attentions[s].h;
            tensor_dtype dtype = floats[variant & 1];
            bool causal = variant & 2;
            enum layout l = (enum layout)(variant / 4);
            nd *q = values(19, dtype, n, tq, h), *k = values(20, dtype, n, tk, h);
            nd *v = values(21, dtype, n, tk, attentions[s].d);
            nd *weights = nd_empty(dtype, n, tq, tk), *out = nd_empty(dtype, n, tq, attentions[s].d);
            for (int64_t i = 0; i < n; i++)
                plain_attention(nd_select(q, 0, i), nd_select(k, 0, i), nd_select(v, 0, i), causal,
                                nd_select(weights, 0, i), nd_select(out, 0, i));
            check_result(nn_attention_weights(laid_out(q, l), laid_out(k, l), causal), weights, 2);
            check_result(nn_attention(laid_out(q, l), laid_out(k, l), laid_out(v, l), causal), out, 4);
            check_result(nn_attention(nd_reshape(q, n, 1, tq, h), nd_reshape(k, n, 1, tk, h),
                                      nd_reshape(v, n, 1, tk, -1), causal),
                         nd_reshape(out, n, 1, tq, -1), 4);
        }
}
END_TEST

START_TEST(attention_broadcasts_leading_axes)
{
    nd *q = values(22, DTYPE_F64, 3, 4, 5), *k = values(23, DTYPE_F64, 6, 5), *v = values(24, DTYPE_F64, 6, 5);
    nd *wide = nd_clone(nd_broadcast_to(k, 3, 6, 5)), *values_wide = nd_clone(nd_broadcast_to(v, 3, 6, 5));
    check_result(nn_attention(q, k, v, false), nn_attention(q, wide, values_wide, false), 4);
    nd *late =
        nn_attention(nd_slice(q, 1, 0, 4, 1), nd_slice(wide, 1, 0, 2, 1), nd_slice(values_wide, 1, 0, 2, 1), true);
    ck_assert(isnan(nd_at(late, 0, 1, 0)) && !isnan(nd_at(late, 0, 2, 0)));
    nd *none = nd_empty(DTYPE_F64, 3, 0, 5); /* no keys: a sum of nothing */
    check_close(nn_attention(q, none, none, false), nd_zeros(DTYPE_F64, 3, 4, 5), 0, 0);
}
END_TEST

static nd *attention(const struct layer *s)
{
    return nn_attention(s->a, s->b, s->c, s->causal);
}

START_TEST(attention_gradients_are_slopes)
{
    for (int variant = 0; variant < 4; variant++) {
        int64_t width = variant & 1 ? 3 : 4;
        struct layer s = {.forward = attention,
                          .a = values(25, DTYPE_F64, 2, 4, 3),
                          .b = values(26, DTYPE_F64, 2, 5, 3),
                          .c = values(27, DTYPE_F64, 2, 5, width),
                          .weight = values(28, DTYPE_F64, 2, 4, width),
                          .causal = variant & 2};
        nd *dq, *dk, *dv;
        nn_attention_grad(s.a, s.b, s.c, s.causal, s.weight, &dq, &dk, &dv);
        check_gradient(weighted, &s, s.a, dq);
        check_gradient(weighted, &s, s.b, dk);
        check_gradient(weighted, &s, s.c, dv);
    }
}
END_TEST

START_TEST(attention_names_shapes_that_do_not_fit)
{
    nd *q = nd_zeros(DTYPE_F32, 2, 4, 3), *k = nd_zeros(DTYPE_F32, 2, 5, 4), *v = nd_zeros(DTYPE_F32, 2, 6, 3);
    check_fails(nn_attention_weights(q, k, false),
                "nn_attention_weights: q of shape (2,4,3) and k of shape (2,5,4) are not (...,T,H) with one H");
    check_fails(nn_attention(q, q, v, false),
                "nn_attention: v of shape (2,6,3) has not one row for each of k of shape (2,4,3)");
    nd *three = nd_zeros(DTYPE_F32, 3, 4, 3);
    check_fails(nn_attention_weights(q, three, false),
                "nn_attention_weights: leading axes of q and k, (2,4,3) and (3,4,3), do not broadcast");
    check_fails(nn_attention(q, q, three, true),
                "nn_attention: leading axes of q and v, (2,4,3) and (3,4,3), do not broadcast");
    check_fails(
        nn_attention_grad(q, q, q, false, v, NULL, NULL, NULL),
        "nn_attention_grad: shapes of q (2,4,3), k (2,4,3), v (2,4,3) and the gradient (2,6,3) do not go together");
}
END_TEST

/* --- losses --- */

START_TEST(cross_entropy_equals_plain_c)
{
    for (int d = 0; d < 2; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *logits = nd_mul_scalar(values(29, floats[d], 3, 4, 7), 50), *target = indices(30, 7, 3, 4), *grad;
            nd *logs = plain_softmax(logits, 2, true), *want = nd_zeros_like(logits);
            double sum = 0;
            for (int64_t i = 0; i < 12; i++) {
                sum -= element(logs, i * 7 + target->i64[i]);
                for (int64_t c = 0; c < 7; c++)
                    set_element(want, i * 7 + c, (exp(element(logs, i * 7 + c)) - (c == target->i64[i])) / 12);
            }
            nd *loss = nn_cross_entropy(laid_out(logits, l), laid_out(target, l), &grad);
            check_result(loss, nd_scalar(floats[d], sum / 12), 2);
            check_result(grad, want, 2);
            check_result(nn_cross_entropy(logits, target, NULL), loss, 0);
        }
    nd *one = from_list(DTYPE_F64, (2), 0, log(3));
    ck_assert_double_eq_tol(nd_item(nn_cross_entropy(one, nd_scalar(DTYPE_I64, 0), NULL)), log(4), 1e-14);
    ck_assert(isnan(nd_item(nn_cross_entropy(nd_zeros(DTYPE_F32, 0, 3), nd_zeros(DTYPE_I64, 0), NULL))));
}
END_TEST

struct loss {
    nd *(*of)(const nd *, const nd *, nd **);
    nd *x, *target;
};

static double loss_value(void *context)
{
    const struct loss *s = context;
    return nd_item(s->of(s->x, s->target, NULL));
}

START_TEST(loss_gradients_are_slopes)
{
    nd *x = values(31, DTYPE_F64, 4, 5), *p = nd_add_scalar(nd_mul_scalar(nd_sigmoid(x), 0.9), 0.05);
    nd *target = nd_sigmoid(values(32, DTYPE_F64, 4, 5));
    struct loss losses[] = {
        {nn_cross_entropy, x, indices(33, 5, 4)}, {nn_mse, x, target}, {nn_bce, p, target}, {nn_bce_logits, x, target}};
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        nd *grad;
        losses[i].of(losses[i].x, losses[i].target, &grad);
        check_gradient(loss_value, &losses[i], losses[i].x, grad);
    }
}
END_TEST

START_TEST(mean_losses_equal_plain_c)
{
    for (int d = 0; d < 2; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *x = values(34, floats[d], 3, 5), *t = nd_sigmoid(values(35, floats[d], 3, 5)), *p = nd_sigmoid(x);
            double mse = 0, bce = 0, logits = 0;
            for (int64_t i = 0; i < 15; i++) {
                double xi = element(x, i), ti = element(t, i), pi = element(p, i), si = 1 / (1 + exp(-xi));
                mse += (xi - ti) * (xi - ti) / 15;
                bce -= (ti * log(pi) + (1 - ti) * log(1 - pi)) / 15;
                logits -= (ti * log(si) + (1 - ti) * log(1 - si)) / 15;
            }
            check_result(nn_mse(laid_out(x, l), laid_out(t, l), NULL), nd_scalar(floats[d], mse), 2);
            check_result(nn_bce(laid_out(p, l), laid_out(t, l), NULL), nd_scalar(floats[d], bce), 2);
            check_result(nn_bce_logits(laid_out(x, l), laid_out(t, l), NULL), nd_scalar(floats[d], logits), 2);
        }
}
END_TEST

START_TEST(binary_cross_entropy_survives_its_edges)
{
    nd *p = from_list(DTYPE_F64, (4), 0, 1, 0, 1), *t = from_list(DTYPE_F64, (4), 0, 1, 1, 0), *grad;
    ck_assert_double_eq(nd_item(nn_bce(p, t, &grad)), 50);
    check_close(grad, from_list(DTYPE_F64, (4), 0, 0, -0.25e12, 0.25e12), 1e-12, 0);
    nd *x = from_list(DTYPE_F64, (3), -1000, 1000, 1000);
    check_close(nn_bce_logits(x, from_list(DTYPE_F64, (3), 0, 1, 0), NULL), nd_scalar(DTYPE_F64, 1000.0 / 3), 1e-15, 0);
    ck_assert(nd_item(nn_bce_logits(nd_slice(x, 0, 0, 1, 1), nd_zeros(DTYPE_F64, 1), NULL)) == 0);
    check_fails(nn_bce(x, t = nd_zeros(DTYPE_F64, 3), NULL),
                "nn_bce: the prediction -1000 is not between 0 and 1: was the sigmoid forgotten?");
    nd *bad = nd_full(DTYPE_F32, NAN, 2), *good = nd_zeros(DTYPE_F32, 2);
    ck_assert(isnan(nd_item(nn_bce(bad, good, NULL))) && isnan(nd_item(nn_bce_logits(bad, good, NULL))));
    ck_assert(isnan(nd_item(nn_mse(bad, good, NULL))));
    ck_assert(isnan(nd_item(nn_mse(nd_zeros(DTYPE_F32, 0), nd_zeros(DTYPE_F32, 0), NULL))));
}
END_TEST

START_TEST(losses_do_not_broadcast)
{
    nd *column = nd_zeros(DTYPE_F32, 4, 1), *flat = nd_zeros(DTYPE_F32, 4);
    check_fails(nn_mse(column, flat, NULL), "nn_mse: the prediction has shape (4,1), but the target (4)");
    check_fails(nn_bce(column, flat, NULL), "nn_bce: the prediction has shape (4,1), but the target (4)");
    check_fails(nn_bce_logits(column, flat, NULL), "nn_bce_logits: the prediction has shape (4,1), but the target (4)");
    check_fails(nn_mse(flat, nd_zeros(DTYPE_F64, 4), NULL), "nn_mse: the prediction is f32, but the target f64");
    check_fails(nn_mse(nd_zeros(DTYPE_I64, 4), flat, NULL), "nn_mse: the prediction of shape (4) is i64, not float");
    check_fails(nn_cross_entropy(column, nd_zeros(DTYPE_I64, 3), NULL),
                "nn_cross_entropy: logits of shape (4,1) do not go with targets of shape (3)");
    check_fails(nn_cross_entropy(column, nd_ones(DTYPE_I64, 4), NULL),
                "nn_cross_entropy: index 1 is out of range for size 1");
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, linear_multiplies_and_adds);
    tcase_add_test(tcase, linear_gradients_are_slopes);
    tcase_add_test(tcase, linear_names_shapes_that_do_not_fit);
    tcase_add_test(tcase, softmax_runs_along_any_axis);
    tcase_add_test(tcase, softmax_survives_large_and_infinite_values);
    tcase_add_test(tcase, softmax_gradient_is_the_slope);
    tcase_add_test(tcase, layer_norm_equals_plain_c);
    tcase_add_test(tcase, layer_norm_gradients_are_slopes);
    tcase_add_test(tcase, embedding_takes_rows);
    tcase_add_test(tcase, embedding_gradient_adds_repeated_rows);
    tcase_add_test(tcase, dropout_multiplies_by_its_mask);
    tcase_add_test(tcase, attention_equals_plain_c);
    tcase_add_test(tcase, attention_broadcasts_leading_axes);
    tcase_add_test(tcase, attention_gradients_are_slopes);
    tcase_add_test(tcase, attention_names_shapes_that_do_not_fit);
    tcase_add_test(tcase, cross_entropy_equals_plain_c);
    tcase_add_test(tcase, loss_gradients_are_slopes);
    tcase_add_test(tcase, mean_losses_equal_plain_c);
    tcase_add_test(tcase, binary_cross_entropy_survives_its_edges);
    tcase_add_test(tcase, losses_do_not_broadcast);
}

int main(void)
{
    return core_run("nn", add_tests);
}
