#include "judge/problem/attachment.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/memory_file.h"
#include "judge/problem/npz.h"
#include "judge/problem/shape.h"

void attachments_init(struct attachments *attachments, int folder)
{
    *attachments = (struct attachments){.folder = folder};
}

void attachments_release(struct attachments *attachments)
{
    for (int i = 0; i < attachments->count; i++)
        free(attachments->at[i].name);
    free(attachments->at);
    free(attachments->last);
    free(attachments->bytes);
    attachments_init(attachments, -1);
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static int no_file(struct err *err)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return err_set(err, ERR_USE, "the problem's folder has no such file");
    if (errno == ELOOP)
        return err_set(err, ERR_USE, "a symbolic link stands there; put the file itself into the problem's folder");
    return err_set(err, ERR_USE, "cannot be read: %s", strerrordesc_np(errno));
}

/* The next part of a path, up to the slash behind it, or to the end; -1 when it is not plain. */
static int next_part(const char **path, char part[ATTACHMENT_PATH_MAX + 1], struct err *err)
{
    const size_t length = strcspn(*path, "/");
    if (length == 0 || length > ATTACHMENT_PATH_MAX || strspn(*path, ".") >= length)
        return err_set(err, ERR_USE, "a path within the problem's folder expected, like \"data/x.npy\"");
    memcpy(part, *path, length);
    part[length] = '\0';
    *path += length + ((*path)[length] == '/');
    return 0;
}

/* Part by part, so that no link leads out. O_NONBLOCK: a pipe is refused, not waited for. */
static int open_inside(int folder, const char *path, struct err *err)
{
    char part[ATTACHMENT_PATH_MAX + 1];
    int fd = -1;
    do {
        const int from = fd < 0 ? folder : fd;
        if (next_part(&path, part, err)) {
            close_fd(&fd);
            return -1;
        }
        const int flags = *path ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY;
        const int next = openat(from, part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | flags);
        struct stat status;
        if (next < 0 && errno == ENOTDIR)
            errno = fstatat(from, part, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode) ? ELOOP : ENOTDIR;
        close_fd(&fd);
        fd = next;
    } while (fd >= 0 && *path);
    return fd < 0 ? no_file(err) : fd;
}

/* What changes while it is read may come short, never long. */
static int read_open(struct attachments *attachments, int fd, struct err *err)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return err_system(err, "cannot be read");
    if (!S_ISREG(status.st_mode))
        return err_set(err, ERR_USE, "not a regular file");
    if (status.st_size > ATTACHMENT_BYTES_MAX)
        return err_set(err, ERR_USE, "larger than %d MiB", ATTACHMENT_BYTES_MAX >> 20);
    const size_t size = (size_t)status.st_size;
    if (attachments->bytes_read + size > ATTACHMENTS_BYTES_MAX)
        return err_set(
            err, ERR_USE,
            "the problem reads more than %d MiB of files; name the arrays of one .npz file one after another",
            ATTACHMENTS_BYTES_MAX >> 20);
    char *bytes = xmalloc(size);
    size_t done = 0;
    ssize_t got = 1;
    while (done < size && got != 0) {
        got = read(fd, bytes + done, size - done);
        if (got < 0 && errno != EINTR) {
            free(bytes);
            return err_system(err, "cannot be read");
        }
        done += got > 0 ? (size_t)got : 0;
    }
    attachments->bytes = bytes;
    attachments->size = done;
    attachments->bytes_read += done;
    return 0;
}

static void remember(struct attachments *attachments, const char *path)
{
    attachments->last = xstrdup(path);
    for (int i = 0; i < attachments->count; i++) {
        if (strcmp(attachments->at[i].name, path) == 0)
            return;
    }
    attachments->at = xrealloc(attachments->at, (size_t)(attachments->count + 1) * sizeof *attachments->at);
    attachments->at[attachments->count++] =
        (struct attachment){.name = xstrdup(path), .digest = digest_of(attachments->bytes, attachments->size)};
}

static int read_file(struct attachments *attachments, const char *path, struct err *err)
{
    if (attachments->last && strcmp(attachments->last, path) == 0)
        return 0;
    free(attachments->last);
    free(attachments->bytes);
    attachments->last = NULL;
    attachments->bytes = NULL;
    if (attachments->folder < 0)
        return err_set(err, ERR_USE, "there is no folder to read it from");
    const int fd = open_inside(attachments->folder, path, err);
    if (fd < 0)
        return -1;
    const int failed = read_open(attachments, fd, err);
    close(fd);
    if (failed)
        return -1;
    remember(attachments, path);
    return 0;
}

/* --- the array ---------------------------------------------------------------------------------------------------- */

static int value_of(const void *bytes, size_t size, enum frame_kind kind, struct value *ret_value, struct err *err)
{
    struct npy array;
    char shape[256];
    if (npy_parse(bytes, size, &array, err))
        return -1;
    if (shape_elements(array.rank, array.shape) < 0)
        return err_set(err, ERR_USE, "the shape %s is larger than %d in one dimension or than %d in all",
                       value_shape_text(array.rank, array.shape, shape, sizeof shape), SHAPE_DIM_MAX,
                       SHAPE_ELEMENTS_MAX);
    return npy_value(&array, kind, ret_value, err);
}

static int unpacked_value(const struct attachments *attachments, const char *name, enum frame_kind kind,
                          struct value *ret_value, struct err *err)
{
    void *bytes;
    size_t size;
    if (npz_unpack(attachments->bytes, attachments->size, name, &bytes, &size, err))
        return -1;
    const int failed = value_of(bytes, size, kind, ret_value, err);
    free(bytes);
    return failed ? err_prefix(err, "array '%.100s'", name) : 0;
}

int attachment_value(struct attachments *attachments, const char *path, const char *name, enum frame_kind kind,
                     struct value *ret_value, struct err *err)
{
    if (read_file(attachments, path, err) ||
        (name ? unpacked_value(attachments, name, kind, ret_value, err)
              : value_of(attachments->bytes, attachments->size, kind, ret_value, err)))
        return err_prefix(err, "'%.255s'", path);
    attachments->bytes_made += (size_t)value_size(ret_value) * sizeof(double);
    if (attachments->bytes_made > ATTACHMENTS_BYTES_MAX) {
        value_release(ret_value);
        return err_set(err, ERR_USE, "'%.255s': the arrays of the problem hold more than %d MiB", path,
                       ATTACHMENTS_BYTES_MAX >> 20);
    }
    return 0;
}
