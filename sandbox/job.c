#include "sandbox/job.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "sandbox/call.h"

int fault_set(struct fault *fault, const char *step)
{
    return fault_set_path(fault, step, "");
}

int fault_set_path(struct fault *fault, const char *step, const char *path)
{
    if (fault->error)
        return -1;
    fault->error = errno ? errno : EIO;
    snprintf(fault->step, sizeof fault->step, "%s%s%.40s", step, *path ? " " : "", path);
    return -1;
}

/* Strings and descriptors of a job, in their one order: `each` is given every place in turn. */
struct walk {
    const char **string[JOB_ARGS_MAX + BOX_FILES_MAX + 2 * BOX_MOUNTS_MAX + 1];
    int *fd[JOB_FDS_MAX];
    int strings;
    int fds;
};

static void walk(struct job *job, struct walk *ret_walk)
{
    const struct job_head *head = &job->head;
    struct walk *w = ret_walk;
    w->strings = 0;
    w->fds = 0;
    w->fd[w->fds++] = &job->report_fd;
    for (int i = 0; i < head->argc; i++)
        w->string[w->strings++] = &job->argv[i];
    if (head->has_program)
        w->fd[w->fds++] = &job->program_fd;
    for (int i = 0; i < BOX_FDS; i++)
        if (head->has_fd[i])
            w->fd[w->fds++] = &job->fds[i];
    if (head->has_collect) {
        w->fd[w->fds++] = &job->collect_fd;
        w->string[w->strings++] = &job->collect;
    }
    for (int i = 0; i < head->file_count; i++) {
        w->fd[w->fds++] = &job->file_fd[i];
        w->string[w->strings++] = &job->file_name[i];
    }
    for (int i = 0; i < head->mount_count; i++) {
        if (head->mounts_are_open)
            w->fd[w->fds++] = &job->mount_fd[i];
        w->string[w->strings++] = &job->mount_host[i];
        w->string[w->strings++] = &job->mount_box[i];
    }
}

int job_post(int socket, const struct job *job)
{
    static char bytes[JOB_BYTES_MAX];
    struct walk w;
    int fds[JOB_FDS_MAX];
    size_t size = sizeof job->head;
    walk((struct job *)job, &w);
    memcpy(bytes, &job->head, size);
    for (int i = 0; i < w.strings; i++) {
        size_t length = strlen(*w.string[i]) + 1;
        if (length > sizeof bytes - size) {
            errno = E2BIG;
            return -1;
        }
        memcpy(bytes + size, *w.string[i], length);
        size += length;
    }
    for (int i = 0; i < w.fds; i++)
        fds[i] = *w.fd[i];
    return message_send(socket, bytes, size, fds, w.fds);
}

static bool head_is_sane(const struct job_head *head)
{
    return head->policy >= 0 && head->policy < BOX_POLICY_COUNT && head->argc >= 1 && head->argc <= JOB_ARGS_MAX &&
           head->file_count >= 0 && head->file_count <= BOX_FILES_MAX && head->mount_count >= 0 &&
           head->mount_count <= BOX_MOUNTS_MAX;
}

int job_decode(char *bytes, size_t size, const int *fds, int fd_count, struct job *ret_job)
{
    struct walk w;
    errno = EBADMSG;
    if (size < sizeof ret_job->head)
        return -1;
    memset(ret_job, 0, sizeof *ret_job);
    memcpy(&ret_job->head, bytes, sizeof ret_job->head);
    ret_job->program_fd = ret_job->collect_fd = -1;
    for (int i = 0; i < BOX_FDS; i++)
        ret_job->fds[i] = -1;
    if (!head_is_sane(&ret_job->head))
        return -1;
    walk(ret_job, &w);
    if (w.fds != fd_count)
        return -1;
    for (int i = 0; i < w.fds; i++)
        *w.fd[i] = fds[i];
    char *at = bytes + sizeof ret_job->head;
    for (int i = 0; i < w.strings; i++) {
        char *end = memchr(at, 0, (size_t)(bytes + size - at));
        if (!end)
            return -1;
        *w.string[i] = at;
        at = end + 1;
    }
    return 0;
}
