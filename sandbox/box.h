/* box.h - runs an untrusted program: limits and policy in, facts out. Knows nothing of judging.
 *
 * A `struct sandbox` is a small tree of processes. The nursery is forked when the sandbox is opened and makes, for each
 * policy in use, a keeper: a process in namespaces of its own (user, mount, pid, net, ipc, uts, cgroup) under the
 * policy's system call filter, made once and kept. A box is one run: fresh pid, mount and ipc namespaces below the
 * keeper, an init that knows how to reap, and the program. When box_finish returns, every process that the program made
 * is dead and reaped; only then are files and descriptors of the box meaningful to read.
 *
 * Open a sandbox early: its processes are copies of the caller's memory, so a caller that has read nothing secret and
 * is still small makes them safe and fast. One thread uses a sandbox. Not for processes that ignore SIGCHLD and count
 * on its children.
 *
 * Ownership: descriptors in a spec stay the caller's (the box gets duplicates). Everything returned is freed by
 * box_finish or sandbox_close. Closing a sandbox, or the death of the process that opened it by any means, kills all
 * its boxes; a box that is finished after that is an err.
 *
 * Isolation: as root boxes run under an unused uid; as an ordinary user the same namespaces are made by a user
 * namespace. Where neither is possible, Landlock, the filter and limits remain: sandbox_missing says so, and
 * require_isolation refuses. Never silently.
 *
 * Failure: `struct err` says that the judge could not run the program (a fault of the machine or of the caller).
 * Whatever the program itself did, succeeding or being killed, is facts. Several facts may hold at once; which of them
 * decides is the caller's choice.
 */
#ifndef SANDBOX_BOX_H
#define SANDBOX_BOX_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/err.h"

enum box_policy {
    BOX_COMPILE,    /* the toolchain: may fork and exec below the read-only system folders, writes to its own tmpfs */
    BOX_RUN_STATIC, /* a static binary in an empty root: one process, nothing mounted, no exec, no files */
    BOX_RUN_PYTHON, /* an interpreter: the interpreter's and packages' folders readable, a small tmpfs, no fork, no exec
                     */
    BOX_POLICY_COUNT,
};

struct box_limits {
    int64_t cpu_ms;
    int64_t wall_ms;
    int64_t memory_kib;   /* resident peak of the whole box */
    int64_t output_bytes; /* of each file written to, memfds too; a pipe has no size: its reader counts */
    int processes;        /* processes and threads at once; 1: no threads */
};

/* A file that the box finds at its start, or leaves at its end, directly in its work folder (/work). */
struct box_file {
    const char *name; /* no slash */
    int fd;
};

struct box_mount {
    const char *host; /* existing file or folder, absolute; seen read-only */
    const char *box;  /* where the box sees it, absolute */
};

enum { BOX_FDS = 4, BOX_FILES_MAX = 8, BOX_MOUNTS_MAX = 8 };

struct box_spec {
    enum box_policy policy;
    const char *const *argv; /* NULL-terminated; argv[0] is a path in the box unless program_fd >= 0 */
    int program_fd; /* -1, or an executable; fastest as a memfd, any other file is copied to one and the copy kept */
    /* Become descriptors 0..3 of the program; -1: /dev/null for 0..2, closed for 3. Offsets are shared with the caller
     * (read with pread), and so is the right to write: give what must not change as a read-only or sealed descriptor.
     */
    int fds[BOX_FDS];
    int file_count;
    struct box_file
        files[BOX_FILES_MAX]; /* copied into the work folder before the start (BOX_COMPILE, BOX_RUN_PYTHON) */
    int mount_count;
    struct box_mount mounts[BOX_MOUNTS_MAX];
    bool seal_work;      /* the work folder becomes read-only once it has its files */
    bool warm;           /* not one run but many: set by warm.h alone */
    const char *collect; /* name of a regular file in the work folder to be copied to collect_fd at the end, or NULL */
    int collect_fd;
    int64_t collect_max; /* a larger file is not copied and counts as output_exceeded */
    struct box_limits limits;
    /* 0, or: the program is an interpreter, which stops itself (SIGSTOP) when it is about to read what it shall run. So
     * much CPU time it may take until then, twice as much in all. Account and limits begin there; that it does not get
     * there is an err. */
    int64_t start_ms;
};

/* Stands for a call of the 32-bit or x32 interface: the kernel kills at once and tells no number. */
enum { BOX_SYSCALL_FOREIGN = 0x40000000 };

struct box_facts {
    bool exited; /* true: exit_code is meant; false: killed by `signal` */
    int exit_code;
    int signal;
    int forbidden_syscall; /* number of the system call that the filter killed, BOX_SYSCALL_FOREIGN, or -1 */
    bool cpu_exceeded;
    bool wall_exceeded;
    bool memory_exceeded;
    bool output_exceeded;
    bool collected; /* the file named by `collect` was there, regular, and copied whole */
    int64_t cpu_ns; /* user + system, from the program's exec to its end, all processes of the box */
    int64_t wall_ns;
    int64_t peak_kib; /* resident peak of the largest process; below about a MiB it is what starting it took */
};

struct sandbox_options {
    bool require_isolation; /* refuse to open when a layer that isolates is missing */
    const char *home; /* folder of the judge that no box may ever see (its mounts and Landlock rules are checked against
                         it); may be NULL */
};

struct sandbox;
struct box;

/* Opens a sandbox; keepers start at the first box of their policy, or, to save that box the 2 ms, by sandbox_warm.
 * With require_isolation the first starts here, so that a machine that cannot isolate is refused before any use. */
int sandbox_open(const struct sandbox_options *options, struct sandbox **ret_sandbox, struct err *err);

/* Starts the keeper of a policy without waiting for it, so that its cold start overlaps with other work. */
int sandbox_warm(struct sandbox *sandbox, enum box_policy policy, struct err *err);

/* Starts a box and returns at once; waits only for a keeper that is not ready yet. Several boxes may run at the same
 * time; with more than 64 of a policy the others wait for room.
 *
 * Where there are no namespaces there is no /work and no mount: a word of argv whose part from its first slash on lies
 * in /work, in mounts[i].box or above it is changed to a real path, so "-I/guest" and "/work/a.c" work everywhere. */
int box_start(struct sandbox *sandbox, const struct box_spec *spec, struct box **ret_box, struct err *err);

/* A descriptor that polls readable when the box has ended. Owned by the box. */
int box_fd(const struct box *box);

/* Waits for the end, frees the box, and gives the facts. */
int box_finish(struct box *box, struct box_facts *ret_facts, struct err *err);

/* Kills what still runs; NULL is fine. */
void sandbox_close(struct sandbox *sandbox);

/* A word for people about missing layers ("no cgroups: memory is limited by address space only"), "" when all are
 * there. Owned by the sandbox. */
const char *sandbox_missing(const struct sandbox *sandbox);

/* Layers, each tried for real in a box of its own (doctor). */
struct sandbox_layer {
    const char *name; /* "user namespace", "seccomp (C)", "landlock", "control group", ... */
    bool works;
    bool isolates;      /* without it an attack is possible; false: it only refines a measurement or is a second line */
    char detail[200];   /* version, ABI, or why it does not work */
    const char *remedy; /* what the administrator may do; "" when it works */
};
enum { SANDBOX_LAYERS_MAX = 32 };
int sandbox_probe(struct sandbox_layer *ret_layers, int max); /* returns how many */

#endif
