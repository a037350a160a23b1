#include "sandbox/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/call.h"
#include "sandbox/message.h"
#include "sandbox/statm.h"

#define PREFIX "judge-box-"

/* The folders in which groups are made: one for version 2, one a controller for version 1. */
struct place {
    int version;
    int folders;
    char folder[2][PATH_MAX];
};

enum file { MEMORY_PROCS, MEMORY_LIMIT, MEMORY_SWAP, MEMORY_EVENTS, PIDS_PROCS, PIDS_LIMIT };

static const struct {
    const char *name[3]; /* by version; NULL: there is none, or none is needed */
    int folder[3];
} files[] = {
    [MEMORY_PROCS] = {{NULL, "cgroup.procs", "cgroup.procs"}, {0, 0, 0}},
    [MEMORY_LIMIT] = {{NULL, "memory.limit_in_bytes", "memory.max"}, {0, 0, 0}},
    [MEMORY_SWAP] = {{NULL, NULL, "memory.swap.max"}, {0, 0, 0}},
    [MEMORY_EVENTS] = {{NULL, "memory.oom_control", "memory.events"}, {0, 0, 0}},
    [PIDS_PROCS] = {{NULL, "cgroup.procs", NULL}, {0, 1, 0}},
    [PIDS_LIMIT] = {{NULL, "pids.max", "pids.max"}, {0, 1, 0}},
};

/* ---- where ---- */

/* Our group in a hierarchy, as /proc/self/cgroup tells: "4:memory:/a/b" or, with controller "", "0::/a/b". */
static bool own_group(const char *controller, char *ret_path)
{
    char line[PATH_MAX + 64];
    bool found = false;
    FILE *list = fopen("/proc/self/cgroup", "re");
    while (list && !found && fgets(line, sizeof line, list)) {
        line[strcspn(line, "\n")] = 0;
        char *name = strchr(line, ':');
        char *path = name ? strchr(name + 1, ':') : NULL;
        if (!path)
            continue;
        *path++ = 0;
        found = strcmp(name + 1, controller) == 0;
        if (found)
            snprintf(ret_path, PATH_MAX, "%.*s", PATH_MAX - 1, path);
    }
    if (list)
        fclose(list);
    return found;
}

static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += length)
        if ((at == list || at[-1] == ',' || at[-1] == ' ') && (!at[length] || strchr(", \n", at[length])))
            return true;
    return false;
}

/* Where a hierarchy is mounted, and which part of it is: in a container the mount begins below its root. */
static bool mount_of(const char *type, const char *controller, char *ret_root, char *ret_mount)
{
    char line[2 * PATH_MAX], found_type[32], options[256];
    bool found = false;
    FILE *list = fopen("/proc/self/mountinfo", "re");
    while (list && !found && fgets(line, sizeof line, list)) {
        const char *tail = strstr(line, " - ");
        found = tail && sscanf(line, "%*d %*d %*s %4095s %4095s", ret_root, ret_mount) == 2 &&
                sscanf(tail, " - %31s %*s %255s", found_type, options) == 2 && strcmp(found_type, type) == 0 &&
                (!controller || has_word(options, controller));
    }
    if (list)
        fclose(list);
    return found;
}

static bool own_folder(const char *type, const char *controller, char *ret_folder)
{
    char group[PATH_MAX], root[PATH_MAX], mount[PATH_MAX];
    if (!own_group(controller ? controller : "", group) || !mount_of(type, controller, root, mount))
        return false;
    const char *below = group;
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (strncmp(group, root, length) == 0)
        below += length;
    return snprintf(ret_folder, PATH_MAX, "%s%s", mount, strcmp(below, "/") == 0 ? "" : below) < PATH_MAX &&
           access(ret_folder, X_OK) == 0;
}

static bool offers(const char *folder, const char *controller)
{
    char path[PATH_MAX + 32], list[512] = "";
    snprintf(path, sizeof path, "%s/cgroup.subtree_control", folder);
    FILE *file = fopen(path, "re");
    bool read = file && fgets(list, sizeof list, file);
    if (file)
        fclose(file);
    return read && has_word(list, controller);
}

