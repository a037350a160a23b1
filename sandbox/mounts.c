#include "sandbox/mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "sandbox/call.h"
#include "sandbox/landlock.h"

#define C (1u << BOX_COMPILE)
#define P (1u << BOX_RUN_PYTHON)

/* Not /usr as a whole: /usr/local and /usr/share may hold the judge's own problems and references. Not /etc: the
 * assembler's .incbin and #line with an error quote any readable file. A link of the machine is copied as a link. */
const struct mount_row mount_rows[] = {
    {"/usr/bin", C | P, MOUNT_EXECUTE},
    {"/usr/lib", C | P, MOUNT_EXECUTE},
    {"/usr/lib32", C | P, MOUNT_EXECUTE},
    {"/usr/lib64", C | P, MOUNT_EXECUTE},
    {"/usr/libexec", C, MOUNT_EXECUTE},
    {"/usr/include", C, MOUNT_READ},
    {"/usr/local/lib/python3", P, MOUNT_EXECUTE},
    {"/usr/local/lib/python3.9", P, MOUNT_EXECUTE},
    {"/usr/local/lib/python3.10", P, MOUNT_EXECUTE},
    {"/usr/local/lib/python3.11", P, MOUNT_EXECUTE},
    {"/usr/local/lib/python3.12", P, MOUNT_EXECUTE},
    {"/usr/local/lib/python3.13", P, MOUNT_EXECUTE},
    {"/bin", C | P, MOUNT_EXECUTE},
    {"/lib", C | P, MOUNT_EXECUTE},
    {"/lib32", C | P, MOUNT_EXECUTE},
    {"/lib64", C | P, MOUNT_EXECUTE},
    {"/etc/ld.so.cache", C | P, MOUNT_READ}, /* the loader searches folders without it */
    {"/etc/alternatives", P, MOUNT_READ},    /* Debian's libblas.so.3 is a link into it */
    {"/dev/null", C | P, MOUNT_DEVICE},
    {"/dev/zero", P, MOUNT_DEVICE},
    {"/dev/urandom", P, MOUNT_DEVICE},
    {"/proc/cpuinfo", P, MOUNT_READ}, /* PyTorch complains on stderr in every run without it; the one file only */
};
const int mount_row_count = sizeof mount_rows / sizeof mount_rows[0];

enum { ROWS_MAX = 32, WORK_MIB = 64, WORK_FILES = 1024 };
_Static_assert(sizeof mount_rows / sizeof mount_rows[0] <= ROWS_MAX, "a row has a place");

/* Where the new root is put together: any folder will do, the namespace is ours. */
static const char landing[] = "/tmp";

