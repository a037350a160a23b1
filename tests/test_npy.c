/* The reader of .npy files: every type that it knows, and what it refuses. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/npy.h"

static char path[] = "/tmp/test_npy.XXXXXX";

/* A file with this dictionary as its header (format 1.0) and these bytes as its data. */
static void write_file(const char *dictionary, const void *data, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    const size_t length = strlen(dictionary);
    const unsigned char start[10] = {
        0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (unsigned char)length, (unsigned char)(length >> 8)};
    ck_assert_uint_eq(fwrite(start, 1, sizeof start, file), sizeof start);
    ck_assert_uint_eq(fwrite(dictionary, 1, length, file), length);
    ck_assert_uint_eq(fwrite(data, 1, bytes, file), bytes);
    ck_assert_int_eq(fclose(file), 0);
}

static tensor *read_tensor(void)
{
    struct npy array;
    struct err err;
    ck_assert_msg(npy_read(path, &array, &err) == 0, "%s", err.text);
    tensor *t = npy_tensor(&array);
    npy_release(&array);
    return t;
}

START_TEST(floats_keep_their_type_and_shape)
{
    const float values[] = {1.5f, -2, 3, 4, 5, 6};
    write_file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", values, sizeof values);
    tensor *t = read_tensor();
    ck_assert_int_eq(t->dtype, DTYPE_F32);
    ck_assert(t->rank == 2 && t->shape[0] == 2 && t->shape[1] == 3);
    ck_assert_mem_eq(t->f32, values, sizeof values);
    tensor_free(t);
    const double one = 0.1;
    write_file("{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n", &one, sizeof one);
    t = read_tensor();
    ck_assert(t->dtype == DTYPE_F64 && t->rank == 0 && t->f64[0] == one);
    tensor_free(t);
}
END_TEST

static const struct whole {
    const char *type;
    size_t bytes;
    unsigned char data[16];
    int64_t want[2];
} wholes[] = {
    {"<i8", 8, {1, 0, 0, 0, 0, 0, 0, 128, 5}, {INT64_MIN + 1, 5}},
    {"<i4", 4, {0xfe, 0xff, 0xff, 0xff, 7}, {-2, 7}},
    {"<u4", 4, {0xfe, 0xff, 0xff, 0xff, 7}, {4294967294, 7}},
    {"|u1", 1, {255, 3}, {255, 3}},
    {"|b1", 1, {1, 0}, {1, 0}},
};

START_TEST(whole_numbers_become_int64)
{
    char dictionary[128];
    const struct whole *w = &wholes[_i];
    snprintf(dictionary, sizeof dictionary, "{'descr': '%s', 'fortran_order': False, 'shape': (2,), }\n", w->type);
    write_file(dictionary, w->data, 2 * w->bytes);
    tensor *t = read_tensor();
    ck_assert(t->dtype == DTYPE_I64 && t->rank == 1 && t->shape[0] == 2);
    ck_assert_int_eq(t->i64[0], w->want[0]);
    ck_assert_int_eq(t->i64[1], w->want[1]);
    tensor_free(t);
}
END_TEST

/* Eight bytes of data follow each. */
static const char *const refused[] = {
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n",                      /* too few bytes */
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n",                      /* too many */
    "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }\n",                      /* big-endian */
    "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }\n",                      /* complex */
    "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }\n",                       /* column-major */
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n",  /* overflows */
    "{'descr': '<f4', 'fortran_order': False, 'shape': (60000000, 2), }\n",             /* larger than the bound */
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }\n",                     /* negative */
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1, 2), }", /* nine dimensions */
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2",                             /* ends too early */
    "{'descr': '<f4', 'shape': (2,), }\n",                                              /* no order */
    "",
};

START_TEST(anything_else_is_refused_with_the_name_of_the_file)
{
    struct npy array;
    struct err err;
    write_file(refused[_i], "\0\0\0\0\0\0\0", 8);
    ck_assert_int_eq(npy_read(path, &array, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_ptr_nonnull(strstr(err.text, path));
}
END_TEST

START_TEST(a_file_that_is_not_there_is_an_error)
{
    struct npy array;
    struct err err;
    ck_assert_int_eq(npy_read("/nowhere/x.npy", &array, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/x.npy"));
}
END_TEST

int main(void)
{
    const int file = mkstemp(path);
    if (file < 0)
        return EXIT_FAILURE;
    close(file);
    Suite *suite = suite_create("npy");
    TCase *tc = tcase_create("files");
    tcase_add_test(tc, floats_keep_their_type_and_shape);
    tcase_add_loop_test(tc, whole_numbers_become_int64, 0, sizeof wholes / sizeof *wholes);
    tcase_add_loop_test(tc, anything_else_is_refused_with_the_name_of_the_file, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tc, a_file_that_is_not_there_is_an_error);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    unlink(path);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
