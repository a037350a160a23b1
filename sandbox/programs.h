/* programs.h - programs as sealed files in memory, the form in which a box executes them.
 *
 * A box runs under a user who may have no right to the judge's files, and executes by descriptor. A program that
 * already is a memfd is taken as it is; any other file is copied once, and the copy is kept until another file is run.
 */
#ifndef SANDBOX_PROGRAMS_H
#define SANDBOX_PROGRAMS_H

#include <sys/stat.h>

#include "sandbox/err.h"

enum { PROGRAMS_KEPT = 4 };

struct programs {
    struct {
        int fd; /* -1: free */
        struct stat of;
    } kept[PROGRAMS_KEPT];
    int next;
};

void programs_init(struct programs *programs);
void programs_release(struct programs *programs);

/* Gives a descriptor that a box can execute: `fd` itself or a copy owned by `programs`. */
int programs_seal(struct programs *programs, int fd, int *ret_fd, struct err *err);

#endif
