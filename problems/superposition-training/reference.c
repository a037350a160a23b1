/* k steps of AdamW on sum over instances of mean(importance (relu(x W W' + b) - |x|)^2), with a learning-rate schedule
 */
#include "problem.h"
#include "harness.h"
#include "reference/core.h"

/* Nearer to the corner of relu, float arithmetic may be on its other side. */
#define CORNER 1e-5

/* Adam divides a gradient by its usual size. Where that is this small a part of the largest one (both squared),
 * rounding errors are magnified as well. */
#define FAINT 2.5e-7

/* The loss of one batch; its gradients replace those in ret_grads. */
static double backward(const nd *x, const nd *importance, const nd *W, const nd *b, nd *ret_grads[2])
{
    const nd *hidden = einsum("bif,ifh->bih", x, W);
    const nd *sum = nd_add(einsum("bih,ifh->bif", hidden, W), b);
    if (nd_item(nd_min(nd_abs(sum))) < CORNER)
        harness_redraw("a sum on the corner of relu");
    const nd *miss = nd_sub(nd_relu(sum), nd_abs(x));
    const nd *weighted = nd_mul(importance, miss);
    const nd *d_sum = nd_relu_grad(sum, nd_mul_scalar(weighted, 2.0 / (double)(x->shape[0] * importance->shape[1])));
    const nd *d_hidden = einsum("bif,ifh->bih", d_sum, W);
    ret_grads[0] = nd_add(einsum("bif,bih->ifh", d_sum, hidden), einsum("bif,bih->ifh", x, d_hidden));
    ret_grads[1] = nd_sum(d_sum, 0);
    return nd_item(nd_sum(nd_mean(nd_mul(weighted, miss), 0, 2)));
}

static void refuse_faint(const nd *v)
{
    if (nd_item(nd_min(nd_masked_fill(v, nd_eq_scalar(v, 0), INFINITY))) < FAINT * nd_item(nd_max(v)))
        harness_redraw("gradients that are almost 0");
}

static double rate(const char *schedule, int64_t step, int64_t steps)
{
    if (strcmp(schedule, "linear") == 0)
        return schedule_linear(step, steps);
    return strcmp(schedule, "cosine") == 0 ? schedule_cosine(step, steps) : schedule_constant(step, steps);
}

void train(const tensor *W, const tensor *b, const tensor *batches, const tensor *importance, double lr,
           const char *schedule, tensor **new_W, tensor **new_b, tensor **losses)
{
    nd *params[] = {nd_from_f64(W), nd_from_f64(b)};
    nd *grads[2];
    const nd *x = nd_from_f64(batches), *weight = nd_from_f64(importance);
    int64_t steps = batches->shape[0];
    struct optim adam;
    optim_init_adamw(&adam, lr, 2, params);
    *losses = tensor_f64(steps);
    for (int64_t s = 0; s < steps; s++) {
        (*losses)->f64[s] = backward(nd_select(x, 0, s), weight, params[0], params[1], grads);
        adam.lr = lr * rate(schedule, s, steps);
        optim_step(&adam, grads);
        refuse_faint(adam.state2[0]);
        refuse_faint(adam.state2[1]);
    }
    *new_W = nd_to_tensor(params[0]);
    *new_b = nd_to_tensor(params[1]);
}
