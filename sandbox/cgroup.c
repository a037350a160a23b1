#include "sandbox/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/call.h"

#define PREFIX "judge-box-"

/* The folders in which groups are made: one for version 2, one a controller for version 1. */
struct place {
    int version;
    int folders;
    char folder[2][PATH_MAX];
};

enum file { MEMORY_PROCS, MEMORY_LIMIT, MEMORY_SWAP, MEMORY_EVENTS, PIDS_PROCS, PIDS_LIMIT };
_Static_assert(PIDS_LIMIT + 1 == CGROUP_FILES, "a descriptor for each file");

static const struct {
    const char *name[3]; /* by version; NULL: there is none, or none is needed */
    int folder[3];
} files[CGROUP_FILES] = {
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

/* ---- groups ---- */

static void name_slot(char *ret_name, size_t size, pid_t nursery, enum box_policy policy, int slot)
{
    snprintf(ret_name, size, PREFIX "%d-%d-%d", (int)nursery, (int)policy, slot);
}

void cgroup_make(pid_t nursery, enum box_policy policy)
{
    struct place place;
    char name[64], path[PATH_MAX + 128];
    if (!find_place(&place))
        return;
    for (int slot = 0; slot < CGROUP_SLOTS; slot++)
        for (int i = 0; i < place.folders; i++) {
            name_slot(name, sizeof name, nursery, policy, slot);
            snprintf(path, sizeof path, "%s/%s", place.folder[i], name);
            if (mkdir(path, 0755) != 0)
                return;
        }
}

static bool open_slot(struct cgroup *cgroup, const struct place *place, const char *name, int slot)
{
    char path[PATH_MAX + 128];
    for (int i = 0; i < CGROUP_FILES; i++) {
        const char *file = files[i].name[place->version];
        cgroup->file[slot][i] = -1;
        if (!file)
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", place->folder[files[i].folder[place->version]], name, file);
        cgroup->file[slot][i] = open(path, (i == MEMORY_EVENTS ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
        if (cgroup->file[slot][i] < 0 && i != MEMORY_SWAP) /* a kernel without swap accounting lacks that one */
            return false;
    }
    return true;
}

void cgroup_open(struct cgroup *ret_cgroup, pid_t nursery, enum box_policy policy)
{
    struct place place;
    char name[64];
    ret_cgroup->version = 0;
    if (!find_place(&place))
        return;
    for (int slot = 0; slot < CGROUP_SLOTS; slot++) {
        name_slot(name, sizeof name, nursery, policy, slot);
        if (!open_slot(ret_cgroup, &place, name, slot))
            return;
    }
    ret_cgroup->version = place.version;
}

static void put(int fd, const char *text)
{
    if (fd >= 0)
        call(SYS_write, fd, text, strlen(text)); /* what is refused does not refine */
}

int64_t cgroup_kills(const struct cgroup *cgroup, int slot)
{
    char text[512];
    long long kills = 0;
    if (cgroup->version == 0 || slot >= CGROUP_SLOTS)
        return -1;
    ssize_t size = pread(cgroup->file[slot][MEMORY_EVENTS], text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = 0;
    const char *found = strstr(text, "oom_kill ");
    return found && sscanf(found, "oom_kill %lld", &kills) == 1 ? kills : 0;
}

int64_t cgroup_enter(const struct cgroup *cgroup, int slot, const struct box_limits *limits)
{
    enum { SLACK_KIB = 96 << 10 }; /* the work folder is memory too, and so are page tables */
    char text[32];
    if (cgroup->version == 0 || slot >= CGROUP_SLOTS)
        return -1;
    const int *file = cgroup->file[slot];
    snprintf(text, sizeof text, "%lld", (long long)(limits->memory_kib + SLACK_KIB) * 1024);
    put(file[MEMORY_LIMIT], text);
    put(file[MEMORY_SWAP], "0");
    snprintf(text, sizeof text, "%d", limits->processes + 1); /* and init */
    put(file[PIDS_LIMIT], text);
    put(file[MEMORY_PROCS], "0");
    put(file[PIDS_PROCS], "0");
    return cgroup_kills(cgroup, slot);
}

void cgroup_clean(pid_t nursery)
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
