#include "judge/problem/npz.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "judge/base/suggest.h"
#include "judge/base/value.h"

/* --- libzip ------------------------------------------------------------------------------------------------------- */

/* As zip.h declares them, so that a call is checked like any other. */
#define FUNCTIONS(X)                                                                                                   \
    X(zip_source_buffer_create)                                                                                        \
    X(zip_source_free)                                                                                                 \
    X(zip_open_from_source)                                                                                            \
    X(zip_discard)                                                                                                     \
    X(zip_get_num_entries)                                                                                             \
    X(zip_stat_index)                                                                                                  \
    X(zip_fopen_index)                                                                                                 \
    X(zip_fread)                                                                                                       \
    X(zip_fclose)                                                                                                      \
    X(zip_error_init)                                                                                                  \
    X(zip_error_strerror)                                                                                              \
    X(zip_error_fini)                                                                                                  \
    X(zip_get_error)                                                                                                   \
    X(zip_file_get_error)

static struct {
#define MEMBER(function) __typeof__(&function) function;
    FUNCTIONS(MEMBER)
    bool loaded;
} lib;

/* Debian's name for it, then the one of those who build it themselves; the functions above are the same in both. */
int npz_check(struct err *err)
{
    if (lib.loaded)
        return 0;
    void *library = dlopen("libzip.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        library = dlopen("libzip.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return err_set(err, ERR_JUDGE, ".npz files need libzip, which is not installed (apt-get install libzip4)");
#define LOOK_UP(function)                                                                                              \
    if (!(lib.function = (__typeof__(lib.function))dlsym(library, #function)))                                         \
        return err_set(err, ERR_JUDGE, "libzip has no " #function ": it is older than 1.0");
    FUNCTIONS(LOOK_UP)
    lib.loaded = true;
    return 0;
}

/* --- an entry ----------------------------------------------------------------------------------------------------- */

/* NumPy's archives name the array x "x.npy"; either may be asked for. */
static bool is_named(const char *entry, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(entry, name, length) == 0 && (entry[length] == '\0' || strcmp(entry + length, ".npy") == 0);
}

static int no_entry(zip_t *archive, zip_int64_t count, const char *name, struct err *err)
{
    struct suggest suggest = suggest_for(name);
    zip_stat_t status;
    char hint[128], *only = NULL;
    for (zip_int64_t i = 0; i < count; i++) {
        if (lib.zip_stat_index(archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW, &status) || !(status.valid & ZIP_STAT_NAME))
            continue;
        const size_t length = strlen(status.name), end = strlen(".npy");
        char *array = xstrdup(status.name);
        if (length > end && strcmp(array + length - end, ".npy") == 0)
            array[length - end] = '\0';
        suggest_offer(&suggest, array);
        if (suggest.best == array) {
            free(only);
            only = array;
        } else {
            free(array);
        }
    }
    suggest_text(&suggest, hint, sizeof hint);
    free(only);
    return err_set(err, ERR_USE, "no array '%.100s' among its %" PRId64 "%s", name, (int64_t)count, hint);
}

static int check_entry(const zip_stat_t *status, struct err *err)
{
    const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((status->valid & needed) != needed)
        return err_set(err, ERR_USE, "the archive is damaged: it does not say how the array is packed");
    if (status->encryption_method != ZIP_EM_NONE)
        return err_set(err, ERR_USE, "the array is encrypted");
    if (status->comp_method != ZIP_CM_STORE && status->comp_method != ZIP_CM_DEFLATE)
        return err_set(err, ERR_USE,
                       "the array is packed by method %d; stored and deflated ones are read (numpy.savez)",
                       status->comp_method);
    if (status->size > NPZ_ENTRY_MAX)
        return err_set(err, ERR_USE, "the array unpacks to %" PRIu64 " MiB; more than %d are not read",
                       (uint64_t)status->size >> 20, NPZ_ENTRY_MAX >> 20);
    return 0;
}

static int find_entry(zip_t *archive, const char *name, zip_stat_t *ret_status, struct err *err)
{
    const zip_int64_t count = lib.zip_get_num_entries(archive, 0);
    int found = 0;
    if (count > NPZ_ENTRIES_MAX)
        return err_set(err, ERR_USE, "the archive has %" PRId64 " arrays; more than %d are not read", (int64_t)count,
                       NPZ_ENTRIES_MAX);
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t status;
        if (lib.zip_stat_index(archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW, &status))
            return err_set(err, ERR_USE, "the archive is damaged: %s",
                           lib.zip_error_strerror(lib.zip_get_error(archive)));
        if (!(status.valid & ZIP_STAT_NAME) || !(status.valid & ZIP_STAT_INDEX) || !is_named(status.name, name))
            continue;
        if (found++)
            return err_set(err, ERR_USE, "the archive has two arrays '%.100s'", name);
        *ret_status = status;
    }
    return found ? check_entry(ret_status, err) : no_entry(archive, count, name, err);
}

/* One byte more than announced is asked for: its end shows that all is there, and lets libzip compare the checksum. */
static int read_entry(zip_t *archive, const zip_stat_t *status, char *bytes, struct err *err)
{
    zip_file_t *file = lib.zip_fopen_index(archive, status->index, 0);
    if (!file)
        return err_set(err, ERR_USE, "the array cannot be unpacked: %s",
                       lib.zip_error_strerror(lib.zip_get_error(archive)));
    zip_uint64_t done = 0;
    zip_int64_t got = 1;
    while (got > 0 && done <= status->size) {
        got = lib.zip_fread(file, bytes + done, status->size + 1 - done);
        done += got > 0 ? (zip_uint64_t)got : 0;
    }
    int failed = 0;
    if (got < 0)
        failed = err_set(err, ERR_USE, "the array cannot be unpacked: %s",
                         lib.zip_error_strerror(lib.zip_file_get_error(file)));
    else if (done != status->size)
        failed = err_set(err, ERR_USE, "the archive is damaged: the array has not the size that it announces");
    lib.zip_fclose(file);
    return failed;
}

static int unpack(zip_t *archive, const char *name, void **ret_bytes, size_t *ret_size, struct err *err)
{
    zip_stat_t status = {0};
    if (find_entry(archive, name, &status, err))
        return -1;
    char *bytes = xmalloc((size_t)status.size + 1);
    if (read_entry(archive, &status, bytes, err)) {
        free(bytes);
        return -1;
    }
    *ret_bytes = bytes;
    *ret_size = (size_t)status.size;
    return 0;
}

int npz_unpack(const void *bytes, size_t size, const char *name, void **ret_bytes, size_t *ret_size, struct err *err)
{
    zip_error_t why;
    if (npz_check(err))
        return -1;
    lib.zip_error_init(&why);
    zip_source_t *source = lib.zip_source_buffer_create(bytes, size, 0, &why);
    zip_t *archive = source ? lib.zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
    int failed = -1;
    if (archive)
        failed = unpack(archive, name, ret_bytes, ret_size, err);
    else
        err_set(err, ERR_USE, "this is no .npz file, or a damaged one: %s", lib.zip_error_strerror(&why));
    if (archive)
        lib.zip_discard(archive);
    else
        lib.zip_source_free(source);
    lib.zip_error_fini(&why);
    return failed;
}
