#include "sandbox/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sandbox/call.h"
#include "sandbox/mounts.h"

/* Copies `size` bytes from the beginning of one to the current offset of the other. */
static int copy(int to, int from, int64_t size)
{
    off_t at = 0;
    while (at < size) {
        long done = call(SYS_sendfile, to, from, &at, (size_t)(size - at));
        if (done == 0)
            errno = EIO; /* shorter than it was */
        if (done <= 0)
            return -1;
    }
    return 0;
}

int files_put(const char *name, int fd)
{
    struct stat status;
    if (call(SYS_newfstatat, fd, "", &status, AT_EMPTY_PATH) != 0)
        return -1;
    int to = (int)call(SYS_openat, AT_FDCWD, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (to < 0)
        return -1;
    int failed = copy(to, fd, status.st_size);
    call(SYS_close, to);
    return failed;
}

enum files_result files_collect(const char *name, int fd, int64_t max)
{
    struct stat status;
    enum files_result result = FILES_ABSENT;
    int from = (int)call(SYS_openat, AT_FDCWD, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (from < 0)
        return FILES_ABSENT;
    if (call(SYS_newfstatat, from, "", &status, AT_EMPTY_PATH) == 0 && S_ISREG(status.st_mode) &&
        status.st_nlink == 1) {
        if (status.st_size > max)
            result = FILES_TOO_LARGE;
        else if (lseek(fd, 0, SEEK_SET) == 0 && copy(fd, from, status.st_size) == 0)
            result = FILES_COPIED;
    }
    call(SYS_close, from);
    return result;
}
