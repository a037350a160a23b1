#include "sandbox/programs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <time.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010u
#endif

enum { SEALS = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL, SEAL_TRIES = 50 };

void programs_init(struct programs *programs)
{
    programs->next = 0;
    for (int i = 0; i < PROGRAMS_KEPT; i++)
        programs->kept[i].fd = -1;
}

void programs_release(struct programs *programs)
{
    for (int i = 0; i < PROGRAMS_KEPT; i++)
        if (programs->kept[i].fd >= 0)
            close(programs->kept[i].fd);
    programs_init(programs);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Kernels before 6.3 do not know MFD_EXEC, and later ones may be told to insist on it. */
static int new_memory_file(void)
{
    int fd = memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    return fd < 0 && errno == EINVAL ? memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING) : fd;
}

/* The kernel refuses while it holds one of the pages for reasons of its own (reclaim, compaction), which passes. */
static int seal(int fd)
{
    const struct timespec pause = {0, 10000000};
    int failed;
    for (int i = 0; (failed = fcntl(fd, F_ADD_SEALS, SEALS)) != 0 && errno == EBUSY && i < SEAL_TRIES; i++)
        nanosleep(&pause, NULL);
    return failed;
}

static int copy_sealed(int from, off_t size, struct err *err)
{
    off_t at = 0;
    int fd = new_memory_file();
    if (fd < 0)
        return err_system(err, "cannot make an executable file in memory");
    while (at < size) {
        ssize_t done = sendfile(fd, from, &at, (size_t)(size - at));
        if (done <= 0)
            break;
    }
    if (at == size && seal(fd) == 0)
        return fd;
    err_system(err, "cannot copy a program into memory");
    close(fd);
    return -1;
}

int programs_seal(struct programs *programs, int fd, int *ret_fd, struct err *err)
{
    struct stat status;
    *ret_fd = fd;
    if (fcntl(fd, F_GET_SEALS) >= 0 && fstat(fd, &status) == 0 && status.st_nlink == 0 && (status.st_mode & S_IXOTH))
        return 0; /* F_GET_SEALS also works for files on a tmpfs, which have a name */
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return err_set(err, ERR_JUDGE, "cannot run a program that is not a regular file");
    for (int i = 0; i < PROGRAMS_KEPT; i++)
        if (programs->kept[i].fd >= 0 && same_file(&programs->kept[i].of, &status)) {
            *ret_fd = programs->kept[i].fd;
            return 0;
        }
    int copy = copy_sealed(fd, status.st_size, err);
    if (copy < 0)
        return -1;
    int place = programs->next++ % PROGRAMS_KEPT;
    if (programs->kept[place].fd >= 0)
        close(programs->kept[place].fd);
    programs->kept[place].fd = copy;
    programs->kept[place].of = status;
    *ret_fd = copy;
    return 0;
}
