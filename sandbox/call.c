#include "sandbox/call.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/random.h>

#ifndef __x86_64__
#error "the sandbox knows the registers and system call numbers of x86-64 only"
#endif

uint64_t call_secret;

int call_make_secret(void)
{
    uint64_t secret = 0;
    while (secret == 0)
        if (getrandom(&secret, sizeof secret, 0) != (ssize_t)sizeof secret)
            return -1;
    call_secret = secret;
    return 0;
}

int call_fork(unsigned long flags)
{
    return (int)call(SYS_clone, flags | SIGCHLD);
}

int call_clone(unsigned long flags, const struct call_child *child, int *ret_pidfd)
{
    /* The child must not return through the caller's frames, so it leaves by exit from inside the assembly. */
    long result = SYS_clone;
    register long r10 __asm__("r10") = 0;
    register void *r8 __asm__("r8") = child->thread_pointer;
    register uint64_t r9 __asm__("r9") = call_secret;
    register void (*r12)(void *) __asm__("r12") = child->function;
    register void *r13 __asm__("r13") = child->argument;
    unsigned long stack = (unsigned long)child->stack_top & ~15UL;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "xor %%ebp, %%ebp\n\t"
                     "mov %%r13, %%rdi\n\t"
                     "call *%%r12\n\t"
                     "mov $127, %%edi\n\t"
                     "mov $60, %%eax\n\t"
                     "syscall\n\t"
                     "hlt\n"
                     "1:"
                     : "+a"(result)
                     : "D"(flags), "S"(stack), "d"(ret_pidfd), "r"(r10), "r"(r8), "r"(r9), "r"(r12), "r"(r13)
                     : "rcx", "r11", "memory", "cc");
    if (result < 0) {
        errno = (int)-result;
        return -1;
    }
    return (int)result;
}

int call_spawn(void (*function)(void *), void *argument, void *stack_top, int *ret_pidfd)
{
    const struct call_child child = {.function = function, .argument = argument, .stack_top = stack_top};
    int pidfd = -1;
    int pid = call_clone(CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &child, &pidfd);
    if (pid > 0)
        *ret_pidfd = pidfd;
    return pid;
}
