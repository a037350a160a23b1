/* warm_case.h - what is said about a case on the sockets between judge, init and the program that is held ready.
 *
 * Judge to init: a struct warm_limits and WARM_FDS descriptors; back: a struct job_report, one when the program is
 * ready and one for each case. Init to program: a struct warm_task and one descriptor more, the reading end of a pipe
 * from which the child reads the byte 'g' before it goes; back: the child's pid as int64_t.
 */
#ifndef SANDBOX_WARM_CASE_H
#define SANDBOX_WARM_CASE_H

#include <sched.h>
#include <signal.h>

#include "sandbox/box.h"

/* The only clone that a program in a warm box may do. */
#define WARM_CLONE_FLAGS ((uint64_t)(CLONE_PARENT | SIGCHLD))

/* Request, stdout, stderr, response, as descriptors 0 to 3; then two files for the program's own use. */
enum { WARM_FDS = BOX_FDS + 2 };

struct warm_case {
    struct box_limits limits; /* processes: 1 */
    int fds[WARM_FDS];        /* all given */
};

struct warm_task {
    int64_t cpu_s;         /* RLIMIT_CPU */
    int64_t address_space; /* RLIMIT_AS */
    int64_t file_bytes;    /* RLIMIT_FSIZE */
};

#endif
