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

/* Calls `each` for every name in an open folder. Names are read again from the start while some were removed. */
static void for_each_name(int fd, void (*each)(int fd, const char *name))
{
    char buffer[8192] __attribute__((aligned(8)));
    long size;
    lseek(fd, 0, SEEK_SET);
    while ((size = call(SYS_getdents64, fd, buffer, sizeof buffer)) > 0)
        for (long at = 0; at < size;) {
            const struct entry *entry = (const struct entry *)(buffer + at);
            if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0)
                each(fd, entry->name);
            at += entry->length;
        }
}

/* By descriptors and without following links: the content was made by an enemy. */
static void remove_tree(int parent, const char *name)
{
    if (call(SYS_unlinkat, parent, name, 0) == 0)
        return;
    int fd = (int)call(SYS_openat, parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    for_each_name(fd, remove_tree);
    call(SYS_close, fd);
    call(SYS_unlinkat, parent, name, AT_REMOVEDIR);
}

/* The part of `path` behind `root`, or NULL if it does not lie there. */
static const char *behind(const char *path, const char *root)
{
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0) ? path + length : NULL;
}

static int change_argument(const struct job *job, const char **argument, char **room, size_t *left)
{
    const char *path = strchr(*argument, '/');
    if (!path)
        return 0;
    const char *rest = behind(path, MOUNTS_WORK);
    const char *real = ".";
    for (int i = 0; i < job->head.mount_count && !rest; i++) {
        rest = behind(path, job->mount_box[i]);
        real = job->mount_host[i];
    }
    if (!rest)
        return 0;
    int length = snprintf(*room, *left, "%.*s%s%s", (int)(path - *argument), *argument, real, rest);
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
    remove_tree(AT_FDCWD, folder); /* of an earlier process with our number */
    if (call(SYS_mkdirat, AT_FDCWD, folder, 0700) != 0)
        return fault_set_path(fault, "make", folder);
    if (keeper->drop && call(SYS_fchownat, AT_FDCWD, folder, keeper->uid, keeper->gid, AT_SYMLINK_NOFOLLOW) != 0)
        return fault_set_path(fault, "give away", folder);
    if (call(SYS_chdir, folder) != 0)
        return fault_set_path(fault, "enter", folder);
    for (int i = 0; i < job->head.argc; i++)
        if (change_argument(job, &job->argv[i], &room, &left) != 0)
            return fault_set(fault, "rewrite arguments");
    return 0;
}

void degraded_clean(void)
{
    if (folder[0])
        remove_tree(AT_FDCWD, folder);
}

static void remove_if_stale(int fd, const char *name)
{
    if (strncmp(name, prefix, sizeof prefix - 1) != 0)
        return;
    long pid = strtol(name + sizeof prefix - 1, NULL, 10);
    if (pid > 0 && call(SYS_kill, pid, 0) != 0 && errno == ESRCH)
        remove_tree(fd, name);
}

void degraded_clean_stale(void)
{
    int fd = (int)call(SYS_openat, AT_FDCWD, "/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    for_each_name(fd, remove_if_stale);
    call(SYS_close, fd);
}
