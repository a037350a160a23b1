/* Golden cases of layers, forward only: elementwise ops, the small network, the dropout network, sentiment, attention.
 */
#include "tests/golden.h"

#include <check.h>

#include "reference/core.h"
#include "sandbox/guest/torch_random.h"

static const nd *weight(struct golden *g, int64_t out, int64_t in)
{
    return nd_from(golden_own(g, torch_linear_weight(out, in)));
}

static const nd *bias(struct golden *g, int64_t out, int64_t in)
{
    return nd_from(golden_own(g, torch_linear_bias(out, in)));
}

static void nn_ops(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x")), *t = nd_from(golden_input(g, "t"));
    golden_expect_nd(g, "relu", nd_relu(x), 1e-6);
    golden_expect_nd(g, "sigmoid", nd_sigmoid(x), 1e-6);
    golden_expect_nd(g, "tanh", nd_tanh(x), 1e-6);
    golden_expect_nd(g, "gelu", nd_gelu(x), 1e-6);
    golden_expect_nd(g, "gelu_tanh", nd_gelu_tanh(x), 1e-6);
    golden_expect_nd(g, "silu", nd_mul(x, nd_sigmoid(x)), 1e-6);
    golden_expect_nd(g, "softmax", nn_softmax(x, 1), 1e-6);
    golden_expect_nd(g, "log_softmax", nn_log_softmax(x, 1), 1e-6);
    golden_expect_nd(g, "softmax0", nn_softmax(x, 0), 1e-6);
    golden_expect_nd(g, "cross_entropy", nn_cross_entropy(x, t, NULL), 1e-6);
    golden_expect_nd(g, "layer_norm", nn_layer_norm(x, NULL, NULL, 1e-5), 1e-6);
    tensor *odd = tensor_f32(t->shape[0]); /* t % 2 */
    for (int64_t i = 0; i < t->shape[0]; i++)
        odd->f32[i] = (float)(t->i64[i] % 2);
    golden_expect_nd(g, "bce", nn_bce(nd_sigmoid(nd_select(x, 1, 0)), nd_from(golden_own(g, odd)), NULL), 1e-6);
    golden_expect_nd(g, "var", nd_var(x, 1, 1), 1e-6);
    golden_expect_nd(g, "std", nd_sqrt(nd_var(x, 1, 1)), 1e-6);
    golden_expect_nd(g, "argmax", nd_argmax(x, 1), 0);
    golden_expect_relative(g, "exp", nd_exp(x), 3e-7);
    golden_expect_nd(g, "log1p_abs", nd_log(nd_add_scalar(nd_abs(x), 1)), 1e-6);
}

static void mymodel_4662(struct golden *g)
{
    static const int64_t out[] = {6, 6, 2}, in[] = {4, 6, 6};
    static const char *const names[3][2] = {{"first_layer_weight", "first_layer_bias"},
                                            {"second_layer_weight", "second_layer_bias"},
                                            {"final_layer_weight", "final_layer_bias"}};
    const nd *y = nd_from(golden_input(g, "x")), *with_relu = y;
    torch_manual_seed(0);
    for (int k = 0; k < 3; k++) {
        const nd *W = weight(g, out[k], in[k]), *b = bias(g, out[k], in[k]);
        golden_expect_nd(g, names[k][0], W, 0);
        golden_expect_nd(g, names[k][1], b, 0);
        y = nn_linear(y, W, b);
        with_relu = nn_linear(k ? nd_relu(with_relu) : with_relu, W, b);
    }
    golden_expect_nd(g, "y", y, 1e-6);
    golden_expect_nd(g, "y_relu", with_relu, 1e-6);
}

/* The dropout network: seed 0, its parameters in order. */
struct digit_net {
    const nd *W1, *b1, *W2, *b2;
};

static struct digit_net digit_net(struct golden *g)
{
    torch_manual_seed(0);
    struct digit_net net;
    net.W1 = weight(g, 512, 784);
    net.b1 = bias(g, 512, 784);
    net.W2 = weight(g, 10, 512);
    net.b2 = bias(g, 10, 512);
    return net;
}

