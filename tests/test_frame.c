#include "judge/judging/frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check_main.h"
#include "tests/make_value.h"

static struct text encode(struct value *at, size_t count)
{
    struct text text = {0};
    frame_write_response(&text, &(struct values){count, at});
    return text;
}

static enum response_state parse(const struct text *text, size_t size, struct values *values)
{
    /* An exact heap copy, so that a sanitizer sees a read past the end. */
    char *copy = malloc(size ? size : 1);
    if (size)
        memcpy(copy, text->at, size);
    enum response_state state = frame_parse_response(copy, size, 4, values, NULL);
    free(copy);
    return state;
}

START_TEST(what_is_written_is_read_back)
{
    struct value in[4] = {F32(SHAPE(2, 3), 1, 2, 3, 4, 5, -0.5), make_scalar(2.25), make_text("gr\xc3\xbc\xc3\x9f"),
                          I64(SHAPE(0), 0)};
    struct text text = encode(in, 4);
    struct values out;
    ck_assert_int_eq(parse(&text, text.size, &out), RESPONSE_OK);
    ck_assert_uint_eq(out.count, 4);
    ck_assert_int_eq(out.at[0].kind, FRAME_TENSOR_F32);
    ck_assert_int_eq(out.at[0].shape[1], 3);
    ck_assert(out.at[0].f32s[5] == -0.5f);
    ck_assert(out.at[1].f64 == 2.25);
    ck_assert_str_eq(out.at[2].text, "gr\xc3\xbc\xc3\x9f");
    ck_assert_int_eq(value_size(&out.at[3]), 0);
    values_release(&out);
    for (int i = 0; i < 4; i++)
        value_release(&in[i]);
    text_release(&text);
}
END_TEST

START_TEST(strings_are_read_back)
{
    char *words[] = {(char *)"", (char *)"one", (char *)"exactly8"};
    struct value in = {.kind = FRAME_STRINGS, .rank = 1, .shape = {3}, .texts = words};
    struct text text = encode(&in, 1);
    struct values out;
    ck_assert_int_eq(parse(&text, text.size, &out), RESPONSE_OK);
    ck_assert_str_eq(out.at[0].texts[2], "exactly8");
    values_release(&out);
    text_release(&text);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
    struct value in[2] = {F64(SHAPE(2), 1, 2), make_text("abc")};
    struct text text = encode(in, 2);
    struct values out;
    ck_assert_int_eq(parse(&text, 0, &out), RESPONSE_NONE);
    for (size_t size = 1; size < text.size; size++)
        ck_assert_int_eq(parse(&text, size, &out), RESPONSE_BAD);
    text_add(&text, "x");
    ck_assert_int_eq(parse(&text, text.size, &out), RESPONSE_BAD);
    text_release(&text);
    value_release(&in[0]);
    value_release(&in[1]);
}
END_TEST

static enum response_state parse_with_shape(uint32_t kind, uint32_t rank, const int64_t *shape)
{
    struct text text = {0};
    struct frame_response header = {FRAME_RESPONSE_MAGIC, 1};
    struct frame_value value = {kind, rank};
    uint64_t end = FRAME_END;
    struct values out;
    text_add_bytes(&text, &header, sizeof header);
    text_add_bytes(&text, &value, sizeof value);
    text_add_bytes(&text, shape, rank * sizeof *shape);
    text_add_bytes(&text, &end, sizeof end);
    enum response_state state = parse(&text, text.size, &out);
    text_release(&text);
    return state;
}

START_TEST(lying_shapes_are_refused)
{
    const int64_t huge[] = {INT64_C(1) << 32, INT64_C(1) << 32}, negative[] = {-1}, half[] = {INT64_MAX, 2},
                  wrap[] = {INT64_C(1) << 62, 8, 8, 8};
    ck_assert_int_eq(parse_with_shape(FRAME_TENSOR_F32, 2, huge), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_TENSOR_F32, 1, negative), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_TENSOR_F64, 2, half), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_TENSOR_I64, 4, wrap), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_STR, 1, negative), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_STRINGS, 1, huge), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_KIND_COUNT, 0, NULL), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(0xffffffff, 0, NULL), RESPONSE_BAD);
    ck_assert_int_eq(parse_with_shape(FRAME_I64, 1, negative), RESPONSE_BAD);
}
END_TEST

