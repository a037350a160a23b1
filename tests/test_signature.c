#include "judge/problem/signature.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check_main.h"

static struct function parse(const char *text)
{
    struct function function;
    struct err err = {0};
    ck_assert_msg(signature_parse(text, &function, &err) == 0, "%s", err.text);
    return function;
}

static void refused(const char *text, const char *words)
{
    struct function function;
    struct err err = {0};
    ck_assert_msg(signature_parse(text, &function, &err) == -1, "%s", text);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, words) != NULL, "'%s' is not in '%s'", words, err.text);
}

static void declares(const char *text, const char *c)
{
    struct function function = parse(text);
    char *declaration = signature_c(&function, NULL, 0);
    ck_assert_str_eq(declaration, c);
    free(declaration);
}

START_TEST(types_become_c)
{
    declares("get_minimizer(iterations i64, learning_rate f64, guess i64) -> f64",
             "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)");
    declares("get_model_prediction(X f64[N,3], weights f64[3,1]) -> f64[N,1]",
             "tensor *get_model_prediction(const tensor *X, const tensor *weights)");
    declares("get_min(iterations i64) -> (x f64, y f64)", "void get_min(int64_t iterations, double *x, double *y)");
    declares("forward(table f32[V,V]) -> (logits f32[B*T,V], loss f32[])",
             "void forward(const tensor *table, tensor **logits, tensor **loss)");
    declares("decode(ids i64[T], alphabet str) -> str", "char *decode(const tensor *ids, const char *alphabet)");
    declares("get_dataset(positive str[], negative str[]) -> i64[R,T]",
             "tensor *get_dataset(strings positive, strings negative)");
    declares("attention(q f32[B,T,H], causal bool) -> f32[B,T,T]", "tensor *attention(const tensor *q, bool causal)");
    declares("f() -> f64", "double f(void)");
}
END_TEST

START_TEST(the_constructor_comes_first)
{
    struct param constructor[2];
    int count;
    struct err err;
    struct function function = parse("forward(x i64[B,T]) -> f32[B,1]");
    ck_assert_int_eq(signature_parse_params("(vocabulary_size i64)", constructor, 2, &count, &err), 0);
    char *declaration = signature_c(&function, constructor, count);
    ck_assert_str_eq(declaration, "tensor *forward(int64_t vocabulary_size, const tensor *x)");
    free(declaration);
}
END_TEST

START_TEST(a_signature_is_written_back_as_it_was)
{
    static const char *const texts[] = {
        "get_min(iterations i64, learning_rate f64) -> (x f64, y f64)",
        "unsqueeze(a f32[N], dim i64) -> f32[N,1] or f32[1,N]",
        "reshape(to_reshape f32[M,N]) -> f32[M*N/2,2]",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct function function = parse(texts[i]);
        char *text = signature_text(&function);
        ck_assert_str_eq(text, texts[i]);
        free(text);
    }
}
END_TEST

START_TEST(alternatives_leave_the_shape_open)
{
    struct function function = parse("unsqueeze(a f32[N], dim i64) -> f32[N,1] or f32[1,N]");
    ck_assert_int_eq(function.results[0].type.rank, 2);
    ck_assert_str_eq(function.results[0].type.dims[0], "");
    ck_assert_str_eq(function.results[0].type.dims[1], "");
}
END_TEST

START_TEST(what_is_wrong_is_said_with_its_column)
{
    refused("", "column 1: a name expected");
    refused("f(x i32) -> f64", "column 5: a type expected");
    refused("f(x i64, x i64) -> f64", "the name 'x' stands twice");
    refused("f(x i64) -> ", "a type expected");
    refused("f(x i64) f64", "'->' expected");
    refused("f(x i64) -> (a f64)", "at least two");
    refused("f(x f32[1,2,3,4,5,6,7,8,9]) -> f64", "more than 8 dimensions");
    refused("f(x f32[;]) -> f64", "a dimension expected");
    refused("f(x i64) -> f64 f64", "nothing more expected");
    refused("f(x i64) -> f32[N] or f64[N]", "must agree");
    refused("f(9x i64) -> f64", "a name expected");
    char long_name[300];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    refused(long_name, "longer than 63 characters");
}
END_TEST

START_TEST(any_bytes_are_read_within_bounds)
{
    static const char alphabet[] = "fx i64 f32[N,]()->,or str[]9*/ \xc3";
    srand(2);
    for (int round = 0; round < 50000; round++) {
        size_t length = (size_t)rand() % 60;
        char *text = malloc(length + 1);
        for (size_t i = 0; i < length; i++)
            text[i] = alphabet[(size_t)rand() % (sizeof alphabet - 1)];
        text[length] = '\0';
        struct function function;
        struct err err;
        if (signature_parse(text, &function, &err) == 0) {
            char *again = signature_c(&function, NULL, 0);
            free(again);
        }
        free(text);
    }
}
END_TEST

CHECK_MAIN("signature", types_become_c, the_constructor_comes_first, a_signature_is_written_back_as_it_was,
           alternatives_leave_the_shape_open, what_is_wrong_is_said_with_its_column, any_bytes_are_read_within_bounds)
