/* job.h - what the judge's side of the sandbox sends to a keeper, and what comes back.
 *
 * One SOCK_SEQPACKET message is one job: a struct job_head, then NUL-terminated strings in the order of struct job, and
 * the descriptors by SCM_RIGHTS. The answer is one struct job_report on the job's own pipe; end of file without one
 * means that the init of the box was killed from outside. Sender and receiver are one program image, so there is no
 * version and no byte order. Pointers of a decoded job point into the decoded buffer.
 */
#ifndef SANDBOX_JOB_H
#define SANDBOX_JOB_H

#include <stddef.h>

#include "sandbox/box.h"
#include "sandbox/message.h"

enum {
    JOB_BYTES_MAX = 64 * 1024,
    JOB_ARGS_MAX = 256,
    JOB_FDS_MAX = MESSAGE_FDS_MAX,
};

_Static_assert(3 + BOX_FDS + BOX_FILES_MAX + BOX_MOUNTS_MAX <= MESSAGE_FDS_MAX, "a message has room for a job");

/* A set-up step that failed: never a verdict. */
struct fault {
    int error;     /* errno; 0: no fault */
    char step[60]; /* "mount /work" */
};

struct job_head {
    int policy;
    struct box_limits limits;
    int64_t collect_max;
    int64_t start_ms;
    int argc;
    int file_count;
    int mount_count;
    bool has_program;
    bool has_fd[BOX_FDS];
    bool has_collect;
    bool seal_work;
    bool warm;            /* fds[3] is the judge's socket (warm.h) */
    bool mounts_are_open; /* the judge has cloned the mounts (it is root); else the keeper opens them by path */
};

struct job {
    struct job_head head;
    const char *argv[JOB_ARGS_MAX + 1];
    const char *file_name[BOX_FILES_MAX];
    const char *mount_host[BOX_MOUNTS_MAX];
    const char *mount_box[BOX_MOUNTS_MAX];
    const char *collect;
    int report_fd;
    int program_fd; /* -1: none */
    int fds[BOX_FDS];
    int collect_fd;
    int file_fd[BOX_FILES_MAX];
    int mount_fd[BOX_MOUNTS_MAX];
};

struct job_report {
    struct fault fault;
    struct box_facts facts;
};

/* Records the first fault only. Returns -1. */
int fault_set(struct fault *fault, const char *step);
int fault_set_path(struct fault *fault, const char *step, const char *path);

/* Encodes and sends. 0, or -1 with errno (E2BIG: too many or too long strings). */
int job_post(int socket, const struct job *job);

/* Decodes what message_receive gave. 0, or -1 with EBADMSG. */
int job_decode(char *bytes, size_t size, const int *fds, int fd_count, struct job *ret_job);

#endif
