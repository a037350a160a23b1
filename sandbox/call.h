/* call.h - system calls of the sandbox's own processes, marked so that the filter can tell them from a program's.
 *
 * A keeper installs the filter of its policy once and every process below it inherits it: installing one per run would
 * cost more than all else. But the keeper and the init of a box need calls that the program must not have (clone,
 * mount, execveat). They pass a secret of 64 random bits in the sixth argument register, which calls of up to five
 * arguments leave alone; a call that the filter would refuse is let through with that secret (seccomp.c). It lives in
 * the memory of the keeper and its inits, which a program never sees: it is a new image in another process, starts with
 * cleared registers, and cannot trace. Behind the secret stand the kernel's own checks: a program has no capability.
 *
 * So code that runs below a filter (keeper, init, program, files, mounts) makes its calls by call(), unless every
 * policy allows them (read, write, close, fstat, clock_gettime).
 *
 * call() returns as syscall(2) does: -1 and errno. Not for calls of six arguments.
 */
#ifndef SANDBOX_CALL_H
#define SANDBOX_CALL_H

#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* 0 until call_make_secret; without a filter the kernel ignores it. */
extern uint64_t call_secret;

/* Draws the secret; one per keeper. Returns 0 or -1 with errno. */
int call_make_secret(void);

/* Missing arguments are 0. */
#define call(...) CALL_(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_(number, a, b, c, d, e, ...)                                                                              \
    syscall((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), call_secret)

/* What a child that shares memory with its parent begins with. */
struct call_child {
    void (*function)(void *); /* the child ends with it */
    void *argument;
    void *stack_top;      /* the end of a region for the child */
    void *thread_pointer; /* for CLONE_SETTLS */
};

/* clone(2) with CLONE_VM among the flags. Returns the child's pid, its pidfd through ret_pidfd where CLONE_PIDFD asks
 * for it; or -1 with errno. */
int call_clone(unsigned long flags, const struct call_child *child, int *ret_pidfd);

/* Runs function(argument) in a child that shares memory with the caller, which sleeps until the child has executed
 * another image or ended. Saves the copy of the page tables that fork makes. `stack_top` is the end of a region for
 * the child. Returns the child's pid, its pidfd through ret_pidfd; or -1 with errno. */
int call_spawn(void (*function)(void *), void *argument, void *stack_top, int *ret_pidfd);

/* fork(2) with clone flags; no handlers run, glibc's fork is not involved. */
int call_fork(unsigned long flags);

#endif
