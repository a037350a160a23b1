#include "sandbox/statm.h"

#include <fcntl.h>
#include <string.h>

#include "sandbox/call.h"

enum { PAGE = 4096 };

/* By hand, not by snprintf and strtol: those bring half a MiB of the C library and its locale into the memory that the
 * peak of later programs begins with (resident.h). */
static void join(char *ret_path, const char *before, int number, const char *after)
{
    char digits[16];
    int count = 0;
    while (*before)
        *ret_path++ = *before++;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        *ret_path++ = digits[--count];
    while (*after)
        *ret_path++ = *after++;
    *ret_path = 0;
}

/* The number that `text` begins with, after blanks, or -1. */
static int64_t read_number(const char *text, const char **ret_end)
{
    int64_t value = 0;
    text += strspn(text, " \t");
    *ret_end = text;
    for (; **ret_end >= '0' && **ret_end <= '9' && value < INT64_MAX / 100; ++*ret_end)
        value = value * 10 + (**ret_end - '0');
    return *ret_end == text ? -1 : value;
}

int statm_pid(int proc_fd, int pidfd)
{
    char path[64], text[512];
    const char *end;
    join(path, "self/fdinfo/", pidfd, "");
    int fd = pidfd < 0 ? -1 : (int)call(SYS_openat, proc_fd, path, O_RDONLY | O_CLOEXEC);
    long size = fd < 0 ? 0 : call(SYS_read, fd, text, sizeof text - 1);
    if (fd >= 0)
        call(SYS_close, fd);
    text[size > 0 ? size : 0] = 0;
    const char *found = strstr(text, "\nPid:");
    int64_t pid = found ? read_number(found + strlen("\nPid:"), &end) : -1;
    return pid > 0 ? (int)pid : -1;
}

int statm_open(int proc_fd, int pidfd)
{
    char path[64];
    int pid = statm_pid(proc_fd, pidfd);
    if (pid < 0)
        return -1;
    join(path, "", pid, "/statm");
    return (int)call(SYS_openat, proc_fd, path, O_RDONLY | O_CLOEXEC);
}

int statm_read(int fd, struct statm *ret_statm)
{
    char text[128];
    ssize_t size = fd < 0 ? 0 : pread(fd, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = 0;
    const char *end;
    int64_t space = read_number(text, &end);
    int64_t resident = space < 0 ? -1 : read_number(end, &end);
    if (resident < 0)
        return -1;
    *ret_statm = (struct statm){space * PAGE, resident * PAGE};
    return 0;
}
