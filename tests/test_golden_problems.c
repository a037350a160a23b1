/* test_golden_problems.c - the references of the shipped problems against what PyTorch and NumPy computed, along the
 * judge's own path: compiled with the tensor core, run in a box, arguments and results through frames.
 *
 * Each test states calls of one problem's functions as literal samples, whose expectations are golden arrays, and lets
 * judging_check_samples compare, to more decimals than students need. test_golden.c has the same arrays on the tensor
 * core alone. Golden cases whose shapes no problem has (multi-head attention, the optimisers) stand there only. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "judge/judging/judging.h"
#include "sandbox/guest/torch_random.h"
#include "tests/check_main.h"
#include "tests/make_value.h"
#include "tests/npy_file.h"

enum { CALLS_MAX = 16, VALUES_MAX = 16, OWNED_MAX = 64 };

static char folder[64];
static struct install install;
static struct home home;
static struct judging *judging;
static struct problem *problem;
static struct group calls[CALLS_MAX]; /* stand in for the problem's own groups */
static int call_count;
static tensor *owned[OWNED_MAX]; /* freed at the end of a test, as is the manifest */
static int owned_count;
static cJSON *manifest;

/* --- a problem and calls of its functions --- */

static void open_problem(const char *id)
{
    struct err err = {0};
    strcpy(folder, "/tmp/judge-golden-XXXXXX");
    ck_assert(mkdtemp(folder) != NULL);
    setenv("JUDGE_HOME", folder, 1);
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &home, false, &judging, &err) == 0, "%s", err.text);
    char *path = xasprintf("%s/%s", install.problems, id);
    ck_assert_msg(problem_load(path, &problem, &err) == 0, "%s", err.text);
    free(path);
    call_count = 0;
}

/* Begins the next call; give() adds its arguments, those of the constructor first, want() its results. */
static void call(const char *function)
{
    struct group *group = &calls[call_count++];
    ck_assert_int_le(call_count, CALLS_MAX);
    *group = (struct group){.set = SET_SAMPLE, .cases = 1, .weight = 1, .function = -1};
    group->literal.at = xcalloc(VALUES_MAX, sizeof *group->literal.at);
    group->expect.at = xcalloc(VALUES_MAX, sizeof *group->expect.at);
    for (int i = 0; i < problem->function_count; i++)
        if (strcmp(problem->functions[i].name, function) == 0)
            group->function = i;
    ck_assert_msg(group->function >= 0, "problem '%s' has no function '%s'", problem->id, function);
}

static void give(struct value value)
{
    struct values *values = &calls[call_count - 1].literal;
    values->at[values->count++] = value;
}

static void want(struct value value)
{
    struct values *values = &calls[call_count - 1].expect;
    values->at[values->count++] = value;
}

/* Compares all calls: every number to within half a unit of that decimal (at most the ninth), and nothing beyond. */
static int compare(int decimals, struct err *err)
{
    struct group *const own = problem->groups;
    const int own_count = problem->group_count;
    problem->groups = calls;
    problem->group_count = call_count;
    problem->decimals = decimals;
    problem->rtol_f32 = problem->rtol_f64 = 0;
    const int failed = judging_check_samples(judging, problem, err);
    problem->groups = own;
    problem->group_count = own_count;
    return failed;
}

static void close_problem(void)
{
    char *clean = xasprintf("rm -rf %s", folder);
    for (int i = 0; i < call_count; i++) {
        values_release(&calls[i].literal);
        values_release(&calls[i].expect);
    }
    while (owned_count > 0)
        tensor_free(owned[--owned_count]);
    cJSON_Delete(manifest);
    problem_free(problem);
    judging_close(judging);
    home_release(&home);
    install_release(&install);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
}

static void meets_them_to(int decimals)
{
    struct err err = {0};
    ck_assert_msg(compare(decimals, &err) == 0, "%s", err.text);
    close_problem();
}

/* --- values --- */

static struct value value_of(const tensor *t)
{
    static const enum frame_kind kinds[] = {
        [DTYPE_F32] = FRAME_TENSOR_F32, [DTYPE_F64] = FRAME_TENSOR_F64, [DTYPE_I64] = FRAME_TENSOR_I64};
    struct value value;
    value_init_tensor(&value, kinds[t->dtype], t->rank, t->shape);
    memcpy(value.data, t->data, (size_t)tensor_size(t) * (t->dtype == DTYPE_F32 ? 4 : 8));
    return value;
}