int mounts_make_private(struct fault *fault)
{
    return call(SYS_mount, NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
               ? 0
               : fault_set(fault, "make the mount namespace private");
}

static int enter_landing(struct fault *fault)
{
    if (call(SYS_chdir, landing) != 0)
        return fault_set(fault, "enter the new root");
    if (call(SYS_pivot_root, ".", ".") != 0)
        return fault_set(fault, "pivot_root");
    if (call(SYS_umount2, ".", MNT_DETACH) != 0)
        return fault_set(fault, "detach the old root");
    return call(SYS_chdir, "/") == 0 ? 0 : fault_set(fault, "enter the root");
}

static int set_attributes(int fd, unsigned flags, uint64_t attributes, const char *path, struct fault *fault)
{
    struct mount_attr change = {.attr_set = attributes};
    return call(SYS_mount_setattr, fd, "", AT_EMPTY_PATH | flags, &change, sizeof change) == 0
               ? 0
               : fault_set_path(fault, "protect the mount", path);
}

static int seal(const char *path, struct fault *fault)
{
    int fd = (int)call(SYS_openat, AT_FDCWD, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fault_set_path(fault, "open", path);
    int failed = set_attributes(fd, 0, MOUNT_ATTR_RDONLY, path, fault);
    call(SYS_close, fd);
    return failed;
}

static int seal_root(struct fault *fault)
{
    return seal("/", fault);
}

int mounts_seal_work(struct fault *fault)
{
    return seal(".", fault);
}

static int mount_tmpfs(const char *path, const char *options, struct fault *fault)
{
    return call(SYS_mount, "tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) == 0
               ? 0
               : fault_set_path(fault, "mount a tmpfs on", path);
}

int mounts_empty_root(struct fault *fault)
{
    if (mount_tmpfs(landing, "mode=0555,size=4k,nr_inodes=1", fault) != 0 || enter_landing(fault) != 0)
        return -1;
    return seal_root(fault);
}

/* A detached copy of a part of the machine's tree; -1 with errno. */
static int clone_tree(const char *path)
{
    return (int)call(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
}

/* Makes the folders above `path` (relative to the current folder), and at its end a folder, or a file to mount on. */
static int make_place(const char *path, bool folder)
{
    char part[512];
    for (size_t i = 1; path[i]; i++)
        if (path[i] == '/' && i < sizeof part) {
            memcpy(part, path, i);
            part[i] = 0;
            if (call(SYS_mkdirat, AT_FDCWD, part, 0755) != 0 && errno != EEXIST)
                return -1;
        }
    if (folder)
        return call(SYS_mkdirat, AT_FDCWD, path, 0755) == 0 || errno == EEXIST ? 0 : -1;
    int fd = (int)call(SYS_openat, AT_FDCWD, path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0444);
    if (fd < 0)
        return -1;
    call(SYS_close, fd);
    return 0;
}

/* Moves a detached tree to `path` in the root that is being put together. */
static int place_tree(int tree, const char *path, uint64_t attributes, struct fault *fault)
{
    struct stat status;
    if (call(SYS_newfstatat, tree, "", &status, AT_EMPTY_PATH) != 0)
        return fault_set_path(fault, "inspect", path);
    if (set_attributes(tree, AT_RECURSIVE, attributes, path, fault) != 0)
        return -1;
    if (make_place(path + 1, S_ISDIR(status.st_mode)) != 0)
        return fault_set_path(fault, "make the mount point", path);
    if (call(SYS_move_mount, tree, "", AT_FDCWD, path + 1, MOVE_MOUNT_F_EMPTY_PATH) != 0)
        return fault_set_path(fault, "mount", path);
    return 0;
}

/* Rows of the machine are cloned before the landing hides them. */
struct trees {
    int row[ROWS_MAX];        /* -1: absent, or a link */
    char link[ROWS_MAX][128]; /* its target */
    int job[BOX_MOUNTS_MAX];
};

static int clone_rows(const struct job *job, struct trees *ret_trees, struct fault *fault)
{
    for (int i = 0; i < mount_row_count; i++) {
        ret_trees->row[i] = -1;
        ret_trees->link[i][0] = 0;
        if (!(mount_rows[i].policies & (1u << job->head.policy)))
            continue;
        long length =
            call(SYS_readlinkat, AT_FDCWD, mount_rows[i].path, ret_trees->link[i], sizeof ret_trees->link[0] - 1);
        if (length > 0) {
            ret_trees->link[i][length] = 0;
            continue;
        }
        ret_trees->row[i] = clone_tree(mount_rows[i].path);
        if (ret_trees->row[i] < 0 && errno != ENOENT)
            return fault_set_path(fault, "copy the tree", mount_rows[i].path);
    }
    for (int i = 0; i < job->head.mount_count; i++) {
        ret_trees->job[i] = job->head.mounts_are_open ? job->mount_fd[i] : clone_tree(job->mount_host[i]);
        if (ret_trees->job[i] < 0)
            return fault_set_path(fault, "copy the tree", job->mount_host[i]);
    }
    return 0;
}

static int place_rows(const struct job *job, const struct trees *trees, struct fault *fault)
{
    const uint64_t common = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;
    for (int i = 0; i < mount_row_count; i++) {
        const char *path = mount_rows[i].path;
        if (trees->link[i][0] && call(SYS_symlinkat, trees->link[i], AT_FDCWD, path + 1) != 0)
            return fault_set_path(fault, "make the link", path);
        if (trees->row[i] < 0)
            continue;
        uint64_t kind = mount_rows[i].kind == MOUNT_DEVICE ? MOUNT_ATTR_NOEXEC
                        : mount_rows[i].kind == MOUNT_READ ? MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC
                                                           : MOUNT_ATTR_NODEV;
        if (place_tree(trees->row[i], path, common | kind, fault) != 0)
            return -1;
        call(SYS_close, trees->row[i]);
    }
    for (int i = 0; i < job->head.mount_count; i++) {
        if (place_tree(trees->job[i], job->mount_box[i], common | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, fault) != 0)
            return -1;
        call(SYS_close, trees->job[i]);
    }
    return 0;
}

static int make_work(const struct keeper *keeper, struct fault *fault)
{
    char options[128];
    snprintf(options, sizeof options, "mode=0700,size=%dm,nr_inodes=%d,uid=%d,gid=%d", WORK_MIB, WORK_FILES,
             (int)keeper->uid, (int)keeper->gid);
    const char *work = &MOUNTS_WORK[1];
    if (make_place(work, true) != 0 || call(SYS_symlinkat, work, AT_FDCWD, "tmp") != 0)
        return fault_set(fault, "make the work folder");
    return mount_tmpfs(work, options, fault);
}

int mounts_box_root(const struct keeper *keeper, const struct job *job, struct fault *fault)
{
    struct trees trees;
    if (clone_rows(job, &trees, fault) != 0)
        return -1;
    if (mount_tmpfs(landing, "mode=0755,size=64k,nr_inodes=128", fault) != 0)
        return -1;
    if (call(SYS_chdir, landing) != 0)
        return fault_set(fault, "enter the new root");
    if (place_rows(job, &trees, fault) != 0 || make_work(keeper, fault) != 0)
        return -1;
    if (enter_landing(fault) != 0 || seal_root(fault) != 0)
        return -1;
    return call(SYS_chdir, MOUNTS_WORK) == 0 ? 0 : fault_set(fault, "enter the work folder");
}

static int allow(int ruleset, const char *path, enum landlock_use use, struct fault *fault)
{
    int fd = (int)call(SYS_openat, AT_FDCWD, path, O_PATH | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return 0;
    int failed = fd < 0 ? -1 : landlock_allow(ruleset, fd, use);
    if (failed)
        fault_set_path(fault, "allow in Landlock", path);
    if (fd >= 0)
        call(SYS_close, fd);
    return failed;
}

int mounts_ruleset(const struct keeper *keeper, const struct job *job, struct fault *fault)
{
    static const enum landlock_use uses[] = {
        [MOUNT_READ] = LANDLOCK_READ, [MOUNT_EXECUTE] = LANDLOCK_EXECUTE, [MOUNT_DEVICE] = LANDLOCK_READ_WRITE};
    int ruleset = landlock_new();
    if (ruleset < 0)
        return fault_set(fault, "make a Landlock ruleset");
    bool moved = keeper->isolation != ISOLATION_NONE;
    int failed = allow(ruleset, ".", job->head.seal_work ? LANDLOCK_READ : LANDLOCK_WORK, fault);
    for (int i = 0; i < mount_row_count && !failed; i++)
        if (mount_rows[i].policies & (1u << job->head.policy))
            failed = allow(ruleset, mount_rows[i].path, uses[mount_rows[i].kind], fault);
    for (int i = 0; i < job->head.mount_count && !failed; i++)
        failed = allow(ruleset, moved ? job->mount_box[i] : job->mount_host[i], LANDLOCK_READ, fault);
    return failed ? -1 : ruleset;
}
