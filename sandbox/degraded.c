#include "sandbox/degraded.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sandbox/call.h"
#include "sandbox/mounts.h"

static const char prefix[] = "judge-box-";
static char folder[64]; /* made by this process */

struct entry { /* of getdents64 */
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

/* Calls `each` for every name in an open folder; `to` is for its use. */
static void for_each_name(int fd, int to, void (*each)(int fd, const char *name, int to))
{
    char buffer[8192] __attribute__((aligned(8)));
    long size;
    lseek(fd, 0, SEEK_SET);
    while ((size = call(SYS_getdents64, fd, buffer, sizeof buffer)) > 0)
        for (long at = 0; at < size;) {
            const struct entry *entry = (const struct entry *)(buffer + at);
            if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0)
                each(fd, entry->name, to);
            at += entry->length;
        }
}

/* By descriptors and without following links: the content was made by an enemy. */
static void remove_tree(int parent, const char *name, int unused)
{
    (void)unused;
    if (call(SYS_unlinkat, parent, name, 0) == 0)
        return;
    int fd = (int)call(SYS_openat, parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    for_each_name(fd, -1, remove_tree);
    call(SYS_close, fd);
    call(SYS_unlinkat, parent, name, AT_REMOVEDIR);
}

/* The part of `path` behind `root`, or NULL if it does not lie there. */
static const char *behind(const char *path, const char *root)
{
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0) ? path + length : NULL;
}

/* ---- mounts ---- */

/* What the box is to see at /a/b is at a/b in its folder. */

static void copy_bytes(int from, int to)
{
    static char buffer[64 << 10];
    long size;
    while ((size = call(SYS_read, from, buffer, sizeof buffer)) > 0)
        if (call(SYS_write, to, buffer, size) != size)
            break; /* no room: the compiler says what it cannot read */
}

static void copy_below(int parent, const char *name, int to);

/* Copies a file or a folder. -1: it cannot be read, or there is no place for it. */
static int copy_as(int parent, const char *name, int to, const char *as)
{
    struct stat status;
    int fd = (int)call(SYS_openat, parent, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    int copy = -1;
    if (fd < 0 || call(SYS_newfstatat, fd, "", &status, AT_EMPTY_PATH) != 0)
        status.st_mode = 0;
    if (S_ISDIR(status.st_mode) && call(SYS_mkdirat, to, as, 0755) == 0) {
        copy = (int)call(SYS_openat, to, as, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        for_each_name(fd, copy, copy_below);
    } else if (S_ISREG(status.st_mode)) {
        copy = (int)call(SYS_openat, to, as, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        copy_bytes(fd, copy);
    }
    call(SYS_close, copy);
    call(SYS_close, fd);
    return copy < 0 ? -1 : 0;
}

static void copy_below(int parent, const char *name, int to)
{
    copy_as(parent, name, to, name);
}

/* Root's repository may stand where nobody else may go. */
static bool is_reachable(const struct keeper *keeper, const char *path)
{
    if (!keeper->drop)
        return true;
    call(SYS_setgroups, 0, NULL); /* root's groups are not the program's */
    call(SYS_setfsgid, keeper->gid);
    call(SYS_setfsuid, keeper->uid);
    int fd = (int)call(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    int inside = (int)call(SYS_openat, fd, ".", O_PATH | O_CLOEXEC);
    bool reachable = fd >= 0 && (inside >= 0 || errno == ENOTDIR);
    call(SYS_close, inside);
    call(SYS_close, fd);
    call(SYS_setfsuid, 0);
    call(SYS_setfsgid, 0);
    return reachable;
}

/* Makes the folders above the last part of `path`, and returns that part, for which it enters them: a descriptor. */
static int make_above(const char *path, const char **ret_last)
{
    char part[256];
    int fd = (int)call(SYS_openat, AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    const char *slash;
    for (path++; (slash = strchr(path, '/')) && fd >= 0; path = slash + 1) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        call(SYS_mkdirat, fd, part, 0755);
        int below = (int)call(SYS_openat, fd, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        call(SYS_close, fd);
        fd = below;
    }
    *ret_last = path;
    return fd;
}

/* A link to what the machine has, or a copy of it. */
static int make_mount(const struct keeper *keeper, const char *host, const char *box)
{
    const char *last;
    int above = make_above(box, &last);
    int failed = -1;
    if (above >= 0 && is_reachable(keeper, host))
        failed = (int)call(SYS_symlinkat, host, above, last);
    else if (above >= 0)
        failed = copy_as(AT_FDCWD, host, above, last);
    call(SYS_close, above);
    return failed;
}

static int make_mounts(const struct keeper *keeper, const struct job *job, struct fault *fault)
{
    for (int i = 0; i < job->head.mount_count; i++)
        if (make_mount(keeper, job->mount_host[i], job->mount_box[i]) != 0)
            return fault_set_path(fault, "show", job->mount_host[i]);
    return 0;
}

/* ---- arguments ---- */

static int change_argument(const struct job *job, const char **argument, char **room, size_t *left)
{
    const char *path = strchr(*argument, '/');
    if (!path)
        return 0;
    const char *rest = behind(path, MOUNTS_WORK);
    bool in_mounts = false; /* or above one */
    for (int i = 0; i < job->head.mount_count; i++)
        in_mounts |= behind(path, job->mount_box[i]) || behind(job->mount_box[i], path);
    if (!rest && !in_mounts)
        return 0;
    /* ".//guest/x.h": who shortens "/guest/x.h" to "x.h" in messages makes "./x.h" of it */
    int length =
        snprintf(*room, *left, "%.*s.%s%s", (int)(path - *argument), *argument, rest ? "" : "/", rest ? rest : path);
    if (length < 0 || (size_t)length >= *left)
        return -1;
    *argument = *room;
    *room += length + 1;
    *left -= (size_t)length + 1;
    return 0;
}

int degraded_work(const struct keeper *keeper, struct job *job, struct fault *fault)
{
    static char text[JOB_BYTES_MAX];
    char *room = text;
    size_t left = sizeof text;
    snprintf(folder, sizeof folder, "/tmp/%s%d", prefix, (int)getpid());
    remove_tree(AT_FDCWD, folder, -1); /* of an earlier process with our number */
    if (call(SYS_mkdirat, AT_FDCWD, folder, 0700) != 0)
        return fault_set_path(fault, "make", folder);
    if (keeper->drop && call(SYS_fchownat, AT_FDCWD, folder, keeper->uid, keeper->gid, AT_SYMLINK_NOFOLLOW) != 0)
        return fault_set_path(fault, "give away", folder);
    if (call(SYS_chdir, folder) != 0)
        return fault_set_path(fault, "enter", folder);
    if (make_mounts(keeper, job, fault) != 0)
        return -1;
    for (int i = 0; i < job->head.argc; i++)
        if (change_argument(job, &job->argv[i], &room, &left) != 0)
            return fault_set(fault, "rewrite arguments");
    return 0;
}

void degraded_clean(void)
{
    if (folder[0])
        remove_tree(AT_FDCWD, folder, -1);
}

static void remove_if_stale(int fd, const char *name, int unused)
{
    (void)unused;
    if (strncmp(name, prefix, sizeof prefix - 1) != 0)
        return;
    long pid = strtol(name + sizeof prefix - 1, NULL, 10);
    if (pid > 0 && call(SYS_kill, pid, 0) != 0 && errno == ESRCH)
        remove_tree(fd, name, -1);
}

void degraded_clean_stale(void)
{
    int fd = (int)call(SYS_openat, AT_FDCWD, "/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    for_each_name(fd, -1, remove_if_stale);
    call(SYS_close, fd);
}
