/* Golden cases of the bigram language model and of the toy model of superposition, with a few steps of training. */
#include "tests/golden.h"

#include <check.h>
#include <string.h>

#include "reference/core.h"
#include "sandbox/guest/torch_random.h"

static const nd *embedding(struct golden *g, int64_t size)
{
    return nd_from(golden_own(g, torch_embedding(size, size)));
}

/* generate(zeros((1,1)), steps): each token is drawn from the softmax of the row of the one before. [1, 1 + steps] */
static tensor *generate(const nd *table, int64_t steps)
{
    tensor *tokens = tensor_i64(1, 1 + steps);
    tokens->i64[0] = 0;
    for (int64_t k = 0; k < steps; k++) {
        tensor *p = nd_to_tensor(nn_softmax(nd_select(table, 0, tokens->i64[k]), 0));
        tensor *next = torch_multinomial(p, 1, false);
        tokens->i64[k + 1] = next->i64[0];
        tensor_free(next);
        tensor_free(p);
    }
    return tokens;
}

static void bigram(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x")), *targets = nd_from(golden_input(g, "targets"));
    torch_manual_seed(1337);
    const int64_t V = golden_extra(g, "V")->valueint;
    nd *table = nd_clone(embedding(g, V));
    const nd *logits = nn_embedding(table, x);
    golden_expect_nd(g, "table_init", table, 0);
    golden_expect_nd(g, "logits", logits, 0);
    golden_expect_nd(g, "loss", nn_cross_entropy(logits, targets, NULL), 1e-6);
    golden_expect(g, "generated", generate(table, golden_extra(g, "new_tokens")->valueint), 0);

    struct optim adamw;
    optim_init_adamw(&adamw, 1e-2, 1, &table);
    tensor *losses = tensor_f32(10);
    for (int k = 0; k < 10; k++) {
        nd *grad;
        losses->f32[k] = (float)nd_item(nn_cross_entropy(nn_embedding(table, x), targets, &grad));
        nd *grads[] = {nn_embedding_grad(x, grad, V)};
        optim_step(&adamw, grads);
    }
    golden_expect(g, "train_losses", losses, 1e-6);
    golden_expect_nd(g, "table_after", table, 2e-5);
}

/* The program of a well-known lecture: seed 1337, 65 characters, 100 tokens; its text was published for both variants.
 */
static void karpathy(struct golden *g, enum torch_variant variant)
{
    static const char characters[] = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    torch_set_variant(variant);
    torch_manual_seed(1337);
    tensor *tokens = generate(embedding(g, 65), 100);
    const char *text = golden_extra(g, "text")->valuestring;
    ck_assert_uint_eq(strlen(text), 101);
    for (int k = 0; k <= 100; k++)
        ck_assert_int_eq(characters[tokens->i64[k]], text[k]);
    golden_expect(g, "generated", tokens, 0);
}

static void bigram_karpathy(struct golden *g)
{
    karpathy(g, TORCH_NATIVE);
}

static void bigram_karpathy_mkl(struct golden *g)
{
    karpathy(g, TORCH_MKL);
}

static void bigram_generate_mkl_emulated(struct golden *g)
{
    torch_set_variant(TORCH_MKL);
    torch_manual_seed(1337);
    golden_expect(g, "generated", generate(embedding(g, 40), 100), 0);
    golden_expect(g, "then_rand", torch_rand(tensor_f32(2)), 0);
}

/* x[B,F] W[H,F] b[F] -> relu(x W' W + b) [B,F]; also the hidden x W'. */
static const nd *superposed(const nd *x, const nd *W, const nd *b, const nd **ret_hidden)
{
    *ret_hidden = nd_matmul(x, nd_t(W));
    return nd_relu(nd_add(nd_matmul(*ret_hidden, W), b));
}

/* mean(importance (x - y)^2) */
static const nd *weighted_loss(const nd *importance, const nd *x, const nd *y)
{
    return nd_mean(nd_mul(importance, nd_square(nd_sub(x, y))));
}

static double superposition_step(struct optim *o, const nd *x, const nd *importance)
{
    const nd *W = o->param[0], *hidden, *y = superposed(x, W, o->param[1], &hidden);
    const nd *slope = nd_mul_scalar(nd_mul(importance, nd_sub(y, x)), 2.0 / (double)nd_size(x));
    const nd *grad = nd_relu_grad(y, slope);
    const nd *grad_hidden = nd_matmul(grad, nd_t(W));
    nd *grads[] = {nd_add(nd_matmul(nd_t(hidden), grad), nd_matmul(nd_t(grad_hidden), x)), nd_sum(grad, 0)};
    const double loss = nd_item(weighted_loss(importance, x, y));
    optim_step(o, grads);
    return loss;
}

static void superposition(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x")), *importance = nd_from(golden_input(g, "importance"));
    torch_manual_seed(0);
    nd *W = nd_clone(nd_from(golden_own(g, torch_xavier_normal(tensor_f32(2, 5), 1)))), *b = nd_zeros(DTYPE_F32, 5);
    const nd *instances = nd_from(golden_own(g, torch_xavier_normal(tensor_f32(4, 2, 5), 1)));
    const nd *hidden, *y = superposed(x, W, b, &hidden);
    golden_expect_nd(g, "W_init", W, 0);
    golden_expect_nd(g, "W_instances", instances, 0);
    golden_expect_nd(g, "y", y, 1e-6);
    golden_expect_nd(g, "loss", weighted_loss(importance, x, y), 1e-6);
    hidden = einsum("bn,khn->bkh", x, instances);
    golden_expect_nd(g, "y_instances", nd_relu(einsum("bkh,khn->bkn", hidden, instances)), 1e-6);

    struct optim adamw;
    nd *params[] = {W, b};
    optim_init_adamw(&adamw, 1e-3, 2, params);
    tensor *losses = tensor_f32(10);
    for (int k = 0; k < 10; k++)
        losses->f32[k] = (float)superposition_step(&adamw, x, importance);
    golden_expect(g, "train_losses", losses, 2e-5);
    golden_expect_nd(g, "W_after", W, 2e-5);
    golden_expect_nd(g, "b_after", b, 2e-5);
}

static const struct golden_handler handlers[] = {
    {"bigram", bigram},
    {"bigram_karpathy", bigram_karpathy},
    {"bigram_karpathy_mkl", bigram_karpathy_mkl},
    {"bigram_generate_mkl_emulated", bigram_generate_mkl_emulated},
    {"superposition", superposition},
};

const struct golden_group golden_models = {sizeof handlers / sizeof *handlers, handlers};
