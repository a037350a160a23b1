#include "judge/judging/cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/value.h"

static char *path_of(const char *folder, const char *what, const struct digest *digest)
{
    char hex[DIGEST_HEX];
    return xasprintf("%s/%s-%s", folder, what, digest_hex(digest, hex));
}

int cache_open(const char *folder, const char *what, const struct digest *digest)
{
    char *path = path_of(folder, what, digest);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    free(path);
    return fd;
}

static int copy(int from, int to)
{
    struct stat status;
    off_t offset = 0;
    if (fstat(from, &status) < 0)
        return -1;
    while (offset < status.st_size) {
        if (sendfile(to, from, &offset, (size_t)(status.st_size - offset)) <= 0)
            return -1;
    }
    return 0;
}

void cache_put(const char *folder, const char *what, const struct digest *digest, int fd, unsigned mode)
{
    char *path = path_of(folder, what, digest), *aside = xasprintf("%s/new-XXXXXX", folder);
    int to = mkostemp(aside, O_CLOEXEC);
    if (to >= 0) {
        int failed = copy(fd, to) || fchmod(to, mode);
        close(to); /* before the rename: a program that somebody may still write cannot be executed */
        if (failed || rename(aside, path) < 0)
            unlink(aside);
    }
    free(aside);
    free(path);
}
