#include "judge/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { UNSEEN_LIVES_S = 600 }; /* ten times as long as a submission may take */

/* The first bytes of a small file as text, "" when it cannot be read. */
static void read_text(const char *path, char *text, size_t size)
{
    text[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t length = read(fd, text, size - 1);
    text[length > 0 ? length : 0] = '\0';
    close(fd);
}

/* Field 22 of /proc/PID/stat (proc(5)); 0 when it cannot be seen, -1 of a process that has ended and waits for its
 * parent to notice. The name in field 2 may hold blanks and brackets, so fields are counted from the last bracket. */
static int64_t start_of(int64_t pid)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%" PRId64 "/stat", pid);
    read_text(path, text, sizeof text);
    char *at = strrchr(text, ')');
    int64_t started = 0;
    char state = 0;
    if (!at || sscanf(at + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" SCNd64,
                      &state, &started) != 2)
        return 0;
    return state == 'Z' || state == 'X' ? -1 : started;
}

void store_owner_self(struct store_owner *ret_owner)
{
    struct stat status;
    *ret_owner = (struct store_owner){.pid = getpid()};
    ret_owner->started = start_of(ret_owner->pid);
    if (stat("/proc/self/ns/pid", &status) == 0)
        ret_owner->namespace = (int64_t)status.st_ino;
    read_text("/proc/sys/kernel/random/boot_id", ret_owner->boot, sizeof ret_owner->boot);
    ret_owner->boot[strcspn(ret_owner->boot, "\n")] = '\0';
}

static int64_t age_s(const char *submitted_at)
{
    struct tm parts = {0};
    if (!strptime(submitted_at, "%Y-%m-%dT%H:%M:%S", &parts))
        return INT64_MAX;
    return (int64_t)time(NULL) - (int64_t)timegm(&parts);
}

bool store_owner_lives(const struct store_owner *owner, const char *submitted_at)
{
    struct store_owner self;
    store_owner_self(&self);
    if (strcmp(owner->boot, self.boot) != 0)
        return false;
    if (owner->namespace != self.namespace)
        return age_s(submitted_at) < UNSEEN_LIVES_S;
    if (owner->pid <= 0 || (kill((pid_t)owner->pid, 0) != 0 && errno == ESRCH))
        return false;
    int64_t started = start_of(owner->pid);
    if (started < 0)
        return false;
    return started == 0 || owner->started == 0 || started == owner->started; /* 0: /proc hides it (hidepid) */
}
