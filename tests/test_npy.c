/* Arrays that NumPy wrote (tests/numpy/make.py): every type that is read, and what is refused, byte by byte. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/npy_file.h"

static struct npy_file open_array(const char *name)
{
    char path[1024];
    struct npy_file file;
    struct err err;
    snprintf(path, sizeof path, TEST_ROOT "/tests/numpy/%s.npy", name);
    ck_assert_msg(npy_file_read(path, &file, &err) == 0, "%s", err.text);
    return file;
}

static struct value read_value(const char *name, enum frame_kind kind)
{
    struct npy_file file = open_array(name);
    struct value value;
    struct err err;
    ck_assert_msg(npy_value(&file.array, kind, &value, &err) == 0, "%s: %s", name, err.text);
    npy_file_release(&file);
    return value;
}

static const char *const numbers[] = {"little_f4", "little_f8", "little_i1", "little_i2", "little_i4",
                                      "little_i8", "little_u1", "little_u2", "little_u4", "big_f4",
                                      "big_f8",    "big_i2",    "big_i4",    "big_i8",    "big_u4"};

START_TEST(every_number_type_of_either_byte_order_is_read)
{
    const char *name = numbers[_i];
    struct npy_file file = open_array(name);
    struct value value = read_value(name, npy_kind(&file.array));
    const int less = strstr(name, "_u") ? 0 : 2;
    ck_assert(value.rank == 2 && value.shape[0] == 2 && value.shape[1] == 3);
    for (int64_t i = 0; i < 6; i++)
        ck_assert_double_eq(value_number(&value, i), (double)i - less);
    value_release(&value);
    npy_file_release(&file);
}
END_TEST

static const struct {
    const char *name;
    enum frame_kind kind;
} widened[] = {
    {"little_f4", FRAME_TENSOR_F64}, {"big_f4", FRAME_TENSOR_F64},    {"little_i1", FRAME_TENSOR_F32},
    {"big_i2", FRAME_TENSOR_F32},    {"little_i4", FRAME_TENSOR_F64}, {"big_i4", FRAME_TENSOR_F64},
};

START_TEST(numbers_are_widened_where_no_digit_is_lost)
{
    struct value value = read_value(widened[_i].name, widened[_i].kind);
    ck_assert_int_eq(value.kind, widened[_i].kind);
    for (int64_t i = 0; i < 6; i++)
        ck_assert_double_eq(value_number(&value, i), (double)i - 2);
    value_release(&value);
}
END_TEST

static const struct {
    const char *name;
    enum frame_kind kind;
    const char *message;
} narrowed[] = {
    {"little_f8", FRAME_TENSOR_F32, "the array is float64, but float32 is needed; save x.astype(np.float32)"},
    {"little_f8", FRAME_TENSOR_I64, "the array is float64, but int64 is needed; save x.astype(np.int64)"},
    {"little_i4", FRAME_TENSOR_F32, "save x.astype(np.float32)"},
    {"little_i8", FRAME_TENSOR_F64, "save x.astype(np.float64)"},
    {"bool", FRAME_TENSOR_F64, "the array is bool"},
    {"little_f8", FRAME_F64, "the array has the shape (2,3), but a single number is needed"},
    {"little_f8", FRAME_STR, "an array cannot stand for string"},
    {"scalar_bool", FRAME_STRINGS, "an array cannot stand for strings"},
};

START_TEST(nothing_is_narrowed)
{
    struct npy_file file = open_array(narrowed[_i].name);
    struct value value;
    struct err err;
    ck_assert_int_eq(npy_value(&file.array, narrowed[_i].kind, &value, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, narrowed[_i].message) != NULL, "%s", err.text);
    npy_file_release(&file);
}
END_TEST

START_TEST(fortran_order_becomes_rows)
{
    struct value value = read_value("fortran", FRAME_TENSOR_F64);
    for (int64_t i = 0; i < 6; i++)
        ck_assert_double_eq(value.f64s[i], (double)i * 1.5);
    value_release(&value);
    value = read_value("fortran_3d", FRAME_TENSOR_I64);
    ck_assert(value.rank == 3 && value.shape[2] == 4);
    for (int64_t i = 0; i < 24; i++)
        ck_assert_int_eq(value.i64s[i], i);
    value_release(&value);
}
END_TEST

START_TEST(bools_scalars_empty_ones_and_eight_dimensions_are_read)
{
    struct value value = read_value("bool", FRAME_TENSOR_I64);
    for (int64_t i = 0; i < 6; i++)
        ck_assert_int_eq(value.i64s[i], i % 2);
    value_release(&value);
    ck_assert_double_eq(read_value("scalar", FRAME_F64).f64, 0.1);
    ck_assert_int_eq(read_value("scalar_bool", FRAME_BOOL).i64, 1);
    value = read_value("empty", FRAME_TENSOR_F32);
    ck_assert(value.rank == 2 && value.shape[0] == 3 && value.shape[1] == 0);
    value_release(&value);
    value = read_value("rank8", FRAME_TENSOR_I64);
    ck_assert(value.rank == 8 && value.shape[1] == 2 && value.i64s[3] == 3);
    value_release(&value);
    value = read_value("special", FRAME_TENSOR_F32);
    ck_assert(isnan(value.f32s[0]) && value.f32s[1] > 0 && isinf(value.f32s[2]) && signbit(value.f32s[3]));
    value_release(&value);
}
END_TEST

START_TEST(all_three_versions_of_the_format_are_read)
{
    char name[16];
    snprintf(name, sizeof name, "version%d", _i);
    struct value value = read_value(name, FRAME_TENSOR_F64);
    ck_assert_double_eq(value.f64s[5], 2.5);
    value_release(&value);
}
END_TEST

static const struct {
    const char *name, *message;
} unread[] = {
    {"complex", "'<c16'"},
    {"half", "'<f2'"},
    {"text", "'<U2'"},
    {"structured", "structured"},
    {"object", "'|O'"},
    {"little_u8", "'<u8' are not read; bool, integers but uint64"},
    {"rank9", "more than 8 dimensions"},
};

START_TEST(what_numpy_can_write_and_the_judge_does_not_read_is_named)
{
    char path[1024];
    struct npy_file file;
    struct err err;
    snprintf(path, sizeof path, TEST_ROOT "/tests/numpy/%s.npy", unread[_i].name);
    ck_assert_int_eq(npy_file_read(path, &file, &err), -1);
    ck_assert(err.kind == ERR_USE && strstr(err.text, path));
    ck_assert_msg(strstr(err.text, unread[_i].message) != NULL, "%s", err.text);
}
END_TEST

/* A file with this dictionary as its header (format 1.0), and eight bytes behind it. */
static int parse(const char *dictionary, struct err *err)
{
    char bytes[512] = "\x93NUMPY\1";
    const size_t length = strlen(dictionary);
    struct npy array;
    bytes[8] = (char)length;
    bytes[9] = (char)(length >> 8);
    memcpy(bytes + 10, dictionary, length);
    return npy_parse(bytes, 10 + length + 8, &array, err);
}

