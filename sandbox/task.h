/* task.h - a child process that shares the memory of its parent, on a stack of its own.
 *
 * Copying the keeper's memory is the dearest part of starting a box, and an init that only starts a program and waits
 * for it has no use for a copy. Such a child is still a process: descriptors, credentials, signals and namespaces are
 * its own. So that both can run at the same time it has a thread block of its own, where errno and the stack protector
 * live. Neither may allocate memory with malloc or keep anything in a static variable meanwhile.
 */
#ifndef SANDBOX_TASK_H
#define SANDBOX_TASK_H

enum { TASK_STACK_BYTES = 64 << 10, TASK_BLOCK_BYTES = 8 << 10 };

/* Used by one child at a time: the next may have it when the last has been reaped. */
struct task {
    char stack[TASK_STACK_BYTES] __attribute__((aligned(64)));
    char block[TASK_BLOCK_BYTES] __attribute__((aligned(64)));
};

/* Runs function(argument) in the child, which ends with it. Returns its pid, or -1 with errno (ENOSYS: the thread block
 * of this program is larger than expected, or a sanitizer watches it; fork then). */
int task_clone(unsigned long flags, void (*function)(void *), void *argument, struct task *task);

#endif
