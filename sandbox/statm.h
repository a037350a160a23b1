/* statm.h - how much memory another process has, now.
 *
 * Boxes have no /proc; the keeper has kept a descriptor of the machine's, where processes have the machine's numbers. A
 * process is found there by way of its pidfd, whose number the kernel tells as that /proc sees it.
 */
#ifndef SANDBOX_STATM_H
#define SANDBOX_STATM_H

#include <stdint.h>

struct statm {
    int64_t space; /* address space, bytes: what RLIMIT_AS bounds */
    int64_t resident;
};

/* The machine's number of a process, or -1. */
int statm_pid(int proc_fd, int pidfd);

/* Opens the account of a process, to be read again and again. -1 where that does not work. */
int statm_open(int proc_fd, int pidfd);

/* 0, or -1: there is no account, or the process has ended. */
int statm_read(int fd, struct statm *ret_statm);

#endif
