/* Arrays in files beside problem.json: archives that NumPy wrote, hostile ones, and paths that would lead out. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/problem/attachment.h"
#include "judge/problem/npz.h"
#include "tests/problem_fixture.h"

static struct attachments attachments;
static int folder;

static void open_numpy(void)
{
    folder = open(TEST_ROOT "/tests", O_PATH | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_ge(folder, 0);
    attachments_init(&attachments, folder);
}

static void close_numpy(void)
{
    attachments_release(&attachments);
    close(folder);
}

static void refuse(const char *path, const char *name, enum frame_kind kind, const char *message)
{
    struct value value;
    struct err err = {0};
    ck_assert_int_eq(attachment_value(&attachments, path, name, kind, &value, &err), -1);
    ck_assert_msg(strstr(err.text, path) && strstr(err.text, message), "%s", err.text);
}

START_TEST(arrays_of_an_archive_are_found_by_name_stored_or_deflated)
{
    struct value value;
    struct err err;
    ck_assert_msg(attachment_value(&attachments, "numpy/stored.npz", "x", FRAME_TENSOR_F64, &value, &err) == 0, "%s",
                  err.text);
    ck_assert(value.rank == 2 && value.shape[1] == 3 && value.f64s[5] == 5);
    value_release(&value);
    ck_assert_int_eq(attachment_value(&attachments, "numpy/stored.npz", "labels", FRAME_TENSOR_I64, &value, &err), 0);
    ck_assert(value.rank == 1 && value.i64s[2] == 3);
    value_release(&value);
    ck_assert_int_eq(attachment_value(&attachments, "numpy/stored.npz", "scale", FRAME_F64, &value, &err), 0);
    ck_assert_double_eq(value.f64, 2.5);
    ck_assert_int_eq(attachment_value(&attachments, "numpy/deflated.npz", "x.npy", FRAME_TENSOR_F64, &value, &err), 0);
    ck_assert(value.shape[0] == 8 && value.shape[1] == 6 && value.f64s[47] == 5);
    value_release(&value);
    ck_assert_int_eq(attachments.count, 2);
}
END_TEST

START_TEST(hostile_archives_are_refused_with_the_reason)
{
    static const struct {
        const char *path, *name, *message;
    } rows[] = {
        {"numpy/stored.npz", "label", "no array 'label' among its 3, did you mean 'labels'?"},
        {"numpy/twice.npz", "x", "two arrays 'x'"},
        {"numpy/bzip2.npz", "x", "method 12"},
        {"numpy/bomb.npz", "x", "unpacks to 40 MiB; more than 32 are not read"},
        {"numpy/damaged.npz", "x", "CRC"},
        {"numpy/cut.npz", "x", "no .npz file, or a damaged one"},
        {"numpy/scalar.npy", "x", "no .npz file, or a damaged one"},
        {"numpy/make.py", "x", "no .npz file, or a damaged one"},
    };
    refuse(rows[_i].path, rows[_i].name, FRAME_TENSOR_F64, rows[_i].message);
}
END_TEST

/* The size that the directory of the archive announces, made smaller and larger than what comes out. */
START_TEST(an_archive_that_lies_about_a_size_is_refused)
{
    char bytes[2048];
    FILE *file = fopen(TEST_ROOT "/tests/numpy/deflated.npz", "rb");
    ck_assert_ptr_nonnull(file);
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    char *central = memmem(bytes, size, "PK\1\2", 4);
    ck_assert_ptr_nonnull(central);
    for (int change = -1; change <= 1; change += 2) {
        void *unpacked;
        size_t unpacked_size;
        struct err err;
        central[24] = (char)(central[24] + change);
        ck_assert_int_eq(npz_unpack(bytes, size, "x", &unpacked, &unpacked_size, &err), -1);
        central[24] = (char)(central[24] - change);
    }
}
END_TEST

START_TEST(paths_stay_inside_the_folder)
{
    static const struct {
        const char *path, *message;
    } rows[] = {
        {"/etc/passwd", "a path within the problem's folder"},
        {"../Makefile", "a path within the problem's folder"},
        {"numpy/../../Makefile", "a path within the problem's folder"},
        {"./numpy/bool.npy", "a path within the problem's folder"},
        {"numpy//bool.npy", "a path within the problem's folder"},
        {"numpy/none.npy", "the problem's folder has no such file"},
        {"numpy/bool.npy/x", "the problem's folder has no such file"},
        {"numpy", "not a regular file"},
        {"numpy/", "not a regular file"},
    };
    refuse(rows[_i].path, NULL, FRAME_TENSOR_F64, rows[_i].message);
}
END_TEST

START_TEST(links_pipes_and_large_files_are_refused)
{
    char *place = fixture_folder();
    fixture_write(place, "in/x.npy", "", 0);
    char *link_file = xasprintf("%s/link.npy", place), *link_folder = xasprintf("%s/linked", place),
         *pipe_path = xasprintf("%s/pipe.npy", place), *large = xasprintf("%s/in/x.npy", place);
    ck_assert_int_eq(symlink("in/x.npy", link_file), 0);
    ck_assert_int_eq(symlink("/etc", link_folder), 0);
    ck_assert_int_eq(mkfifo(pipe_path, 0600), 0);
    ck_assert_int_eq(truncate(large, ATTACHMENT_BYTES_MAX + 1), 0);
    int at = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    attachments_init(&attachments, at);
    refuse("link.npy", NULL, FRAME_TENSOR_F64, "a symbolic link stands there");
    refuse("linked/passwd", NULL, FRAME_TENSOR_F64, "a symbolic link stands there");
    refuse("pipe.npy", NULL, FRAME_TENSOR_F64, "not a regular file");
    refuse("in/x.npy", NULL, FRAME_TENSOR_F64, "larger than 64 MiB");
    attachments_release(&attachments);
    close(at);
    free(link_file);
    free(link_folder);
    free(pipe_path);
    free(large);
    fixture_remove(place);
}
END_TEST

/* Shapes are bounded before anything of their size is made: an empty array may announce any. */
START_TEST(dimensions_are_bounded_as_those_of_lists)
{
    static const char header[] = "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 1000000), }\n";
    char bytes[256] = "\x93NUMPY\1";
    bytes[8] = sizeof header - 1;
    memcpy(bytes + 10, header, sizeof header - 1);
    char *place = fixture_folder();
    fixture_write(place, "x.npy", bytes, 10 + sizeof header - 1);
    int at = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    attachments_init(&attachments, at);
    refuse("x.npy", NULL, FRAME_TENSOR_I64, "the shape (0,1000000) is larger than 4096 in one dimension");
    attachments_release(&attachments);
    close(at);
    fixture_remove(place);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("attachment");
    TCase *numpy = tcase_create("numpy"), *folders = tcase_create("folders");
    tcase_add_checked_fixture(numpy, open_numpy, close_numpy);
    tcase_add_test(numpy, arrays_of_an_archive_are_found_by_name_stored_or_deflated);
    tcase_add_loop_test(numpy, hostile_archives_are_refused_with_the_reason, 0, 8);
    tcase_add_test(numpy, an_archive_that_lies_about_a_size_is_refused);
    tcase_add_loop_test(numpy, paths_stay_inside_the_folder, 0, 9);
    tcase_add_test(folders, links_pipes_and_large_files_are_refused);
    tcase_add_test(folders, dimensions_are_bounded_as_those_of_lists);
    suite_add_tcase(suite, numpy);
    suite_add_tcase(suite, folders);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
