#include "sandbox/warm.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/job.h"

struct warm {
    struct box *box;
    int control;
    bool ready;
};

int warm_start(struct sandbox *sandbox, const struct box_spec *spec, struct warm **ret_warm, struct err *err)
{
    struct box_spec own = *spec;
    int pair[2];
    struct warm *warm = calloc(1, sizeof *warm);
    if (!warm)
        return err_set(err, ERR_JUDGE, "cannot hold a program ready: out of memory");
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        free(warm);
        return err_system(err, "cannot hold a program ready: no socket pair");
    }
    own.warm = own.seal_work = true;
    own.fds[3] = pair[1];
    own.limits.processes = 4; /* init, the program, the child, and the next one */
    int failed = box_start(sandbox, &own, &warm->box, err);
    close(pair[1]);
    if (failed) {
        close(pair[0]);
        free(warm);
        return -1;
    }
    warm->control = pair[0];
    *ret_warm = warm;
    return 0;
}

int warm_fd(const struct warm *warm)
{
    return warm->control;
}

/* What ended it, in the words of the box's own report. */
static int ended(struct warm *warm, struct err *err)
{
    struct box_facts facts;
    if (!warm->box)
        return err_set(err, ERR_JUDGE, "a program that was held ready has ended");
    struct box *box = warm->box;
    warm->box = NULL;
    shutdown(warm->control, SHUT_RDWR);
    if (box_finish(box, &facts, err) != 0)
        return -1;
    if (facts.exited)
        return err_set(err, ERR_JUDGE, "a program that was held ready has ended with exit code %d", facts.exit_code);
    return err_set(err, ERR_JUDGE, "a program that was held ready was killed by signal %d", facts.signal);
}

static int take(struct warm *warm, struct job_report *ret_report, struct err *err)
{
    int fds[JOB_FDS_MAX];
    int fd_count;
    if (message_receive(warm->control, ret_report, sizeof *ret_report, fds, &fd_count) != (long)sizeof *ret_report)
        return ended(warm, err);
    return 0;
}

int warm_ready(struct warm *warm, bool wait, struct err *err)
{
    struct pollfd polled = {.fd = warm->control, .events = POLLIN};
    struct job_report report;
    if (!warm->ready && (wait || poll(&polled, 1, 0) > 0)) {
        if (take(warm, &report, err) != 0)
            return -1;
        warm->ready = true;
    }
    return warm->ready;
}

int warm_post(struct warm *warm, const struct warm_case *request, struct err *err)
{
    if (message_send(warm->control, &request->limits, sizeof request->limits, request->fds, WARM_FDS) != 0)
        return ended(warm, err);
    return 0;
}

int warm_take(struct warm *warm, struct box_facts *ret_facts, struct err *err)
{
    struct job_report report;
    if (take(warm, &report, err) != 0)
        return -1;
    *ret_facts = report.facts;
    return 0;
}

void warm_stop(struct warm *warm)
{
    struct err ignored;
    if (!warm)
        return;
    if (warm->box)
        ended(warm, &ignored);
    close(warm->control);
    free(warm);
}