/* Seeded again, as the forward pass of the exercise does. */
static const nd *digit_dropped(struct golden *g, const nd *hidden)
{
    torch_manual_seed(0);
    return nn_dropout(hidden, nd_from(golden_own(g, torch_dropout_mask(nd_size(hidden), 0.2))));
}

static void digit_forward(struct golden *g)
{
    const struct digit_net net = digit_net(g);
    const nd *hidden = nd_relu(nn_linear(nd_from(golden_input(g, "x")), net.W1, net.b1));
    const nd *dropped = digit_dropped(g, hidden);
    golden_expect_nd(g, "hidden_relu", hidden, 1e-6);
    golden_expect_nd(g, "hidden_dropped", dropped, 1e-6);
    golden_expect_nd(g, "y", nd_sigmoid(nn_linear(dropped, net.W2, net.b2)), 1e-6);
    golden_expect_nd(g, "y_eval", nd_sigmoid(nn_linear(hidden, net.W2, net.b2)), 1e-6);
}

static void digit_forward_mkl_emulated(struct golden *g)
{
    torch_set_variant(TORCH_MKL);
    const struct digit_net net = digit_net(g);
    const nd *hidden = nd_relu(nn_linear(nd_from(golden_input(g, "x")), net.W1, net.b1));
    golden_expect_nd(g, "y", nd_sigmoid(nn_linear(digit_dropped(g, hidden), net.W2, net.b2)), 1e-6);
}

static void sentiment(struct golden *g)
{
    torch_manual_seed(0);
    const nd *table = nd_from(golden_own(g, torch_embedding(golden_extra(g, "vocabulary_size")->valueint, 16)));
    const nd *W = weight(g, 1, 16), *b = bias(g, 1, 16);
    const nd *average = nn_embedding_mean(table, nd_from(golden_input(g, "x")));
    golden_expect_nd(g, "linear_weight", W, 0);
    golden_expect_nd(g, "linear_bias", b, 0);
    golden_expect_nd(g, "avg", average, 1e-6);
    golden_expect_nd(g, "y", nd_sigmoid(nn_linear(average, W, b)), 1e-6);
}

/* One head's layers, in the order in which the exercise makes them. */
struct head {
    const nd *key, *query, *value;
};

static struct head head(struct golden *g, int64_t embedding, int64_t attention)
{
    struct head h;
    h.key = weight(g, attention, embedding);
    h.query = weight(g, attention, embedding);
    h.value = weight(g, attention, embedding);
    return h;
}

static const nd *attend(const struct head *h, const nd *x, bool causal)
{
    return nn_attention(nn_linear(x, h->query, NULL), nn_linear(x, h->key, NULL), nn_linear(x, h->value, NULL), causal);
}

static void self_attention(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x"));
    torch_manual_seed(0);
    const struct head h = head(g, 8, 4);
    golden_expect_nd(g, "key_weight", h.key, 0);
    golden_expect_nd(g, "query_weight", h.query, 0);
    golden_expect_nd(g, "value_weight", h.value, 0);
    golden_expect_nd(g, "causal", attend(&h, x, true), 1e-6);
    golden_expect_nd(g, "noncausal", attend(&h, x, false), 1e-6);
}

static void multi_head_attention(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x"));
    torch_manual_seed(0);
    const struct head first = head(g, 8, 4), second = head(g, 8, 4);
    const nd *y = attend(&first, x, true);
    golden_expect_nd(g, "y_reseeded", nd_cat(2, y, y), 1e-6); /* each head seeds anew, so all are the first */
    golden_expect_nd(g, "y_one_stream", nd_cat(2, y, attend(&second, x, true)), 1e-6);
}

static const struct golden_handler handlers[] = {
    {"nn_ops", nn_ops},
    {"mymodel_4662", mymodel_4662},
    {"digit_forward", digit_forward},
    {"digit_forward_mkl_emulated", digit_forward_mkl_emulated},
    {"sentiment", sentiment},
    {"self_attention", self_attention},
    {"multi_head_attention", multi_head_attention},
};

const struct golden_group golden_layers = {sizeof handlers / sizeof *handlers, handlers};
