#include "sandbox/box.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/job.h"
#include "sandbox/keeper.h"
#include "sandbox/nursery.h"
#include "sandbox/programs.h"

struct sandbox {
    struct nursery nursery;
    bool require_isolation;
    char home[PATH_MAX];
    enum isolation isolation; /* what is being tried, or, once `settled`, what works */
    bool settled;
    int landlock_abi;
    struct {
        int socket; /* -1: not asked for */
        bool ready; /* it has said hello */
    } keeper[BOX_POLICY_COUNT];
    struct programs programs;
    char why[300]; /* the fault for which namespaces are not used */
    char missing[1200];
};

struct box {
    int report_fd;
};

/* ---- keepers ---- */

int sandbox_warm(struct sandbox *sandbox, enum box_policy policy, struct err *err)
{
    if (sandbox->keeper[policy].socket >= 0)
        return 0;
    sandbox->keeper[policy].ready = false;
    sandbox->keeper[policy].socket = nursery_ask(&sandbox->nursery, policy, sandbox->isolation, err);
    return sandbox->keeper[policy].socket < 0 ? -1 : 0;
}

static void drop_keeper(struct sandbox *sandbox, int policy)
{
    if (sandbox->keeper[policy].socket >= 0)
        close(sandbox->keeper[policy].socket);
    sandbox->keeper[policy].socket = -1;
    sandbox->keeper[policy].ready = false;
}

/* Goes on with less isolation, if that is allowed; keepers that were asked for more are dropped. */
static int lower_isolation(struct sandbox *sandbox, const struct fault *fault, struct err *err)
{
    if (!sandbox->why[0] || sandbox->settled) /* the first is the reason, others follow from it */
        snprintf(sandbox->why, sizeof sandbox->why, "cannot %s: %s", fault->step, strerrordesc_np(fault->error));
    if (sandbox->settled)
        return err_set(err, ERR_JUDGE, "cannot start a sandbox: %s", sandbox->why);
    if (sandbox->isolation == ISOLATION_NONE)
        return err_set(err, ERR_JUDGE,
                       "cannot start a sandbox: %s; and without namespaces cannot %s: %s; run the judge as an ordinary "
                       "user, see judge doctor",
                       sandbox->why, fault->step, strerrordesc_np(fault->error));
    if (sandbox->isolation == ISOLATION_FULL && geteuid() == 0)
        sandbox->isolation = ISOLATION_ROOT;
    else if (!sandbox->require_isolation)
        sandbox->isolation = ISOLATION_NONE;
    else
        return err_set(
            err, ERR_JUDGE,
            "cannot isolate submissions on this machine: %s; allow user namespaces (judge doctor tells how), "
            "or do without --require-isolation",
            sandbox->why);
    for (int i = 0; i < BOX_POLICY_COUNT; i++)
        drop_keeper(sandbox, i);
    return 0;
}

/* Waits for the keeper of a policy to be ready, with what isolation there can be. */
static int ensure_keeper(struct sandbox *sandbox, enum box_policy policy, struct err *err)
{
    while (!sandbox->keeper[policy].ready) {
        struct keeper_hello hello = {0};
        int fds[JOB_FDS_MAX];
        int fd_count;
        if (sandbox_warm(sandbox, policy, err) != 0)
            return -1;
        if (message_receive(sandbox->keeper[policy].socket, &hello, sizeof hello, fds, &fd_count) !=
            (long)sizeof hello) {
            hello.fault.error = ECHILD;
            snprintf(hello.fault.step, sizeof hello.fault.step, "keep a process for boxes");
        }
        if (hello.fault.error) {
            drop_keeper(sandbox, policy);
            if (lower_isolation(sandbox, &hello.fault, err) != 0)
                return -1;
            continue;
        }
        sandbox->keeper[policy].ready = true;
        sandbox->settled = true;
        sandbox->landlock_abi = hello.landlock_abi;
        if (policy == BOX_RUN_PYTHON && sandbox->isolation == ISOLATION_NONE && hello.landlock_abi == 0) {
            drop_keeper(sandbox, policy);
            return err_set(err, ERR_JUDGE,
                           "cannot run Python submissions here: with neither user namespaces (%s) nor "
                           "Landlock they could read your files",
                           sandbox->why);
        }
    }
    return 0;
}