/* A group that has processes cannot have groups with controllers below it; so ours become siblings of our own. */
static bool find_version_2(struct place *ret_place)
{
    char *folder = ret_place->folder[0];
    if (!own_folder("cgroup2", NULL, folder))
        return false;
    char *last = strrchr(folder, '/');
    if (!offers(folder, "memory") && last && last != folder)
        *last = 0;
    ret_place->version = 2;
    ret_place->folders = 1;
    return offers(folder, "memory") && offers(folder, "pids");
}

static bool find_place(struct place *ret_place)
{
    if (find_version_2(ret_place))
        return true;
    ret_place->version = 1;
    ret_place->folders = 2;
    return own_folder("cgroup", "memory", ret_place->folder[0]) && own_folder("cgroup", "pids", ret_place->folder[1]);
}

int cgroup_version(void)
{
    struct place place;
    return find_place(&place) ? place.version : 0;
}

/* ---- groups ---- */

static bool has_made; /* at least one */

static void name_file(char *ret_path, size_t size, const struct place *place, enum box_policy policy, int slot,
                      int file)
{
    const char *name = file < 0 ? "" : files[file].name[place->version];
    int folder = file < 0 ? 0 : files[file].folder[place->version];
    snprintf(ret_path, size, "%s/" PREFIX "%d-%d-%d/%s", place->folder[folder], (int)getpid(), (int)policy, slot, name);
}

/* Writes to a file of a group. Kernels lack some, and what is refused does not refine. */
static int put(const struct place *place, enum box_policy policy, int slot, enum file file, int64_t value)
{
    char path[PATH_MAX + 128], text[32];
    if (!files[file].name[place->version])
        return 0;
    name_file(path, sizeof path, place, policy, slot, (int)file);
    int length = snprintf(text, sizeof text, "%lld", (long long)value);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, (size_t)length) == length;
    if (fd >= 0)
        close(fd);
    return written ? 0 : -1;
}

static int make_folders(const struct place *place, enum box_policy policy, int slot)
{
    char path[PATH_MAX + 128];
    for (int i = 0; i < place->folders; i++) {
        snprintf(path, sizeof path, "%s/" PREFIX "%d-%d-%d", place->folder[i], (int)getpid(), (int)policy, slot);
        if (mkdir(path, 0755) != 0 && errno != EEXIST)
            return -1;
        has_made = true;
    }
    return 0;
}

int cgroup_make(enum box_policy policy, int slot, const struct box_limits *limits)
{
    enum { SLACK_KIB = 96 << 10 }; /* the work folder is memory too, and so are page tables */
    struct place place;
    char path[PATH_MAX + 128];
    if (!find_place(&place) || make_folders(&place, policy, slot) != 0 ||
        put(&place, policy, slot, MEMORY_LIMIT, (limits->memory_kib + SLACK_KIB) * 1024) != 0 ||
        put(&place, policy, slot, PIDS_LIMIT, limits->processes + 1 /* and init */) != 0)
        return -1;
    put(&place, policy, slot, MEMORY_SWAP, 0); /* a kernel without swap accounting lacks it */
    name_file(path, sizeof path, &place, policy, slot, MEMORY_EVENTS);
    return open(path, O_RDONLY | O_CLOEXEC);
}

int64_t cgroup_kills(int events)
{
    char text[512];
    ssize_t size = pread(events, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = 0;
    const char *found = strstr(text, "oom_kill ");
    return found ? strtoll(found + strlen("oom_kill "), NULL, 10) : 0;
}

/* Adds the children of a process to a list that has `count` entries; returns how many it has then. */
static int add_children(int proc_fd, pid_t parent, pid_t *list, int count, int max)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "%d/task/%d/children", (int)parent, (int)parent);
    int fd = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[size > 0 ? size : 0] = 0;
    char *end;
    for (char *at = text; count < max; at = end) {
        long pid = strtol(at, &end, 10);
        if (end == at)
            break;
        list[count++] = (pid_t)pid;
    }
    return count;
}