static tensor *own(tensor *t)
{
    ck_assert_int_lt(owned_count, OWNED_MAX);
    return owned[owned_count++] = t;
}

static tensor *array(const char *name)
{
    char path[1024];
    struct npy_file npy;
    struct err err = {0};
    snprintf(path, sizeof path, TEST_ROOT "/tests/golden/%s.npy", name);
    ck_assert_msg(npy_file_read(path, &npy, &err) == 0, "%s", err.text);
    tensor *t = own(npy_file_tensor(&npy));
    npy_file_release(&npy);
    return t;
}

static struct value golden(const char *name)
{
    return value_of(array(name));
}

/* The same numbers in another shape. */
static struct value golden_as(const char *name, int rank, const int64_t *shape)
{
    tensor *t = array(name);
    const int64_t size = tensor_size(t);
    t->rank = rank;
    memcpy(t->shape, shape, (size_t)rank * sizeof *shape);
    ck_assert_int_eq(tensor_size(t), size);
    return value_of(t);
}

static struct value whole(int64_t number)
{
    return (struct value){.kind = FRAME_I64, .i64 = number};
}

static double element(const char *name, int64_t i)
{
    const tensor *t = array(name);
    ck_assert_int_lt(i, tensor_size(t));
    return t->dtype == DTYPE_I64 ? (double)t->i64[i] : t->f64[i];
}

static struct value element_f64(const char *name, int64_t i)
{
    return make_scalar(element(name, i));
}

static struct value element_i64(const char *name, int64_t i)
{
    ck_assert_msg(element(name, i) == rint(element(name, i)), "'%s' holds a number that is not whole", name);
    return whole((int64_t)element(name, i));
}

static void read_manifest(void)
{
    static char text[1 << 20];
    FILE *file = fopen(TEST_ROOT "/tests/golden/manifest.json", "rb");
    ck_assert(file != NULL);
    manifest = cJSON_ParseWithLength(text, fread(text, 1, sizeof text, file));
    fclose(file);
}

/* What a golden case's "extra" holds under this key. */
static const cJSON *extra(const char *name, const char *key)
{
    const cJSON *entry, *found = NULL;
    if (!manifest)
        read_manifest();
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(manifest, "cases"))
    {
        if (strcmp(cJSON_GetObjectItemCaseSensitive(entry, "name")->valuestring, name) == 0)
            found = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(entry, "extra"), key);
    }
    ck_assert_msg(found != NULL, "golden case '%s' has no '%s'", name, key);
    return found;
}

static struct value sentences(const cJSON *list)
{
    struct value value = {.kind = FRAME_STRINGS, .rank = 1, .shape = {cJSON_GetArraySize(list)}};
    value.texts = xcalloc((size_t)value.shape[0], sizeof *value.texts);
    for (int i = 0; i < value.shape[0]; i++)
        value.texts[i] = xstrdup(cJSON_GetArrayItem(list, i)->valuestring);
    return value;
}

/* --- foundations --- */

START_TEST(gradient_descent)
{
    open_problem("gradient-descent");
    for (int i = 0; i < 7; i++) {
        call("get_minimizer");
        give(element_i64("gd_x2__iterations", i));
        give(element_f64("gd_x2__learning_rate", i));
        give(element_i64("gd_x2__init", i));
        want(element_f64("gd_x2__x", i));
    }
    meets_them_to(9);
}
END_TEST

START_TEST(gradient_descent_2d)
{
    open_problem("gradient-descent-2d");
    for (int i = 0; i < 4; i++) {
        if (i == 1)
            continue; /* starts at 2.5, and the problem's guesses are whole */
        call("get_min");
        give(element_i64("gd_x2_y2__iterations", i));
        give(element_f64("gd_x2_y2__learning_rate", i));
        give(element_i64("gd_x2_y2__x0", i));
        give(element_i64("gd_x2_y2__y0", i));
        want(element_f64("gd_x2_y2__xy", 2 * i));
        want(element_f64("gd_x2_y2__xy", 2 * i + 1));
    }
    meets_them_to(9);
}
END_TEST

START_TEST(linear_regression)
{
    open_problem("linear-regression");
    call("get_model_prediction");
    give(golden("linreg_forward__X"));
    give(golden_as("linreg_forward__weights", SHAPE(3, 1)));
    want(golden_as("linreg_forward__prediction", SHAPE(40, 1)));
    call("get_error");
    give(golden_as("linreg_forward__prediction_rounded", SHAPE(40, 1))); /* the error was taken of these */
    give(golden_as("linreg_forward__ground_truth", SHAPE(40, 1)));
    want(element_f64("linreg_forward__error", 0));
    meets_them_to(9);
}
END_TEST

