#include "reference/optim.h"

#include <math.h>

#include "reference/kernels.h"
#include "reference/nd_math.h"
#include "reference/nd_walk.h"

static const char *const kind_names[] = {[OPTIM_SGD] = "sgd", [OPTIM_ADAM] = "adam", [OPTIM_ADAMW] = "adamw"};

/* --- start --- */

static void init(struct optim *o, enum optim_kind kind, double lr, size_t count, nd *const *params)
{
    const char *name = kind_names[kind];
    if (count > OPTIM_MAX_PARAMETERS)
        nd_fail("optim_init_%s: %zu parameters, at most %d are possible", name, count, OPTIM_MAX_PARAMETERS);
    *o = (struct optim){.kind = kind, .count = count, .lr = lr};
    for (size_t i = 0; i < count; i++) {
        nd *p = params[i];
        if (!nd_is_float(p) || !nd_is_contiguous(p) || p->read_only)
            nd_fail("optim_init_%s: parameter %zu of shape %s is i64, read-only or not contiguous: take nd_clone of it",
                    name, i, nd_text(p));
        o->param[i] = p;
        o->state1[i] = nd_zeros_like(p);
        o->state2[i] = kind == OPTIM_SGD ? NULL : nd_zeros_like(p);
    }
}

void optim_init_sgd(struct optim *o, double lr, size_t count, nd *const *params)
{
    init(o, OPTIM_SGD, lr, count, params);
}

void optim_init_adam(struct optim *o, double lr, size_t count, nd *const *params)
{
    init(o, OPTIM_ADAM, lr, count, params);
    o->beta1 = 0.9;
    o->beta2 = 0.999;
    o->eps = 1e-8;
}

void optim_init_adamw(struct optim *o, double lr, size_t count, nd *const *params)
{
    init(o, OPTIM_ADAMW, lr, count, params);
    o->beta1 = 0.9;
    o->beta2 = 0.999;
    o->eps = 1e-8;
    o->weight_decay = 0.01;
}

/* --- steps --- */

static void check_gradient(const struct optim *o, size_t i, const nd *g)
{
    const nd *p = o->param[i];
    if (!g)
        nd_fail("optim_step: parameter %zu of shape %s has no gradient", i, nd_text(p));
    if (!nd_same_shape(p, g) || p->dtype != g->dtype)
        nd_fail("optim_step: parameter %zu is %s of %s, but its gradient is %s of %s", i, nd_dtype_text(p->dtype),
                nd_text(p), nd_dtype_text(g->dtype), nd_text(g));
}

static void sgd_step(struct optim *o, size_t i, const nd *g)
{
    const struct kernels_sgd h = {.lr = o->lr,
                                  .momentum = o->momentum,
                                  .dampening = o->dampening,
                                  .weight_decay = o->weight_decay,
                                  .nesterov = o->nesterov,
                                  .first = !o->momentum_begun};
    nd *p = o->param[i], *buffer = o->momentum != 0 ? o->state1[i] : NULL;
#define STEP(t) kernels_get()->t.sgd((size_t)nd_size(p), p->t, g->t, buffer ? buffer->t : NULL, &h)
    ND_BY_FLOAT(p->dtype, STEP);
#undef STEP
}

static void adam_step(struct optim *o, size_t i, const nd *g)
{
    const struct kernels_adam h = {.lr = o->lr,
                                   .beta1 = o->beta1,
                                   .beta2 = o->beta2,
                                   .eps = o->eps,
                                   .weight_decay = o->weight_decay,
                                   .decoupled = o->kind == OPTIM_ADAMW,
                                   .step = o->step};
    nd *p = o->param[i], *m = o->state1[i], *v = o->state2[i];
#define STEP(t) kernels_get()->t.adam((size_t)nd_size(p), p->t, g->t, m->t, v->t, &h)
    ND_BY_FLOAT(p->dtype, STEP);
#undef STEP
}

void optim_step(struct optim *o, nd *const *grads)
{
    if (o->nesterov && (o->momentum <= 0 || o->dampening != 0))
        nd_fail("optim_step: nesterov needs a momentum (not %g) and no dampening (not %g)", o->momentum, o->dampening);
    for (size_t i = 0; i < o->count; i++)
        check_gradient(o, i, grads[i]);
    o->step++;
    for (size_t i = 0; i < o->count; i++) {
        const nd *g = nd_contiguous(grads[i]);
        if (o->kind == OPTIM_SGD)
            sgd_step(o, i, g);
        else
            adam_step(o, i, g);
    }
    o->momentum_begun |= o->momentum != 0;
}

/* --- clipping --- */

static void check_writable(const char *who, size_t i, const nd *g)
{
    if (!nd_is_float(g) || !nd_is_contiguous(g) || g->read_only)
        nd_fail("%s: gradient %zu of shape %s is i64, read-only or not contiguous: take nd_clone of it", who, i,
                nd_text(g));
}

/* g = op(g, value) for every element. */
static void apply(enum kernels_zip op, nd *g, double value)
{
#define APPLY(t)                                                                                                       \
    kernels_get()->t.zip[op][FORM_ARRAY_SCALAR]((size_t)nd_size(g), g->t, &(const nd_c_##t){(nd_c_##t)value}, g->t)
    ND_BY_FLOAT(g->dtype, APPLY);
#undef APPLY
}

double optim_clip_norm(size_t count, nd *const *grads, double max_norm)
{
    if (!(max_norm >= 0))
        nd_fail("optim_clip_norm: the limit %g is negative", max_norm);
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        check_writable("optim_clip_norm", i, grads[i]);
#define SQUARES(t) squares += kernels_get()->t.sum_squares((size_t)nd_size(grads[i]), grads[i]->t, 0)
        ND_BY_FLOAT(grads[i]->dtype, SQUARES);
#undef SQUARES
    }
    double norm = sqrt(squares), factor = max_norm / (norm + 1e-6);
    for (size_t i = 0; i < count && !(factor >= 1); i++) /* a NaN goes on into every gradient, as in PyTorch */
        apply(ZIP_MUL, grads[i], factor);
    return norm;
}

void optim_clip_value(size_t count, nd *const *grads, double limit)
{
    if (!(limit >= 0))
        nd_fail("optim_clip_value: the limit %g is negative", limit);
    for (size_t i = 0; i < count; i++) {
        check_writable("optim_clip_value", i, grads[i]);
        apply(ZIP_MIN, grads[i], limit);
        apply(ZIP_MAX, grads[i], -limit);
    }
}