static const struct {
    const char *dictionary, *message;
} refused[] = {
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n",
     "a float32 array of shape (3,) needs 12 bytes, but 8 follow the header"},
    {"{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }\n",
     "an int32 array of shape (1,) needs 4 bytes, but 8"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n", "is too large"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296), }\n", "is too large"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }\n", "no tuple of sizes"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }\n", "no tuple of sizes"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2 2), }\n", "no tuple of sizes"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': 2, }\n", "'shape' is no tuple"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2", "no tuple"},
    {"{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }\n", "neither True nor False"},
    {"{'descr': '<f4', 'shape': (2,), }\n", "no 'fortran_order'"},
    {"{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", "'descr' twice"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}\n", "a key that NumPy does not write"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x\n", "no dictionary"},
    {"{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}\n", "no dictionary"},
    {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,)\n", "no dictionary"},
    {"{'descr': '\033[31m', 'fortran_order': False, 'shape': (2,)}\n", "is no dtype"},
    {"{'descr': '', 'fortran_order': False, 'shape': (2,)}\n", "is no dtype"},
    {"{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}\n", "'|f4'"},
    {"", "no dictionary"},
};

START_TEST(a_header_that_numpy_would_not_write_is_refused)
{
    struct err err = {0};
    ck_assert_int_eq(parse(refused[_i].dictionary, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, refused[_i].message) != NULL, "%s", err.text);
}
END_TEST

/* Cut anywhere, a file is refused: none of its parts may be missing. In a block of its own, so that a sanitizer sees a
 * step too far. */
START_TEST(a_file_that_was_cut_is_refused_at_every_length)
{
    struct npy_file file = open_array(_i == 1 ? "version1" : "version2");
    const size_t whole = (size_t)(file.array.data - (unsigned char *)file.bytes) + file.array.bytes;
    for (size_t size = 0; size < whole; size++) {
        struct npy array;
        struct err err;
        char *copy = malloc(size ? size : 1);
        memcpy(copy, file.bytes, size);
        ck_assert_int_eq(npy_parse(copy, size, &array, &err), -1);
        free(copy);
    }
    npy_file_release(&file);
}
END_TEST

START_TEST(unknown_versions_and_endless_headers_are_refused)
{
    struct npy array;
    struct err err;
    char bytes[16] = "\x93NUMPY\4";
    ck_assert_int_eq(npy_parse(bytes, sizeof bytes, &array, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "version 4.0"));
    memcpy(bytes + 6, "\2\0\xff\xff\xff\xff", 6);
    ck_assert_int_eq(npy_parse(bytes, sizeof bytes, &array, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "the header has 4294967295 bytes"));
    ck_assert_int_eq(npy_parse("hello, world", 12, &array, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "no .npy file"));
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    Suite *suite = suite_create("npy");
    TCase *tc = tcase_create("npy");
    tcase_add_loop_test(tc, every_number_type_of_either_byte_order_is_read, 0, COUNT(numbers));
    tcase_add_loop_test(tc, numbers_are_widened_where_no_digit_is_lost, 0, COUNT(widened));
    tcase_add_loop_test(tc, nothing_is_narrowed, 0, COUNT(narrowed));
    tcase_add_test(tc, fortran_order_becomes_rows);
    tcase_add_test(tc, bools_scalars_empty_ones_and_eight_dimensions_are_read);
    tcase_add_loop_test(tc, all_three_versions_of_the_format_are_read, 1, 4);
    tcase_add_loop_test(tc, what_numpy_can_write_and_the_judge_does_not_read_is_named, 0, COUNT(unread));
    tcase_add_loop_test(tc, a_header_that_numpy_would_not_write_is_refused, 0, COUNT(refused));
    tcase_add_loop_test(tc, a_file_that_was_cut_is_refused_at_every_length, 1, 3);
    tcase_add_test(tc, unknown_versions_and_endless_headers_are_refused);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