START_TEST(linear_regression_training)
{
    static const int64_t iterations[] = {0, 1, 10, 500};
    open_problem("linear-regression-training");
    for (int i = 0; i < 4; i++) {
        char weights[32];
        snprintf(weights, sizeof weights, "linreg_train__w_%d", (int)iterations[i]);
        call("train_model");
        give(golden("linreg_train__X"));
        give(golden("linreg_train__Y"));
        give(whole(iterations[i]));
        give(golden("linreg_train__initial_weights"));
        want(golden(weights));
    }
    meets_them_to(9);
}
END_TEST

START_TEST(tensor_basics)
{
    open_problem("tensor-basics");
    call("reshape");
    give(golden("basics_reshape__x"));
    want(golden("basics_reshape__y"));
    call("average");
    give(golden("basics_mean0__x"));
    want(golden("basics_mean0__y"));
    call("average");
    give(golden("basics_mean0__x_big"));
    want(golden("basics_mean0__y_big"));
    call("concatenate");
    give(golden("basics_cat__a"));
    give(golden("basics_cat__b"));
    want(golden("basics_cat__y"));
    call("get_loss");
    give(golden("basics_mse__prediction"));
    give(golden("basics_mse__target"));
    want(golden("basics_mse__loss"));
    meets_them_to(6);
}
END_TEST

/* --- training --- */

START_TEST(mlp)
{
    open_problem("mlp");
    call("forward");
    give(golden("mymodel_4662__x"));
    want(golden("mymodel_4662__y"));
    meets_them_to(6);
}
END_TEST

/* One answer under each mask. */
START_TEST(dropout_net)
{
    open_problem("dropout-net");
    ck_assert_int_eq(problem->variant_count, 2);
    call("forward");
    give(golden("digit_forward__x"));
    want(golden("digit_forward__y"));
    call("forward");
    give(golden("digit_forward_mkl_emulated__x"));
    want(golden("digit_forward_mkl_emulated__y"));
    meets_them_to(6);
}
END_TEST

/* Known from public reports, from machines with and without MKL. */
START_TEST(dropout_net_as_published)
{
    open_problem("dropout-net");
    torch_manual_seed(0);
    const tensor *images = own(torch_randn(tensor_f32(1, 784)));
    call("forward");
    give(value_of(images));
    want(F32(SHAPE(1, 10), 0.607, 0.4426, 0.494, 0.4634, 0.5263, 0.5707, 0.5564, 0.4835, 0.3663, 0.5077));
    call("forward");
    give(value_of(images));
    want(F32(SHAPE(1, 10), 0.565, 0.4828, 0.5203, 0.471, 0.5244, 0.5394, 0.5588, 0.4864, 0.4046, 0.5196));
    meets_them_to(4);
}
END_TEST

/* The five batches of the golden case, which takes its two in turn, as one pass over 80 images. */
START_TEST(digit_training)
{
    const tensor *x = array("digit_train_adam_p0__x"), *t = array("digit_train_adam_p0__t");
    tensor *images = own(tensor_f32(80, 784)), *labels = own(tensor_i64(80));
    for (int i = 0; i < 80; i++) {
        memcpy(images->f32 + i * 784, x->f32 + i % 32 * 784, 784 * sizeof(float));
        labels->i64[i] = t->i64[i % 32];
    }
    open_problem("digit-training");
    call("train");
    give(value_of(images));
    give(value_of(labels));
    torch_manual_seed(0);
    give(value_of(own(torch_linear_weight(512, 784))));
    give(value_of(own(torch_linear_bias(512, 784))));
    give(value_of(own(torch_linear_weight(10, 512))));
    give(value_of(own(torch_linear_bias(10, 512))));
    give(whole(16));
    give(whole(1));
    give(make_scalar(1e-3));
    want(golden("digit_train_adam_p0__losses"));
    meets_them_to(5);
}
END_TEST

/* --- text --- */

START_TEST(nlp_dataset)
{
    open_problem("nlp-dataset");
    for (int as_float = 0; as_float <= 1; as_float++) {
        call("get_dataset");
        give(sentences(extra("nlp_get_dataset", "positive")));
        give(sentences(extra("nlp_get_dataset", "negative")));
        want(golden(as_float ? "nlp_get_dataset__y_f32" : "nlp_get_dataset__y"));
    }
    meets_them_to(0);
}
END_TEST

