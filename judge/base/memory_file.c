#include "judge/base/memory_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/value.h"

void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

int memory_file(const char *name, const void *bytes, size_t size, struct err *err)
{
    int fd = memfd_create(name, MFD_CLOEXEC);
    if (fd < 0)
        return err_system(err, "cannot make a memory file");
    for (size_t done = 0; done < size;) {
        ssize_t wrote = pwrite(fd, (const char *)bytes + done, size - done, (off_t)done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0) {
            err_system(err, "cannot write a memory file");
            close(fd);
            return -1;
        }
        done += (size_t)wrote;
    }
    return fd;
}

int memory_file_read(int fd, size_t max, char **ret_bytes, size_t *ret_size, struct err *err)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return err_system(err, "cannot read a memory file");
    size_t size = status.st_size < 0 ? 0 : (size_t)status.st_size;
    if (size > max)
        size = max;
    char *bytes = xmalloc(size + 1);
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(fd, bytes + done, size - done, (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    bytes[done] = '\0';
    *ret_bytes = bytes;
    *ret_size = done;
    return 0;
}

int memory_file_seal(int fd, struct err *err)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    fchmod(fd, 0555);
    int again = open(path, O_RDONLY | O_CLOEXEC);
    if (again < 0)
        err_system(err, "cannot reopen a memory file");
    close(fd);
    return again;
}
