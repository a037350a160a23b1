#include "judge/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/value.h"

/* One byte more than is allowed tells that there is too much. */
static int read_open(int fd, const char *path, size_t max, struct text *text, struct err *err)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return err_set(err, ERR_USE, "'%s' is not an ordinary file", path);
    char buffer[65536];
    size_t size = 0;
    for (ssize_t got = 1; got > 0;) {
        got = read(fd, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got < 0)
            return err_set(err, ERR_USE, "'%s' cannot be read: %s", path, strerrordesc_np(errno));
        else if ((size += (size_t)got) > max)
            return err_set(err, ERR_USE, "'%s' is larger than %zu KiB", path, max / 1024);
        else
            text_add_bytes(text, buffer, (size_t)got);
    }
    return 0;
}

int file_read(const char *path, size_t max, enum file_links links, struct text *text, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (links == FILE_NO_LINK ? O_NOFOLLOW : 0));
    if (fd < 0)
        return err_set(err, ERR_USE, "'%s' cannot be read: %s", path, strerrordesc_np(errno));
    int failed = read_open(fd, path, max, text, err);
    close(fd);
    return failed;
}
