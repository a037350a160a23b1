#include "sandbox/namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "sandbox/call.h"
#include "sandbox/keeper.h"

/* Outside of what distributions give to people, systemd and containers. Sandboxes spread over a wide range, since
 * limits of processes count by uid; the second range is for containers that map few, and is shared. */
static const struct {
    uid_t first;
    unsigned sandboxes;
} ranges[] = {{1900000000, 1 << 14}, {60600, 1}};

static bool is_mapped(const char *map_path, uid_t first, int count)
{
    unsigned inside, outside, length;
    bool found = false;
    FILE *map = fopen(map_path, "re");
    while (map && !found && fscanf(map, "%u %u %u", &inside, &outside, &length) == 3)
        found = first >= inside && (uint64_t)first + (uint64_t)count <= (uint64_t)inside + length;
    if (map)
        fclose(map);
    return found;
}

/* Root in a container may lack the capabilities that make it root. */
static bool can_change_ids(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    const uint32_t needed = 1u << CAP_SETUID | 1u << CAP_SETGID;
    return call(SYS_capget, &header, data) == 0 && (data[0].effective & needed) == needed;
}

uid_t namespaces_unused_ids(int count)
{
    if (!can_change_ids())
        return 0;
    for (unsigned i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        uid_t first = ranges[i].first + (uid_t)getpid() % ranges[i].sandboxes * (uid_t)count;
        if (is_mapped("/proc/self/uid_map", first, count) && is_mapped("/proc/self/gid_map", first, count))
            return first;
    }
    return 0;
}

static int write_file(int folder, const char *path, const char *text)
{
    int fd = (int)call(SYS_openat, folder, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    long written = call(SYS_write, fd, text, strlen(text));
    int error = errno;
    call(SYS_close, fd);
    errno = error;
    return written < 0 ? -1 : 0;
}

static int map_ids(int proc_fd, const char *who, const struct namespaces_ids *ids)
{
    char path[64], text[64];
    /* required of an ordinary user; root lets the keeper drop its supplementary groups first */
    snprintf(path, sizeof path, "%s/setgroups", who);
    if (!ids->privileged && write_file(proc_fd, path, "deny") != 0)
        return -1;
    snprintf(path, sizeof path, "%s/uid_map", who);
    snprintf(text, sizeof text, "%d %u 1\n", KEEPER_INNER_ID, ids->uid);
    if (write_file(proc_fd, path, text) != 0)
        return -1;
    snprintf(path, sizeof path, "%s/gid_map", who);
    snprintf(text, sizeof text, "%d %u 1\n", KEEPER_INNER_ID, ids->gid);
    return write_file(proc_fd, path, text);
}

int namespaces_map(int proc_fd, pid_t pid, const struct namespaces_ids *ids)
{
    char who[24];
    snprintf(who, sizeof who, "%d", (int)pid);
    return map_ids(proc_fd, who, ids);
}

int namespaces_map_self(int proc_fd, struct fault *fault)
{
    const struct namespaces_ids same = {KEEPER_INNER_ID, KEEPER_INNER_ID, false};
    /* The files belong to root while we are not dumpable. Nobody else is in this pid namespace yet. */
    call(SYS_prctl, PR_SET_DUMPABLE, 1);
    if (map_ids(proc_fd, "self", &same) != 0)
        return fault_set(fault, "map the user of the box");
    return namespaces_renounce(fault); /* a new user namespace begins with all of them */
}

int namespaces_renounce(struct fault *fault)
{
    const unsigned long bits =
        SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
    if (call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fault_set(fault, "set no_new_privs");
    bool may = call(SYS_prctl, PR_SET_SECUREBITS, bits) == 0; /* not without namespaces, as an ordinary user */
    if (!may && errno != EPERM)
        return fault_set(fault, "set the securebits");
    for (int capability = 0; may && call(SYS_prctl, PR_CAPBSET_READ, capability) >= 0; capability++)
        if (call(SYS_prctl, PR_CAPBSET_DROP, capability) != 0)
            return fault_set(fault, "drop the capability bounding set");
    if (call(SYS_prctl, PR_SET_DUMPABLE, 0) != 0)
        return fault_set(fault, "become undumpable");
    return 0;
}

/* Kills each child listed now; returns how many were alive. */
static int kill_listed(int proc_fd, pid_t parent)
{
    char path[64], list[4096];
    snprintf(path, sizeof path, "%d/task/%d/children", (int)parent, (int)parent);
    int fd = (int)call(SYS_openat, proc_fd, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    long size = call(SYS_read, fd, list, sizeof list - 1);
    call(SYS_close, fd);
    list[size > 0 ? size : 0] = 0;
    int killed = 0;
    char *end;
    for (char *at = list; *at; at = end) {
        long pid = strtol(at, &end, 10);
        if (end == at)
            break;
        siginfo_t info = {0};
        bool dead = call(SYS_waitid, P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT, NULL) == 0 && info.si_pid != 0;
        if (!dead && call(SYS_kill, pid, SIGKILL) == 0)
            killed++;
    }
    return killed;
}

void namespaces_kill_children(int proc_fd)
{
    /* When a child dies its own children become ours; so the list is read again until all that is on it is dead. */
    while (kill_listed(proc_fd, getpid()) > 0) {
        siginfo_t info;
        call(SYS_waitid, P_ALL, 0, &info, WEXITED | WNOWAIT, NULL);
    }
}
