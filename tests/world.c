#include "tests/world.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Users that the sandbox gives to boxes when root runs it (sandbox/namespaces.c). */
static bool is_user_of_a_box(uid_t uid)
{
    return (uid >= 1900000000 && uid < 1900001000) || (uid >= 60600 && uid < 61600) || (uid == geteuid() && uid != 0);
}

void world_begin(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

/* --- processes ---------------------------------------------------------------------------------------------------- */

enum { PROCESSES_MAX = 4096 };

static struct process {
    int pid, parent;
    bool below;
    unsigned long long started;
} processes[PROCESSES_MAX];

static bool read_process(int pid, struct process *ret_process)
{
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    size_t size = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[size] = '\0';
    const char *at = strrchr(line, ')'); /* a process may have any name */
    *ret_process = (struct process){.pid = pid};
    return at && sscanf(at, ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
                        &ret_process->parent, &ret_process->started) == 2;
}

/* Numbers start again at some point. */
static int by_start(const void *a, const void *b)
{
    const struct process *one = a, *other = b;
    if (one->started != other->started)
        return one->started < other->started ? -1 : 1;
    return one->pid - other->pid;
}

static int list_processes(void)
{
    int count = 0;
    DIR *dir = opendir("/proc");
    for (struct dirent *entry; dir && (entry = readdir(dir)) && count < PROCESSES_MAX;) {
        if (isdigit((unsigned char)entry->d_name[0]))
            count += read_process(atoi(entry->d_name), &processes[count]);
    }
    if (dir)
        closedir(dir);
    qsort(processes, (size_t)count, sizeof *processes, by_start);
    return count;
}

/* An interpreter that is held ready, or its child for the next case. */
static bool is_held_ready(int pid)
{
    static const char arguments[] = "harness.py\0warm";
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    FILE *file = fopen(path, "re");
    size_t size = file ? fread(line, 1, sizeof line, file) : 0;
    if (file)
        fclose(file);
    return memmem(line, size, arguments, sizeof arguments) != NULL;
}

/* The child of the next case is another one each time, and may not be there yet; both have the same parent. More than
 * the two are one too many. */
static void add_process(FILE *text, const struct process *process, int count)
{
    int ready = 0;
    if (!is_held_ready(process->pid)) {
        fprintf(text, "process %d of %d, started at %llu\n", process->pid, process->parent, process->started);
        return;
    }
    for (int i = 0; i < count; i++)
        ready += processes[i].parent == process->parent && is_held_ready(processes[i].pid);
    if (ready > 2)
        fprintf(text, "process %d of %d, one of %d held ready\n", process->pid, process->parent, ready);
}

static void add_processes(FILE *text)
{
    int count = list_processes();
    for (bool changed = true; changed;) {
        changed = false;
        for (int i = 0; i < count; i++) {
            bool below = processes[i].parent == getpid();
            for (int j = 0; j < count && !below; j++)
                below = processes[j].below && processes[j].pid == processes[i].parent;
            changed = changed || below != processes[i].below;
            processes[i].below = below;
        }
    }
    for (int i = 0; i < count; i++) {
        if (processes[i].below)
            add_process(text, &processes[i], count);
    }
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static void add_folder(FILE *text, const char *folder, bool all)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && lstat(path, &status) == 0 &&
            (all || is_user_of_a_box(status.st_uid) || strstr(entries[i]->d_name, WORLD_MARK)))
            fprintf(text, "file %s, mode %o, of %u:%u\n", path, status.st_mode, status.st_uid, status.st_gid);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void add_descriptors(FILE *text)
{
    for (int fd = 0; fd < 1024; fd++) {
        char path[64], target[256];
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t size = fd == fileno(text) ? -1 : readlink(path, target, sizeof target - 1);
        if (size < 0)
            continue;
        target[size] = '\0';
        /* sealed copies of programs are kept, a bounded number of them; connections may be made anew */
        if (strncmp(target, "/memfd:", 7) != 0)
            fprintf(text, "descriptor %d %.*s\n", fd, (int)strcspn(target, "["), target);
    }
}

/* Lines of a file of /proc; `wanted` (may be NULL) chooses. */
static void add_lines(FILE *text, const char *path, bool (*wanted)(const char *line))
{
    char line[4096];
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (!wanted || wanted(line))
            fprintf(text, "%s %s", path, line);
    }
    if (file)
        fclose(file);
}