int sandbox_open(const struct sandbox_options *options, struct sandbox **ret_sandbox, struct err *err)
{
    struct sandbox *sandbox = calloc(1, sizeof *sandbox);
    if (!sandbox)
        return err_set(err, ERR_JUDGE, "cannot open a sandbox: out of memory");
    sandbox->require_isolation = options && options->require_isolation;
    for (int i = 0; i < BOX_POLICY_COUNT; i++)
        sandbox->keeper[i].socket = -1;
    programs_init(&sandbox->programs);
    if (options && options->home && !realpath(options->home, sandbox->home))
        snprintf(sandbox->home, sizeof sandbox->home, "%s", options->home); /* not made yet */
    if (nursery_open(&sandbox->nursery, err) != 0) {
        free(sandbox);
        return -1;
    }
    if (sandbox->require_isolation && ensure_keeper(sandbox, BOX_RUN_STATIC, err) != 0) {
        sandbox_close(sandbox);
        return -1;
    }
    *ret_sandbox = sandbox;
    return 0;
}

const char *sandbox_missing(const struct sandbox *sandbox)
{
    struct sandbox *known = (struct sandbox *)sandbox; /* finding out is not a change that a caller sees */
    struct err err;
    if (!known->settled && ensure_keeper(known, BOX_RUN_STATIC, &err) != 0)
        return "everything: no sandbox can be started";
    if (known->isolation != ISOLATION_NONE) {
        known->missing[0] = 0;
        return known->missing;
    }
    snprintf(known->missing, sizeof known->missing,
             "no namespaces (%s): submissions are confined by %ssystem call filter and limits only; they can see that "
             "files exist, their limit of processes is not counted, and compiled files take space in %s%s",
             known->why, known->landlock_abi > 0 ? "Landlock, " : "", "the folder for temporary files",
             known->landlock_abi > 0 ? "" : "; without Landlock the compiler and Python can read your files");
    return known->missing;
}

void sandbox_close(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    for (int i = 0; i < BOX_POLICY_COUNT; i++)
        drop_keeper(sandbox, i);
    nursery_close(&sandbox->nursery);
    programs_release(&sandbox->programs);
    free(sandbox);
}

/* ---- boxes ---- */

