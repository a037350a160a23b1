/* Golden cases of elementary arithmetic: gradient descent, linear regression, shapes, means, rounding. */
#include "tests/golden.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

#include "reference/core.h"

static double number(const tensor *t, int64_t i)
{
    return t->dtype == DTYPE_I64 ? (double)t->i64[i] : t->f64[i];
}

/* w - rate * (2 w), `steps` times: the descent on w^2, each coordinate for itself. */
static nd *descend(nd *w, double rate, int64_t steps)
{
    for (int64_t k = 0; k < steps; k++)
        w = nd_sub(w, nd_mul_scalar(nd_mul_scalar(w, 2), rate));
    return w;
}

static void gd_x2(struct golden *g)
{
    const tensor *steps = golden_input(g, "iterations"), *rate = golden_input(g, "learning_rate");
    const tensor *start = golden_input(g, "init");
    tensor *x = tensor_f64(steps->shape[0]);
    for (int64_t i = 0; i < steps->shape[0]; i++)
        x->f64[i] = nd_item(descend(nd_scalar(DTYPE_F64, number(start, i)), rate->f64[i], steps->i64[i]));
    golden_expect(g, "x", x, 0);
}

static void gd_x2_y2(struct golden *g)
{
    const tensor *steps = golden_input(g, "iterations"), *rate = golden_input(g, "learning_rate");
    const nd *start = nd_stack(1, nd_from(golden_input(g, "x0")), nd_from(golden_input(g, "y0")));
    nd *xy = nd_empty_like(start);
    for (int64_t i = 0; i < steps->shape[0]; i++)
        nd_assign(nd_select(xy, 0, i), descend(nd_select(start, 0, i), rate->f64[i], steps->i64[i]));
    golden_expect_nd(g, "xy", xy, 0);
}

static nd *rounded(const nd *x, int decimals)
{
    nd *y = nd_clone(x);
    for (int64_t i = 0; i < nd_size(y); i++)
        y->f64[i] = golden_round("np.round", decimals, y->f64[i]);
    return y;
}

static void linreg_forward(struct golden *g)
{
    const nd *X = nd_from(golden_input(g, "X")), *weights = nd_from(golden_input(g, "weights"));
    const nd *prediction = nd_matmul(X, weights);
    golden_expect_nd(g, "prediction", prediction, 1e-12);
    /* the published error is taken of the rounded prediction */
    golden_expect_nd(g, "error", nn_mse(rounded(prediction, 5), nd_from(golden_input(g, "ground_truth")), NULL), 1e-12);
}

static nd *linreg_step(const nd *X, const nd *Y, const nd *w)
{
    const nd *off = nd_sub(Y, nd_matmul(X, w));
    const nd *derivative = nd_div_scalar(nd_mul_scalar(nd_matmul(nd_t(X), off), -2), (double)X->shape[0]);
    return nd_sub(w, nd_mul_scalar(derivative, 0.01));
}

static void linreg_train(struct golden *g)
{
    static const int steps[] = {0, 1, 10, 500};
    const nd *X = nd_from(golden_input(g, "X")), *Y = nd_from(golden_input(g, "Y"));
    for (int k = 0; k < 4; k++) {
        const nd *w = nd_from(golden_input(g, "initial_weights"));
        for (int i = 0; i < steps[k]; i++)
            w = linreg_step(X, Y, w);
        char name[32];
        snprintf(name, sizeof name, "w_%d", steps[k]);
        golden_expect_nd(g, name, w, 1e-12);
    }
}

static void basics_reshape(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x"));
    golden_expect_nd(g, "y", nd_reshape(x, -1, 2), 0);
}

/* The levels of a cascade (ATen's SumKernel.cpp): float sums of sums, each over `step` of the level below. */
enum { CASCADE_LEVELS = 4, CASCADE_LANES = 8, CASCADE_ROWS = 4, CASCADE_WIDTH = CASCADE_LANES * CASCADE_ROWS };

/* acc[k] = the cascade over x[k], x[k + CASCADE_WIDTH], ...: `count` of them. */
static void cascade(const float *x, int64_t count, float acc[CASCADE_WIDTH])
{
    float level[CASCADE_LEVELS][CASCADE_WIDTH] = {{0}};
    const int power = (int)fmax(4, ceil(log2((double)count)) / CASCADE_LEVELS);
    for (int64_t i = 0; i < count;) {
        for (int k = 0; k < CASCADE_WIDTH; k++)
            level[0][k] += x[i * CASCADE_WIDTH + k];
        i++;
        for (int j = 1; j < CASCADE_LEVELS && i % (INT64_C(1) << (j * power)) == 0; j++) {
            for (int k = 0; k < CASCADE_WIDTH; k++) {
                level[j][k] += level[j - 1][k];
                level[j - 1][k] = 0;
            }
        }
    }
    for (int k = 0; k < CASCADE_WIDTH; k++)
        acc[k] = level[0][k] + level[1][k] + level[2][k] + level[3][k];
}

