/* optim.h - SGD, Adam and AdamW in PyTorch's order of operations, and gradient clipping.
 *
 *     nd *params[] = {W1, b1, W2, b2};
 *     struct optim adam;
 *     optim_init_adam(&adam, 1e-3, 4, params);
 *     for (...) {
 *         size_t mark = nd_pool_mark();
 *         ... nd *grads[] = {dW1, db1, dW2, db2};
 *         optim_step(&adam, grads);
 *         nd_pool_release(mark);
 *     }
 *
 * The struct is the caller's and needs no release: its state lives in the pool that was current at the start. Fields
 * under "options" may be set after the start and between steps (a schedule sets lr). Parameters are updated in place:
 * contiguous, float, writable (nd_clone what nd_from borrowed). Wrong shapes fail with both named.
 *
 * Formulas, with t counting from 1 (torch.optim 1.13, single-tensor form):
 *   SGD    g += wd p;  b = g at t = 1, else momentum b + (1 - dampening) g;  g = nesterov ? g + momentum b : b;
 *          p -= lr g
 *   Adam   g += wd p;  m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;
 *          p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
 *   AdamW  p *= 1 - lr wd first; then as Adam without g += wd p
 */
#ifndef REFERENCE_OPTIM_H
#define REFERENCE_OPTIM_H

#include "reference/nd.h"

enum { OPTIM_MAX_PARAMETERS = 64 };

enum optim_kind { OPTIM_SGD, OPTIM_ADAM, OPTIM_ADAMW };

struct optim {
    enum optim_kind kind;
    size_t count;
    size_t step;         /* steps taken */
    bool momentum_begun; /* the buffers hold a gradient */
    nd *param[OPTIM_MAX_PARAMETERS];
    nd *state1[OPTIM_MAX_PARAMETERS]; /* SGD: the momentum buffer; Adam: m */
    nd *state2[OPTIM_MAX_PARAMETERS]; /* Adam: v */

    /* options */
    double lr;
    double weight_decay;
    double momentum, dampening; /* SGD */
    bool nesterov;
    double beta1, beta2, eps; /* Adam, AdamW */
};

/* Defaults of PyTorch: no momentum, no weight decay. Momentum may be set before the first step. */
void optim_init_sgd(struct optim *o, double lr, size_t count, nd *const *params);

/* Defaults of PyTorch: betas 0.9 and 0.999, eps 1e-8, weight decay 0 (Adam) or 0.01 (AdamW). */
void optim_init_adam(struct optim *o, double lr, size_t count, nd *const *params);
void optim_init_adamw(struct optim *o, double lr, size_t count, nd *const *params);

/* One step with as many gradients as there are parameters, each of its parameter's shape and dtype; none is NULL. */
void optim_step(struct optim *o, nd *const *grads);

/* Clips the norm of all gradients taken together, in place: each is multiplied by min(1, max_norm / (norm + 1e-6)), as
 * torch.nn.utils.clip_grad_norm_. Returns the norm before. Fails on a negative max_norm. */
double optim_clip_norm(size_t count, nd *const *grads, double max_norm);

/* Cuts every element to -limit .. limit, in place. */
void optim_clip_value(size_t count, nd *const *grads, double limit);

#endif