/* The text that a model of a well-known lecture wrote, and its numbers. */
START_TEST(char_codec)
{
    static const char alphabet[] = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const char *text = extra("bigram_karpathy", "text")->valuestring;
    open_problem("char-codec");
    call("encode");
    give(make_text(text));
    give(make_text(alphabet));
    want(golden_as("bigram_karpathy__generated", SHAPE(101)));
    call("decode");
    give(golden_as("bigram_karpathy__generated", SHAPE(101)));
    give(make_text(alphabet));
    want(make_text(text));
    meets_them_to(0);
}
END_TEST

START_TEST(sentiment_embedding)
{
    open_problem("sentiment-embedding");
    call("forward");
    give(whole(extra("sentiment", "vocabulary_size")->valueint));
    give(golden("sentiment__x"));
    want(golden("sentiment__y"));
    meets_them_to(6);
}
END_TEST

START_TEST(bigram_lm)
{
    open_problem("bigram-lm");
    call("forward");
    give(golden("bigram__table_init"));
    give(golden("bigram__x"));
    give(golden("bigram__targets"));
    want(golden_as("bigram__logits", SHAPE(32, 40)));
    want(golden("bigram__loss"));
    meets_them_to(6);
}
END_TEST

/* --- the rest --- */

START_TEST(attention)
{
    open_problem("attention");
    call("forward");
    give(whole(8));
    give(whole(4));
    give(golden("self_attention__x"));
    want(golden("self_attention__causal"));
    meets_them_to(6);
}
END_TEST

/* The golden weights are hidden x features, ours features x hidden. */
static struct value transposed_weights(const tensor *W, int64_t instances)
{
    const int64_t H = 2, F = 5;
    tensor *y = own(tensor_f32(instances, F, H));
    for (int64_t i = 0; i < instances; i++)
        for (int64_t f = 0; f < F; f++)
            for (int64_t h = 0; h < H; h++)
                y->f32[(i * F + f) * H + h] = W->f32[(i * H + h) * F + f];
    return value_of(y);
}

static struct value zeros(int64_t rows, int64_t columns)
{
    struct value value;
    value_init_tensor(&value, FRAME_TENSOR_F32, 2, (const int64_t[]){rows, columns});
    return value;
}

START_TEST(toy_superposition)
{
    const tensor *x = array("superposition__x");
    tensor *four = own(tensor_f32(12, 4, 5));
    for (int row = 0; row < 12 * 4; row++)
        memcpy(four->f32 + row * 5, x->f32 + row / 4 * 5, 5 * sizeof(float));
    open_problem("toy-superposition");
    call("forward");
    give(golden_as("superposition__x", SHAPE(12, 1, 5)));
    give(transposed_weights(array("superposition__W_init"), 1));
    give(zeros(1, 5));
    want(golden_as("superposition__y", SHAPE(12, 1, 5)));
    call("forward");
    give(value_of(four));
    give(transposed_weights(array("superposition__W_instances"), 4));
    give(zeros(4, 5));
    want(golden("superposition__y_instances"));
    call("loss");
    give(golden_as("superposition__x", SHAPE(12, 1, 5)));
    give(golden_as("superposition__y", SHAPE(12, 1, 5)));
    give(golden_as("superposition__importance", SHAPE(1, 5)));
    want(golden("superposition__loss"));
    meets_them_to(6);
}
END_TEST

/* A wrong expectation does not pass: what the other tests rely on. */
START_TEST(another_number_is_noticed)
{
    struct err err = {0};
    open_problem("mlp");
    call("forward");
    give(golden("mymodel_4662__x"));
    want(golden("mymodel_4662__y"));
    calls[0].expect.at[0].f32s[15] += 2e-6f;
    ck_assert_int_eq(compare(6, &err), -1);
    ck_assert_msg(strstr(err.text, "not what the reference computes") != NULL, "%s", err.text);
    close_problem();
}
END_TEST

CHECK_MAIN("golden problems", gradient_descent, gradient_descent_2d, linear_regression, linear_regression_training,
           tensor_basics, mlp, dropout_net, dropout_net_as_published, digit_training, nlp_dataset, char_codec,
           sentiment_embedding, bigram_lm, attention, toy_superposition, another_number_is_noticed)
