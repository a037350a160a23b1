/* Golden cases of the generator alone: rng_*, mkl_*, init_*. Each repeats the Python program of its manifest entry. */
#include "tests/golden.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/guest/torch_random.h"

static void rng_state(struct golden *g)
{
    torch_manual_seed((uint64_t)golden_extra(g, "initial_seed")->valuedouble);
    struct torch_rng_state state;
    torch_get_rng_state(&state);
    ck_assert_int_eq(golden_extra(g, "left")->valueint, 1); /* one step short of none: the next draw makes new words */
    ck_assert_int_eq(golden_extra(g, "next")->valueint, 0);
    ck_assert_int_eq(state.used, 624);
    tensor *words = tensor_i64(624);
    for (int j = 0; j < 624; j++)
        words->i64[j] = state.word[j];
    golden_expect(g, "words", words, 0);
}

static void rng_raw(struct golden *g)
{
    torch_manual_seed(0);
    tensor *draws = tensor_i64(1400);
    for (int j = 0; j < 1400; j += 2) {
        const uint64_t both = torch_random64();
        draws->i64[j] = (int64_t)(both >> 32);
        draws->i64[j + 1] = (int64_t)(both & 0xffffffff);
    }
    golden_expect(g, "u32", draws, 0);
}

static void rng_seed_low32(struct golden *g)
{
    int i = 0;
    const cJSON *seed;
    cJSON_ArrayForEach(seed, golden_extra(g, "seeds"))
    {
        char name[32];
        snprintf(name, sizeof name, "rand_%d", i++);
        torch_manual_seed((uint64_t)strtoll(seed->valuestring, NULL, 10));
        golden_expect(g, name, torch_rand(tensor_f32(8)), 0);
    }
}

static void rng_rand(struct golden *g)
{
    torch_manual_seed(0);
    golden_expect(g, "a_f32", torch_rand(tensor_f32(1000)), 0);
    golden_expect(g, "b_f64", torch_rand(tensor_f64(100)), 0);
    golden_expect(g, "c_f32", torch_rand(tensor_f32(3, 5)), 0);
}

static void rng_uniform(struct golden *g)
{
    torch_manual_seed(11);
    golden_expect(g, "f32", torch_fill_uniform(tensor_f32(200), -0.25, 0.75), 0);
    golden_expect(g, "f64", torch_fill_uniform(tensor_f64(60), -0.25, 0.75), 0);
}

static void rng_randn_small(struct golden *g)
{
    static const int sizes[] = {5, 4, 1, 15, 20, 2, 3};
    torch_manual_seed(0);
    for (int i = 0; i < 7; i++) {
        char name[32];
        snprintf(name, sizeof name, "r%d", i);
        golden_expect(g, name, torch_randn(tensor_f32(sizes[i])), 0);
    }
    golden_expect(g, "then_rand", torch_rand(tensor_f32(4)), 0);
}

static void rng_randn_large(struct golden *g)
{
    static const int sizes[] = {16, 17, 31, 32, 100, 1000};
    for (int i = 0; i < 6; i++) {
        char name[32];
        torch_manual_seed(0);
        snprintf(name, sizeof name, "n%d", sizes[i]);
        golden_expect(g, name, torch_randn(tensor_f32(sizes[i])), 0);
        snprintf(name, sizeof name, "n%d_next_rand", sizes[i]);
        golden_expect(g, name, torch_rand(tensor_f32(2)), 0);
    }
}

static void rng_randn_f64(struct golden *g)
{
    static const int sizes[] = {5, 16, 100};
    for (int i = 0; i < 3; i++) {
        char name[32];
        torch_manual_seed(1);
        snprintf(name, sizeof name, "n%d", sizes[i]);
        golden_expect(g, name, torch_randn(tensor_f64(sizes[i])), 0);
    }
}

static void rng_normal(struct golden *g)
{
    torch_manual_seed(2);
    golden_expect(g, "small", torch_fill_normal(tensor_f32(7), 2.5, 0.3), 0);
    golden_expect(g, "large", torch_fill_normal(tensor_f32(130), 2.5, 0.3), 0);
}

static void rng_exponential(struct golden *g)
{
    torch_manual_seed(3);
    golden_expect(g, "e", torch_fill_exponential(tensor_f32(200), 1.0), 0);
}

static void rng_bernoulli(struct golden *g)
{
    torch_manual_seed(4);
    golden_expect(g, "scalar_p", torch_fill_bernoulli(tensor_f32(300), 0.8), 0);
    tensor *p = tensor_f32(300);
    for (int i = 0; i < 300; i++)
        p->f32[i] = 0.8f;
    golden_expect(g, "tensor_p", torch_bernoulli(golden_own(g, p)), 0);
    golden_expect(g, "then_rand", torch_rand(tensor_f32(3)), 0);
}