static bool lies_in(const char *path, const char *folder)
{
    size_t length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The judge's own folder is in no mount, and no mount is in it. */
static int check_mount(const struct sandbox *sandbox, const struct box_mount *mount, struct err *err)
{
    char real[PATH_MAX];
    if (mount->host[0] != '/' || mount->box[0] != '/')
        return err_set(err, ERR_JUDGE, "cannot show \"%s\" to a box: not an absolute path", mount->host);
    if (!realpath(mount->host, real))
        return err_system(err, "cannot show \"%s\" to a box", mount->host);
    if (sandbox->home[0] && (lies_in(real, sandbox->home) || lies_in(sandbox->home, real)))
        return err_set(err, ERR_JUDGE, "cannot show \"%s\" to a box: it would show the judge's own folder \"%s\"",
                       mount->host, sandbox->home);
    return 0;
}

static bool is_name(const char *name)
{
    return name && *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int check_spec(const struct sandbox *sandbox, const struct box_spec *spec, struct err *err)
{
    const struct box_limits *limits = &spec->limits;
    if (!spec->argv || !spec->argv[0])
        return err_set(err, ERR_JUDGE, "a box without a program");
    if (limits->cpu_ms <= 0 || limits->wall_ms <= 0 || limits->memory_kib <= 0 || limits->output_bytes < 0 ||
        limits->processes < 1)
        return err_set(err, ERR_JUDGE, "a box without limits");
    if (spec->policy == BOX_RUN_STATIC && spec->program_fd < 0)
        return err_set(err, ERR_JUDGE, "a box with an empty root needs an open program");
    if (spec->file_count > BOX_FILES_MAX || spec->mount_count > BOX_MOUNTS_MAX)
        return err_set(err, ERR_JUDGE, "a box with too many files or mounts");
    if (spec->policy == BOX_RUN_STATIC && (spec->file_count || spec->mount_count || spec->collect))
        return err_set(err, ERR_JUDGE, "a box with an empty root has no files");
    for (int i = 0; i < spec->file_count; i++)
        if (!is_name(spec->files[i].name))
            return err_set(err, ERR_JUDGE, "a box with a file that is not directly in its work folder");
    if (spec->collect && !is_name(spec->collect))
        return err_set(err, ERR_JUDGE, "a file to collect that is not directly in the work folder");
    for (int i = 0; i < spec->mount_count; i++)
        if (check_mount(sandbox, &spec->mounts[i], err) != 0)
            return -1;
    return 0;
}

/* Root's boxes are made by a user who may not reach every folder that root may show; so root opens them here. */
static int open_mounts(const struct sandbox *sandbox, struct job *job, struct err *err)
{
    job->head.mounts_are_open = geteuid() == 0 && sandbox->isolation != ISOLATION_NONE;
    for (int i = 0; job->head.mounts_are_open && i < job->head.mount_count; i++) {
        job->mount_fd[i] = (int)syscall(SYS_open_tree, AT_FDCWD, job->mount_host[i],
                                        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
        if (job->mount_fd[i] < 0) {
            int failed = errno == EPERM ? 0 : err_system(err, "cannot show \"%s\" to a box", job->mount_host[i]);
            while (i-- > 0)
                close(job->mount_fd[i]);
            job->head.mounts_are_open = false;
            return failed;
        }
    }
    return 0;
}

static int describe(struct sandbox *sandbox, const struct box_spec *spec, struct job *ret_job, struct err *err)
{
    struct job_head *head = &ret_job->head;
    *ret_job = (struct job){.head = {.policy = (int)spec->policy,
                                     .limits = spec->limits,
                                     .collect_max = spec->collect_max,
                                     .start_ms = spec->start_ms,
                                     .file_count = spec->file_count,
                                     .mount_count = spec->mount_count,
                                     .has_program = spec->program_fd >= 0,
                                     .has_collect = spec->collect != NULL,
                                     .seal_work = spec->seal_work,
                                     .warm = spec->warm},
                            .collect = spec->collect,
                            .collect_fd = spec->collect_fd};
    while (spec->argv[head->argc]) {
        if (head->argc == JOB_ARGS_MAX)
            return err_set(err, ERR_JUDGE, "a box with more than %d arguments", JOB_ARGS_MAX);
        ret_job->argv[head->argc] = spec->argv[head->argc];
        head->argc++;
    }
    for (int i = 0; i < BOX_FDS; i++) {
        head->has_fd[i] = spec->fds[i] >= 0;
        ret_job->fds[i] = spec->fds[i];
    }
    for (int i = 0; i < spec->file_count; i++) {
        ret_job->file_name[i] = spec->files[i].name;
        ret_job->file_fd[i] = spec->files[i].fd;
    }
    for (int i = 0; i < spec->mount_count; i++) {
        ret_job->mount_host[i] = spec->mounts[i].host;
        ret_job->mount_box[i] = spec->mounts[i].box;
    }
    if (head->has_program && programs_seal(&sandbox->programs, spec->program_fd, &ret_job->program_fd, err) != 0)
        return -1;
    return 0;
}

/* ret_retry: the keeper was found dead, and a new one may do. */
static int post(struct sandbox *sandbox, struct job *job, int *ret_report_fd, bool *ret_retry, struct err *err)
{
    int report[2];
    *ret_retry = false;
    if (pipe2(report, O_CLOEXEC) != 0)
        return err_system(err, "cannot start a box: no pipe");
    job->report_fd = report[1];
    int failed = open_mounts(sandbox, job, err);
    if (!failed && job_post(sandbox->keeper[job->head.policy].socket, job) != 0) {
        *ret_retry = errno == EPIPE || errno == ECONNRESET;
        failed = err_system(err, "cannot start a box");
        if (*ret_retry)
            drop_keeper(sandbox, job->head.policy);
    }
    for (int i = 0; job->head.mounts_are_open && i < job->head.mount_count; i++)
        close(job->mount_fd[i]);
    close(report[1]);
    if (failed)
        close(report[0]);
    else
        *ret_report_fd = report[0];
    return failed;
}

int box_start(struct sandbox *sandbox, const struct box_spec *spec, struct box **ret_box, struct err *err)
{
    struct job job;
    bool retry = false;
    int failed;
    if (check_spec(sandbox, spec, err) != 0)
        return -1;
    struct box *box = malloc(sizeof *box);
    if (!box)
        return err_set(err, ERR_JUDGE, "cannot start a box: out of memory");
    for (int attempt = 0; attempt < 2; attempt++) {
        failed = ensure_keeper(sandbox, spec->policy, err) != 0 || describe(sandbox, spec, &job, err) != 0 ||
                 post(sandbox, &job, &box->report_fd, &retry, err) != 0;
        if (!failed || !retry)
            break;
    }
    if (failed) {
        free(box);
        return -1;
    }
    *ret_box = box;
    return 0;
}

int box_fd(const struct box *box)
{
    return box->report_fd;
}

int box_finish(struct box *box, struct box_facts *ret_facts, struct err *err)
{
    struct job_report report;
    ssize_t size;
    do
        size = read(box->report_fd, &report, sizeof report);
    while (size < 0 && errno == EINTR);
    close(box->report_fd);
    free(box);
    if (size != (ssize_t)sizeof report)
        return err_set(err, ERR_JUDGE, "a box ended without a report: its first process was killed from outside");
    if (report.fault.error)
        return err_set(err, ERR_JUDGE, "cannot start a box: cannot %s: %s", report.fault.step,
                       strerrordesc_np(report.fault.error));
    *ret_facts = report.facts;
    return 0;
}
