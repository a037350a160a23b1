#include "sandbox/task.h"

#include <errno.h>
#include <link.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "sandbox/call.h"

/* The thread block of the x86-64 ABI: variables of the modules below the thread pointer, the C library's own record of
 * the thread from there on, whose first word and third are the address of the record itself. A child that makes no
 * threads needs no more of the record than its head; the rest stays zero. */
enum { HEAD_BYTES = 128, RECORD_BYTES = 4 << 10 };

static char *thread_pointer(void)
{
    return __builtin_thread_pointer();
}

static int lowest_variable(struct dl_phdr_info *info, size_t size, void *lowest)
{
    char **at = lowest;
    char *data = info->dlpi_tls_data;
    if (size >= sizeof *info && data && data < *at)
        *at = data;
    return 0;
}

/* How many bytes below the thread pointer are variables: the same in every process and for ever, since nothing is
 * loaded later. */
static size_t variable_bytes(void)
{
    static size_t known;
    if (!known) {
        char *lowest = thread_pointer();
        dl_iterate_phdr(lowest_variable, &lowest);
        known = ((size_t)(thread_pointer() - lowest) + 63) & ~(size_t)63;
    }
    return known;
}

/* AddressSanitizer knows threads by the stacks that it has seen them start on. */
#ifdef __SANITIZE_ADDRESS__
enum { WATCHED = 1 };
#else
enum { WATCHED = 0 };
#endif

/* Returns the thread pointer of the child, or NULL. */
static char *make_block(struct task *task)
{
    size_t below = variable_bytes();
    if (WATCHED || below > TASK_BLOCK_BYTES - RECORD_BYTES)
        return NULL;
    char *pointer = task->block + TASK_BLOCK_BYTES - RECORD_BYTES;
    memcpy(pointer - below, thread_pointer() - below, below + HEAD_BYTES);
    const void *own = pointer;
    memcpy(pointer, &own, sizeof own);
    memcpy(pointer + 2 * sizeof own, &own, sizeof own);
    return pointer;
}

int task_clone(unsigned long flags, void (*function)(void *), void *argument, struct task *task)
{
    char *pointer = make_block(task);
    if (!pointer) {
        errno = ENOSYS;
        return -1;
    }
    const struct call_child child = {.function = function,
                                     .argument = argument,
                                     .stack_top = task->stack + sizeof task->stack,
                                     .thread_pointer = pointer};
    return call_clone(flags | CLONE_VM | CLONE_SETTLS | SIGCHLD, &child, NULL);
}