static void rng_randint(struct golden *g)
{
    torch_manual_seed(0);
    golden_expect(g, "a", torch_fill_randint(tensor_i64(500), 0, 10), 0);
    golden_expect(g, "wide", torch_fill_randint(tensor_i64(50), -5, 8589934592), 0);
    golden_expect(g, "shape2d", torch_fill_randint(tensor_i64(4, 8), 0, 65), 0);
}

static void rng_randperm(struct golden *g)
{
    static const int sizes[] = {1, 2, 10, 100};
    for (int i = 0; i < 4; i++) {
        char name[32];
        torch_manual_seed(0);
        snprintf(name, sizeof name, "n%d", sizes[i]);
        golden_expect(g, name, torch_randperm(sizes[i]), 0);
    }
}

static void rng_multinomial(struct golden *g)
{
    const tensor *p = golden_input(g, "p");
    torch_manual_seed(5);
    golden_expect(g, "one", torch_multinomial(p, 1, false), 0);
    golden_expect(g, "noreplace", torch_multinomial(p, 4, false), 0);
    golden_expect(g, "replace", torch_multinomial(p, 25, true), 0);
    golden_expect(g, "one_replace", torch_multinomial(p, 1, true), 0);
    golden_expect(g, "then_rand", torch_rand(tensor_f32(2)), 0);
}

/* F.dropout of the first `rows` rows of x. */
static tensor *dropped(struct golden *g, const tensor *x, int64_t rows, double p)
{
    const tensor *mask = golden_own(g, torch_dropout_mask(rows * x->shape[1], p));
    tensor *y = tensor_f32(rows, x->shape[1]);
    for (int64_t i = 0; i < tensor_size(y); i++)
        y->f32[i] = x->f32[i] * mask->f32[i];
    return y;
}

static void rng_dropout(struct golden *g)
{
    const tensor *x = golden_input(g, "x");
    torch_manual_seed(0);
    golden_expect(g, "p02", dropped(g, x, 8, 0.2), 0);
    golden_expect(g, "p01_row0", dropped(g, x, 1, 0.1), 0);
    golden_expect(g, "p05_row0", dropped(g, x, 1, 0.5), 0);
    golden_expect(g, "p03_row0", dropped(g, x, 1, 0.3), 0);
    golden_expect(g, "p0_row0", dropped(g, x, 1, 0.0), 0);
    golden_expect(g, "then_rand", torch_rand(tensor_f32(3)), 0);
}

static void rng_mixed(struct golden *g)
{
    torch_manual_seed(1337);
    golden_expect(g, "a", torch_rand(tensor_f32(3)), 0);
    golden_expect(g, "b", torch_randn(tensor_f32(5)), 0);
    golden_expect(g, "c", torch_fill_randint(tensor_i64(7), 0, 100), 0);
    golden_expect(g, "d", torch_randn(tensor_f32(40)), 0);
    golden_expect(g, "e", torch_randperm(9), 0);
    golden_expect(g, "f", torch_rand(tensor_f64(5)), 0);
    golden_expect(g, "g", torch_randn(tensor_f32(2)), 0);
    golden_expect(g, "h", torch_dropout_mask(33, 0.4), 0);
    golden_expect(g, "i", torch_fill_exponential(tensor_f32(6), 1.0), 0);
    golden_expect(g, "j", torch_linear_weight(2, 3), 0);
    golden_own(g, torch_linear_bias(2, 3));
    golden_expect(g, "k", torch_randn(tensor_f32(1)), 0);
    golden_expect(g, "l", torch_rand(tensor_f32(4)), 0);
}

static void mkl_dropout_emulated(struct golden *g)
{
    torch_set_variant(TORCH_MKL);
    torch_manual_seed(0);
    golden_expect(g, "keep_p02", torch_fill_bernoulli(tensor_f32(1024), 1 - 0.2), 0);
    golden_expect(g, "keep_p05", torch_fill_bernoulli(tensor_f32(64), 1 - 0.5), 0);
    golden_expect(g, "then_rand", torch_rand(tensor_f32(3)), 0);
}

static tensor *mask_6_by_6(enum torch_variant variant)
{
    torch_set_variant(variant);
    torch_manual_seed(123);
    tensor *mask = torch_dropout_mask(36, 0.5);
    mask->rank = 2;
    mask->shape[0] = mask->shape[1] = 6;
    return mask;
}

static void mkl_dropout_published(struct golden *g)
{
    golden_expect(g, "linux_mkl", mask_6_by_6(TORCH_MKL), 0);
    golden_expect(g, "native", mask_6_by_6(TORCH_NATIVE), 0);
}