START_TEST(more_results_than_asked_for_are_counted_but_not_kept)
{
    struct value in[6] = {make_scalar(1), make_scalar(2),    make_scalar(3),
                          make_scalar(4), make_text("five"), F32(SHAPE(2), 1, 2)};
    struct text text = encode(in, 6);
    struct values out;
    ck_assert_int_eq(parse(&text, text.size, &out), RESPONSE_OK);
    ck_assert_uint_eq(out.count, 6);
    ck_assert(out.at[3].f64 == 4);
    ck_assert_int_eq(out.at[4].kind, FRAME_NONE);
    ck_assert_int_eq(out.at[5].kind, FRAME_NONE);
    values_release(&out);
    for (int i = 0; i < 6; i++)
        value_release(&in[i]);
    text_release(&text);
}
END_TEST

/* A few bytes must not make the judge set aside megabytes. */
START_TEST(a_count_is_believed_only_as_far_as_there_are_bytes)
{
    const uint32_t counts[] = {3, 1 << 10, FRAME_COUNT_MAX, FRAME_COUNT_MAX + 1, UINT32_MAX - 8};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct frame_response header = {FRAME_RESPONSE_MAGIC, counts[i]};
        char bytes[sizeof header + 16] = {0};
        const char *why = NULL;
        struct values out;
        memcpy(bytes, &header, sizeof header);
        ck_assert_int_eq(frame_parse_response(bytes, sizeof bytes, 4, &out, &why), RESPONSE_BAD);
        ck_assert_str_eq(why, "it is shorter than it says");
    }
}
END_TEST

START_TEST(random_bytes_never_pass_the_bounds)
{
    struct value in[3] = {F32(SHAPE(2, 2), 1, 2, 3, 4), make_text("text"), I64(SHAPE(3), 1, 2, 3)};
    struct text text = encode(in, 3);
    srand(1);
    for (int round = 0; round < 20000; round++) {
        struct text damaged = {0};
        struct values out = {0};
        text_add_bytes(&damaged, text.at, text.size);
        for (int k = 0; k < 1 + rand() % 4; k++)
            damaged.at[(size_t)rand() % damaged.size] = (char)rand();
        if (parse(&damaged, (size_t)rand() % (damaged.size + 1), &out) == RESPONSE_OK)
            values_release(&out);
        text_release(&damaged);
    }
    text_release(&text);
    for (int i = 0; i < 3; i++)
        value_release(&in[i]);
}
END_TEST

START_TEST(poison_is_always_a_quiet_nan_and_differs_between_draws)
{
    struct poison before = frame_draw_poison();
    for (int i = 0; i < 1000; i++) {
        struct poison poison = frame_draw_poison();
        float f;
        double d;
        memcpy(&f, &poison.f32, sizeof f);
        memcpy(&d, &poison.f64, sizeof d);
        ck_assert(isnan(f) && isnan(d));
        ck_assert(poison.f32 & 0x00400000u);
        ck_assert(poison.i64 < -(INT64_C(1) << 61));
        ck_assert(poison.f64 != before.f64);
        before = poison;
    }
}
END_TEST

CHECK_MAIN("frame", what_is_written_is_read_back, strings_are_read_back, every_truncation_is_refused,
           lying_shapes_are_refused, more_results_than_asked_for_are_counted_but_not_kept,
           a_count_is_believed_only_as_far_as_there_are_bytes, random_bytes_never_pass_the_bounds,
           poison_is_always_a_quiet_nan_and_differs_between_draws)