/* The sum of n floats as PyTorch's AVX2 build rounds it. */
static float cascade_sum(const float *x, int64_t n)
{
    float acc[CASCADE_WIDTH], sum = 0;
    cascade(x, n / CASCADE_WIDTH, acc);
    for (int64_t i = n / CASCADE_WIDTH * CASCADE_WIDTH; i < n / CASCADE_LANES * CASCADE_LANES; i++)
        acc[i % CASCADE_LANES] += x[i];
    for (int k = CASCADE_LANES; k < CASCADE_WIDTH; k++)
        acc[k % CASCADE_LANES] += acc[k];
    for (int64_t i = n / CASCADE_LANES * CASCADE_LANES; i < n; i++)
        sum += x[i];
    for (int k = 0; k < CASCADE_LANES; k++)
        sum += acc[k];
    return sum;
}

/* PyTorch sums floats in float, here 1.5e-5 off: its way is repeated to the bit, and ours has to be nearer to the
 * truth. */
static void sum_all_big(struct golden *g, const nd *big)
{
    golden_expect(g, "sum_all_big", tensor_scalar_f32(cascade_sum(big->f32, nd_size(big))), 0);
    double exact = 0;
    for (int64_t i = 0; i < nd_size(big); i++)
        exact += big->f32[i];
    ck_assert_double_eq_tol(nd_item(nd_sum(big)), exact, 1e-7 * fabs(exact));
}

static void basics_mean0(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x")), *big = nd_from(golden_input(g, "x_big"));
    golden_expect_nd(g, "y", nd_mean(x, 0), 1e-6);
    golden_expect_nd(g, "y_big", nd_mean(big, 0), 1e-6);
    golden_expect_nd(g, "mean_all_big", nd_mean(big), 1e-6);
    sum_all_big(g, big);
    golden_expect_nd(g, "mean_dim1_big", nd_mean(big, 1), 1e-6);
}

static void basics_cat(struct golden *g)
{
    golden_expect_nd(g, "y", nd_cat(1, nd_from(golden_input(g, "a")), nd_from(golden_input(g, "b"))), 0);
}

static void basics_mse(struct golden *g)
{
    const nd *prediction = nd_from(golden_input(g, "prediction")), *target = nd_from(golden_input(g, "target"));
    golden_expect_nd(g, "loss", nn_mse(prediction, target, NULL), 1e-6);
}

static void basics_squeeze(struct golden *g)
{
    const nd *x = nd_from(golden_input(g, "x"));
    golden_expect_nd(g, "squeeze", nd_squeeze_all(x), 0);
    golden_expect_nd(g, "squeeze_1", nd_squeeze(x, 1), 0);
    golden_expect_nd(g, "unsqueeze_0", nd_unsqueeze(x, 0), 0);
    golden_expect_nd(g, "unsqueeze_m1", nd_unsqueeze(x, -1), 0);
}

static tensor *each_rounded(const char *way, int decimals, const tensor *x)
{
    tensor *y = tensor_new(x->dtype, x->rank, x->shape);
    for (int64_t i = 0; i < tensor_size(x); i++) {
        if (x->dtype == DTYPE_F32)
            y->f32[i] = (float)golden_round(way, decimals, x->f32[i]);
        else
            y->f64[i] = golden_round(way, decimals, x->f64[i]);
    }
    return y;
}

static void rounding(struct golden *g)
{
    const tensor *x32 = golden_input(g, "x32"), *x64 = golden_input(g, "x64");
    golden_expect(g, "torch_round4_f32", each_rounded("torch.round", 4, x32), 0);
    golden_expect(g, "torch_round0_f32", each_rounded("torch.round", 0, x32), 0);
    golden_expect(g, "np_round5_f64", each_rounded("np.round", 5, x64), 0);
    golden_expect(g, "py_round5_f64", each_rounded("python round", 5, x64), 0);
}

static const struct golden_handler handlers[] = {
    {"gd_x2", gd_x2},
    {"gd_x2_y2", gd_x2_y2},
    {"linreg_forward", linreg_forward},
    {"linreg_train", linreg_train},
    {"basics_reshape", basics_reshape},
    {"basics_mean0", basics_mean0},
    {"basics_cat", basics_cat},
    {"basics_mse", basics_mse},
    {"basics_squeeze", basics_squeeze},
    {"rounding", rounding},
};

const struct golden_group golden_basics = {sizeof handlers / sizeof *handlers, handlers};
