/* Golden cases of training: the digit network under Adam and AdamW, and every optimiser on a small network. */
#include "tests/golden.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "reference/core.h"
#include "sandbox/guest/torch_random.h"

/* A parameter that may be updated in place. */
static nd *parameter(tensor *made)
{
    nd *p = nd_clone(nd_from(made));
    tensor_free(made);
    return p;
}

/* Forward, loss and backward of Linear(784,512), ReLU, dropout, Linear(512,10), cross-entropy; then a step. */
static double digit_step(struct optim *o, const nd *x, const nd *t, double p, const nd **ret_logits)
{
    const nd *W1 = o->param[0], *b1 = o->param[1], *W2 = o->param[2], *b2 = o->param[3];
    const nd *hidden = nd_relu(nn_linear(x, W1, b1));
    tensor *drawn = torch_dropout_mask(nd_size(hidden), p);
    const nd *mask = nd_clone(nd_from(drawn));
    tensor_free(drawn);
    const nd *dropped = nn_dropout(hidden, mask);
    *ret_logits = nn_linear(dropped, W2, b2);
    nd *grad, *grad_dropped, *grads[4];
    const double loss = nd_item(nn_cross_entropy(*ret_logits, t, &grad));
    nn_linear_grad(dropped, W2, grad, &grad_dropped, &grads[2], &grads[3]);
    nn_linear_grad(x, W1, nd_relu_grad(hidden, nn_dropout(grad_dropped, mask)), NULL, &grads[0], &grads[1]);
    optim_step(o, grads);
    return loss;
}

typedef void optimiser(struct optim *o, double lr, size_t count, nd *const *params);

static void digit_train(struct golden *g, optimiser *init, double p)
{
    const nd *x = nd_from(golden_input(g, "x")), *t = nd_from(golden_input(g, "t"));
    torch_manual_seed(0);
    nd *params[4];
    params[0] = parameter(torch_linear_weight(512, 784));
    params[1] = parameter(torch_linear_bias(512, 784));
    params[2] = parameter(torch_linear_weight(10, 512));
    params[3] = parameter(torch_linear_bias(10, 512));
    struct optim o;
    init(&o, 1e-3, 4, params);
    tensor *losses = tensor_f32(5);
    nd *logits = nd_zeros(DTYPE_F32, 5, 16, 10);
    for (int i = 0; i < 5; i++) {
        const int k = i % (int)x->shape[0];
        const nd *step_logits;
        losses->f32[i] = (float)digit_step(&o, nd_select(x, 0, k), nd_select(t, 0, k), p, &step_logits);
        nd_assign(nd_select(logits, 0, i), step_logits);
    }
    static int64_t rows[] = {0, 1, 255, 511};
    golden_expect(g, "losses", losses, 2e-5);
    golden_expect_nd(g, "logits", logits, 2e-5);
    golden_expect_nd(g, "b1", params[1], 1e-4);
    golden_expect_nd(g, "W2", params[2], 1e-4);
    golden_expect_nd(g, "b2", params[3], 1e-4);
    golden_expect_nd(g, "W1_rows", nd_index_select(params[0], 0, nd_over(DTYPE_I64, rows, 4)), 1e-4);
    golden_expect_nd(g, "W1_rowsum", nd_sum(nd_astype(params[0], DTYPE_F64), 1), 1e-4);
}

static void digit_train_adam_p0(struct golden *g)
{
    digit_train(g, optim_init_adam, 0);
}

static void digit_train_adam_p02(struct golden *g)
{
    digit_train(g, optim_init_adam, 0.2);
}

static void digit_train_adamw_p0(struct golden *g)
{
    digit_train(g, optim_init_adamw, 0);
}

/* Linear(3,5), tanh, Linear(5,1) with the mean squared error; then a step. */
static double small_step(struct optim *o, const nd *x, const nd *t)
{
    const nd *hidden = nd_tanh(nn_linear(x, o->param[0], o->param[1]));
    nd *grad, *grad_hidden, *grads[4];
    const double loss = nd_item(nn_mse(nn_linear(hidden, o->param[2], o->param[3]), t, &grad));
    nn_linear_grad(hidden, o->param[2], grad, &grad_hidden, &grads[2], &grads[3]);
    nn_linear_grad(x, o->param[0], nd_tanh_grad(hidden, grad_hidden), NULL, &grads[0], &grads[1]);
    optim_step(o, grads);
    return loss;
}

static const struct variant {
    const char *name;
    optimiser *init;
    double lr, weight_decay, momentum;
} variants[] = {
    {"adam", optim_init_adam, 0.01, 0, 0},      {"adam_wd", optim_init_adam, 0.01, 0.1, 0},
    {"adamw", optim_init_adamw, 0.01, 0.01, 0}, {"sgd", optim_init_sgd, 0.05, 0, 0},
    {"sgdm", optim_init_sgd, 0.05, 0, 0.9},
};

static void optim_variant(struct golden *g, const struct variant *v, const nd *x, const nd *t)
{
    torch_manual_seed(47);
    nd *params[4];
    params[0] = parameter(torch_linear_weight(5, 3));
    params[1] = parameter(torch_linear_bias(5, 3));
    params[2] = parameter(torch_linear_weight(1, 5));
    params[3] = parameter(torch_linear_bias(1, 5));
    struct optim o;
    v->init(&o, v->lr, 4, params);
    o.weight_decay = v->weight_decay;
    o.momentum = v->momentum;
    tensor *losses = tensor_f32(8);
    nd *history = nd_zeros(DTYPE_F32, 8, 26);
    for (int k = 0; k < 8; k++) {
        losses->f32[k] = (float)small_step(&o, x, t);
        nd_assign(nd_select(history, 0, k),
                  nd_cat(0, nd_reshape(params[0], -1), params[1], nd_reshape(params[2], -1), params[3]));
    }
    char name[32];
    snprintf(name, sizeof name, "%s_losses", v->name);
    golden_expect(g, name, losses, 1e-5);
    snprintf(name, sizeof name, "%s_params", v->name);
    golden_expect_nd(g, name, history, 1e-5);
}

static void optim_small(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x")), *t = nd_from(golden_input(g, "t"));
    for (size_t k = 0; k < sizeof variants / sizeof *variants; k++)
        optim_variant(g, &variants[k], x, t);
}

static const struct golden_handler handlers[] = {
    {"digit_train_adam_p0", digit_train_adam_p0},
    {"digit_train_adam_p02", digit_train_adam_p02},
    {"digit_train_adamw_p0", digit_train_adamw_p0},
    {"optim_small", optim_small},
};

const struct golden_group golden_training = {sizeof handlers / sizeof *handlers, handlers};
