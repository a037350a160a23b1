#include "sandbox/statm.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/call.h"

enum { PAGE = 4096 };

int statm_pid(int proc_fd, int pidfd)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "self/fdinfo/%d", pidfd);
    int fd = (int)call(SYS_openat, proc_fd, path, O_RDONLY | O_CLOEXEC);
    long size = fd < 0 ? 0 : call(SYS_read, fd, text, sizeof text - 1);
    if (fd >= 0)
        call(SYS_close, fd);
    text[size > 0 ? size : 0] = 0;
    const char *found = strstr(text, "\nPid:");
    long pid = found ? strtol(found + strlen("\nPid:"), NULL, 10) : -1;
    return pid > 0 ? (int)pid : -1;
}

int statm_open(int proc_fd, int pidfd)
{
    char path[64];
    int pid = statm_pid(proc_fd, pidfd);
    if (pid < 0)
        return -1;
    snprintf(path, sizeof path, "%d/statm", pid);
    return (int)call(SYS_openat, proc_fd, path, O_RDONLY | O_CLOEXEC);
}

int statm_read(int fd, struct statm *ret_statm)
{
    char text[128];
    ssize_t size = fd < 0 ? 0 : pread(fd, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = 0;
    char *end;
    long space = strtol(text, &end, 10);
    if (end == text)
        return -1;
    *ret_statm = (struct statm){(int64_t)space * PAGE, (int64_t)strtol(end, NULL, 10) * PAGE};
    return 0;
}