static bool is_marked(const char *line)
{
    return strstr(line, WORLD_MARK) != NULL;
}

static bool is_lasting_status(const char *line)
{
    static const char *const names[] = {"Umask:",  "Uid:",    "Gid:",     "Groups:",       "SigBlk:",
                                        "SigIgn:", "SigCgt:", "Seccomp:", "Cpus_allowed:", "NoNewPrivs:"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strncmp(line, names[i], strlen(names[i])) == 0)
            return true;
    }
    return false;
}

static bool is_key_user_of_a_box(const char *line)
{
    return is_user_of_a_box((uid_t)strtoul(line, NULL, 10));
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

char *world_describe(const char *folder)
{
    static const char *const temporary[] = {"/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", TEST_ROOT};
    char *bytes = NULL;
    size_t size;
    FILE *text = open_memstream(&bytes, &size);
    add_processes(text);
    for (size_t i = 0; i < sizeof temporary / sizeof *temporary; i++)
        add_folder(text, temporary[i], false);
    add_folder(text, folder, true);
    add_descriptors(text);
    add_lines(text, "/proc/self/mountinfo", NULL);
    add_lines(text, "/proc/sysvipc/shm", NULL);
    add_lines(text, "/proc/sysvipc/sem", NULL);
    add_lines(text, "/proc/sysvipc/msg", NULL);
    add_lines(text, "/proc/key-users", is_key_user_of_a_box);
    add_lines(text, "/proc/net/unix", is_marked);
    add_lines(text, "/proc/self/limits", NULL);
    add_lines(text, "/proc/self/status", is_lasting_status);
    fprintf(text, "priority %d\n", getpriority(PRIO_PROCESS, 0));
    fclose(text);
    return bytes;
}

/* Lines of `a` that `b` lacks. */
static void add_missing(FILE *text, const char *mark, const char *a, const char *b)
{
    for (const char *end; (end = strchr(a, '\n')); a = end + 1) {
        size_t size = (size_t)(end - a) + 1;
        if (!memmem(b, strlen(b), a, size))
            fprintf(text, "    %s %.*s", mark, (int)size, a);
    }
}

/* Processes and descriptors of the judge itself come and go: an interpreter that is kept warm may be replaced by
 * another one. They are counted; everything else must be the same to the letter. */
static bool is_counted(const char *line)
{
    return strncmp(line, "process ", 8) == 0 || strncmp(line, "descriptor ", 11) == 0;
}

static int counted(const char *world, const char *first_word)
{
    int count = 0;
    for (const char *at = world; *at; at = strchr(at, '\n') + 1)
        count += strncmp(at, first_word, strlen(first_word)) == 0;
    return count;
}

static bool has_all_else(const char *a, const char *b)
{
    for (const char *end; (end = strchr(a, '\n')); a = end + 1) {
        if (!is_counted(a) && !memmem(b, strlen(b), a, (size_t)(end - a) + 1))
            return false;
    }
    return true;
}

static bool is_same(const char *before, const char *now)
{
    return has_all_else(before, now) && has_all_else(now, before) &&
           counted(now, "process ") <= counted(before, "process ") &&
           counted(now, "descriptor ") <= counted(before, "descriptor ");
}

bool world_is_as(const char *before, const char *folder, char **ret_difference)
{
    const struct timespec moment = {0, 10 * 1000000};
    char *now = NULL;
    for (int tries = 0; tries < 200; tries++) {
        free(now);
        now = world_describe(folder);
        if (is_same(before, now)) {
            free(now);
            return true;
        }
        nanosleep(&moment, NULL);
    }
    size_t size;
    FILE *text = open_memstream(ret_difference, &size);
    add_missing(text, "gone:", before, now);
    add_missing(text, "new: ", now, before);
    fclose(text);
    free(now);
    return false;
}
