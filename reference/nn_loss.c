#include "reference/nn_loss.h"

#include <math.h>

#include "reference/kernels.h"
#include "reference/nd_index.h"
#include "reference/nd_math.h"
#include "reference/nd_walk.h"

static void check_float(const char *who, const nd *x)
{
    if (!nd_is_float(x))
        nd_fail("%s: the prediction of shape %s is i64, not float", who, nd_text(x));
}

static void check_target(const char *who, const nd *x, const nd *target)
{
    check_float(who, x);
    if (!nd_same_shape(x, target))
        nd_fail("%s: the prediction has shape %s, but the target %s", who, nd_text(x), nd_text(target));
    if (x->dtype != target->dtype)
        nd_fail("%s: the prediction is %s, but the target %s", who, nd_dtype_text(x->dtype),
                nd_dtype_text(target->dtype));
}

nd *nn_cross_entropy(const nd *logits, const nd *target, nd **ret_grad)
{
    check_float("nn_cross_entropy", logits);
    bool fits = logits->rank == target->rank + 1;
    for (int k = 0; fits && k < target->rank; k++)
        fits = logits->shape[k] == target->shape[k];
    if (!fits)
        nd_fail("nn_cross_entropy: logits of shape %s do not go with targets of shape %s", nd_text(logits),
                nd_text(target));
    int64_t classes = logits->shape[logits->rank - 1];
    const nd *index = nd_checked_index("nn_cross_entropy", target, classes), *flat = nd_contiguous(logits);
    nd *grad = ret_grad ? nd_empty_like(logits) : NULL;
    double loss;
#define LOSS(t)                                                                                                        \
    loss = kernels_get()->t.cross_entropy((size_t)nd_size(target), (size_t)classes, flat->t, index->i64,               \
                                          grad ? grad->t : NULL)
    ND_BY_FLOAT(logits->dtype, LOSS);
#undef LOSS
    if (ret_grad)
        *ret_grad = grad;
    return nd_scalar(logits->dtype, loss);
}

nd *nn_mse(const nd *x, const nd *target, nd **ret_grad)
{
    check_target("nn_mse", x, target);
    nd *difference = nd_sub(x, target);
    double n = (double)nd_size(x), sum;
#define SQUARES(t) sum = kernels_get()->t.sum_squares((size_t)nd_size(x), difference->t, 0)
    ND_BY_FLOAT(x->dtype, SQUARES);
#undef SQUARES
    if (ret_grad)
        *ret_grad = nd_mul_scalar(difference, 2 / n);
    return nd_scalar(x->dtype, sum / n);
}

/* --- binary cross-entropy --- */

/* A NaN is passed on. */
static void check_probabilities(const nd *p)
{
    const nd *flat = nd_contiguous(p);
    for (int64_t i = 0, n = nd_size(p); i < n; i++) {
        double one = p->dtype == DTYPE_F32 ? (double)flat->f32[i] : flat->f64[i];
        if (one < 0 || one > 1)
            nd_fail("nn_bce: the prediction %g is not between 0 and 1: was the sigmoid forgotten?", one);
    }
}

/* One element's loss, and the slope of it. */
struct term {
    double loss, slope;
};

/* log(0) counts as -100, and the slope's denominator is kept above 0: PyTorch's limits. */
static struct term term_of_probability(double p, double t)
{
    double log_p = fmax(log(p), -100), log_q = fmax(log1p(-p), -100);
    if (isnan(p))
        log_p = log_q = p;
    return (struct term){-(t * log_p + (1 - t) * log_q), (p - t) / fmax(p * (1 - p), 1e-12)};
}

static struct term term_of_logit(double x, double t)
{
    double small = exp(-fabs(x)), sigmoid = x >= 0 ? 1 / (1 + small) : small / (1 + small);
    double positive = x > 0 ? x : 0;
    return (struct term){positive - x * t + log1p(small), sigmoid - t};
}

static nd *binary_cross_entropy(struct term (*term_of)(double, double), const nd *x, const nd *target, nd **ret_grad)
{
    const nd *a = nd_contiguous(x), *b = nd_contiguous(target);
    nd *slope = nd_empty_like(x);
    int64_t n = nd_size(x);
    double sum = 0;
#define TERMS(t)                                                                                                       \
    for (int64_t i = 0; i < n; i++) {                                                                                  \
        struct term one = term_of((double)a->t[i], (double)b->t[i]);                                                   \
        sum += one.loss;                                                                                               \
        slope->t[i] = (nd_c_##t)(one.slope / (double)n);                                                               \
    }
    ND_BY_FLOAT(x->dtype, TERMS);
#undef TERMS
    if (ret_grad)
        *ret_grad = slope;
    return nd_scalar(x->dtype, sum / (double)n);
}

nd *nn_bce(const nd *p, const nd *target, nd **ret_grad)
{
    check_target("nn_bce", p, target);
    check_probabilities(p);
    return binary_cross_entropy(term_of_probability, p, target, ret_grad);
}

nd *nn_bce_logits(const nd *x, const nd *target, nd **ret_grad)
{
    check_target("nn_bce_logits", x, target);
    return binary_cross_entropy(term_of_logit, x, target, ret_grad);
}