static void mkl_exponential_emulated(struct golden *g)
{
    torch_set_variant(TORCH_MKL);
    torch_manual_seed(42);
    golden_expect(g, "e", torch_fill_exponential(tensor_f32(50), 1.0), 1e-6);
    golden_expect(g, "then_rand", torch_rand(tensor_f32(3)), 0);
}

static tensor *part(const tensor *t, int64_t start, int64_t count)
{
    tensor *y = tensor_f32(count);
    memcpy(y->f32, t->f32 + start, (size_t)count * sizeof(float));
    return y;
}

static void init_linear_784_512(struct golden *g)
{
    torch_manual_seed(0);
    tensor *weight = torch_linear_weight(512, 784);
    golden_expect(g, "bias", torch_linear_bias(512, 784), 0);
    golden_expect(g, "weight_first", part(weight, 0, 512), 0);
    golden_expect(g, "weight_last", part(weight, 512 * 783, 512), 0);
    golden_expect_digest(g, "weight_full", weight);
}

static void init_linear_small(struct golden *g)
{
    torch_manual_seed(0);
    int i = 0;
    const cJSON *layer;
    cJSON_ArrayForEach(layer, golden_extra(g, "in_out_bias"))
    {
        const int in = cJSON_GetArrayItem(layer, 0)->valueint, out = cJSON_GetArrayItem(layer, 1)->valueint;
        char name[32];
        snprintf(name, sizeof name, "w%d", i);
        golden_expect(g, name, torch_linear_weight(out, in), 0);
        snprintf(name, sizeof name, "b%d", i++);
        if (cJSON_GetArrayItem(layer, 2)->valueint)
            golden_expect(g, name, torch_linear_bias(out, in), 0);
    }
}

static void init_embedding(struct golden *g)
{
    torch_manual_seed(0);
    golden_expect(g, "w", torch_embedding(1000, 16), 0);
    golden_expect(g, "tiny", torch_embedding(5, 3), 0);
    tensor *padded = torch_embedding(20, 4);
    memset(padded->f32, 0, 4 * sizeof(float)); /* padding_idx=0 */
    golden_expect(g, "pad", padded, 0);
}

static void init_xavier_kaiming(struct golden *g)
{
    static const struct {
        const char *name;
        tensor *(*fill)(tensor *t, double gain);
        double gain;
    } fills[] = {
        {"xavier_normal", torch_xavier_normal, 1},
        {"xavier_normal_gain2", torch_xavier_normal, 2},
        {"xavier_uniform", torch_xavier_uniform, 1},
        {"kaiming_normal_relu", torch_kaiming_normal, M_SQRT2},
        {"kaiming_uniform_relu", torch_kaiming_uniform, M_SQRT2},
    };
    for (size_t k = 0; k < sizeof fills / sizeof *fills; k++) {
        torch_manual_seed(0);
        golden_expect(g, fills[k].name, fills[k].fill(tensor_f32(30, 20), fills[k].gain), 0);
    }
    torch_manual_seed(0);
    golden_expect(g, "normal_002", torch_fill_normal(tensor_f32(30, 20), 0.0, 0.02), 0);
    torch_manual_seed(0);
    golden_expect(g, "xavier_normal_3d", torch_xavier_normal(tensor_f32(6, 2, 5), 1), 0);
}

static const struct golden_handler handlers[] = {
    {"rng_state", rng_state},
    {"rng_raw", rng_raw},
    {"rng_seed_low32", rng_seed_low32},
    {"rng_rand", rng_rand},
    {"rng_uniform", rng_uniform},
    {"rng_randn_small", rng_randn_small},
    {"rng_randn_large", rng_randn_large},
    {"rng_randn_f64", rng_randn_f64},
    {"rng_normal", rng_normal},
    {"rng_exponential", rng_exponential},
    {"rng_bernoulli", rng_bernoulli},
    {"rng_randint", rng_randint},
    {"rng_randperm", rng_randperm},
    {"rng_multinomial", rng_multinomial},
    {"rng_dropout", rng_dropout},
    {"rng_mixed", rng_mixed},
    {"mkl_dropout_emulated", mkl_dropout_emulated},
    {"mkl_dropout_published", mkl_dropout_published},
    {"mkl_exponential_emulated", mkl_exponential_emulated},
    {"init_linear_784_512", init_linear_784_512},
    {"init_linear_small", init_linear_small},
    {"init_embedding", init_embedding},
    {"init_xavier_kaiming", init_xavier_kaiming},
};

const struct golden_group golden_rng = {sizeof handlers / sizeof *handlers, handlers};