/* Parents first: a child that is made meanwhile is made where its parent is. Twice, for those that were made between
 * the move of their parent and the reading of its children the first time. */
static void move_tree(const struct place *place, enum box_policy policy, int slot, int proc_fd, pid_t init)
{
    enum { PROCESSES = 256, ROUNDS = 2 };
    for (int round = 0; round < ROUNDS; round++) {
        pid_t list[PROCESSES] = {init};
        for (int i = 0, count = 1; i < count; i++) {
            put(place, policy, slot, MEMORY_PROCS, list[i]);
            put(place, policy, slot, PIDS_PROCS, list[i]);
            count = add_children(proc_fd, list[i], list, count, PROCESSES);
        }
    }
}

/* ---- asking ---- */

struct request {
    enum box_policy policy;
    int slot;
    struct box_limits limits;
};

enum { ASKED_FDS = 2 }; /* init's pidfd; where the answer goes */

int cgroup_ask(int nursery, enum box_policy policy, int slot, const struct box_limits *limits)
{
    struct request request = {policy, slot, *limits};
    int pair[2];
    if (call(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return -1;
    int own = (int)call(SYS_pidfd_open, call(SYS_getpid), 0);
    int sent = own < 0 ? -1 : message_send(nursery, &request, sizeof request, (int[]){own, pair[1]}, ASKED_FDS);
    call(SYS_close, own);
    call(SYS_close, pair[1]);
    if (sent == 0)
        return pair[0];
    call(SYS_close, pair[0]);
    return -1;
}

int cgroup_take(int asked, int64_t *ret_kills)
{
    struct pollfd polled = {.fd = asked, .events = POLLIN};
    struct timespec now = {0, 0};
    int fds[MESSAGE_FDS_MAX], fd_count = 0;
    int64_t kills;
    if (asked < 0 || call(SYS_ppoll, &polled, 1, &now, NULL, 0) != 1 ||
        message_receive(asked, &kills, sizeof kills, fds, &fd_count) != (long)sizeof kills || fd_count != 1)
        return -1;
    *ret_kills = kills;
    return fds[0];
}

void cgroup_serve(int socket, int proc_fd)
{
    struct request request;
    struct place place;
    int fds[MESSAGE_FDS_MAX], fd_count = 0;
    long size = message_receive(socket, &request, sizeof request, fds, &fd_count);
    if (size == (long)sizeof request && fd_count == ASKED_FDS) {
        int events = cgroup_make(request.policy, request.slot, &request.limits);
        int64_t kills = cgroup_kills(events);
        pid_t init = statm_pid(proc_fd, fds[0]);
        if (events >= 0 && message_send(fds[1], &kills, sizeof kills, &events, 1) == 0 && init > 0 &&
            find_place(&place))
            move_tree(&place, request.policy, request.slot, proc_fd, init);
        if (events >= 0)
            close(events);
    }
    for (int i = 0; i < fd_count; i++)
        close(fds[i]);
}

/* ---- removing ---- */

static void clean(pid_t nursery)
{
    struct place place;
    char path[PATH_MAX + 300];
    if (!find_place(&place))
        return;
    for (int i = 0; i < place.folders; i++) {
        DIR *folder = opendir(place.folder[i]);
        struct dirent *entry;
        while (folder && (entry = readdir(folder))) {
            if (strncmp(entry->d_name, PREFIX, sizeof PREFIX - 1) != 0)
                continue;
            pid_t owner = (pid_t)atoi(entry->d_name + sizeof PREFIX - 1);
            if (owner != nursery && (owner <= 0 || kill(owner, 0) == 0 || errno != ESRCH))
                continue;
            snprintf(path, sizeof path, "%s/%s", place.folder[i], entry->d_name);
            rmdir(path); /* one that is still in use stays for the next */
        }
        if (folder)
            closedir(folder);
    }
}

void cgroup_clean(void)
{
    if (has_made)
        clean(getpid());
}

void cgroup_clean_stale(void)
{
    clean(0);
}
