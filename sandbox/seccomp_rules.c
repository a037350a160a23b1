/* The policies as data. A row without a remark is a call that works on the caller's own memory, descriptors or clock.
 * Rows of one number in one policy must exclude each other: libseccomp gives no order to rules. */
#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "sandbox/seccomp.h"

#define C   (1u << BOX_COMPILE)
#define S   (1u << BOX_RUN_STATIC)
#define P   (1u << BOX_RUN_PYTHON)
#define ALL (C | S | P)

#define ALLOW(policies, name)                                                                                          \
    {                                                                                                                  \
        SYS_##name, policies, SECCOMP_ALLOW, 0, 0,                                                                     \
        {                                                                                                              \
            {                                                                                                          \
                0, 0, 0                                                                                                \
            }                                                                                                          \
        }                                                                                                              \
    }
#define ATTACK(policies, name)                                                                                         \
    {                                                                                                                  \
        SYS_##name, policies, SECCOMP_ATTACK, 0, 0,                                                                    \
        {                                                                                                              \
            {                                                                                                          \
                0, 0, 0                                                                                                \
            }                                                                                                          \
        }                                                                                                              \
    }
#define ERROR(policies, name, error)                                                                                   \
    {                                                                                                                  \
        SYS_##name, policies, SECCOMP_ERROR, error, 0,                                                                 \
        {                                                                                                              \
            {                                                                                                          \
                0, 0, 0                                                                                                \
            }                                                                                                          \
        }                                                                                                              \
    }
#define ALLOW_IF(policies, name, argument, mask, value)                                                                \
    {                                                                                                                  \
        SYS_##name, policies, SECCOMP_ALLOW, 0, 1,                                                                     \
        {                                                                                                              \
            {                                                                                                          \
                argument, mask, value                                                                                  \
            }                                                                                                          \
        }                                                                                                              \
    }
#define ATTACK_IF(policies, name, argument, mask, value)                                                               \
    {                                                                                                                  \
        SYS_##name, policies, SECCOMP_ATTACK, 0, 1,                                                                    \
        {                                                                                                              \
            {                                                                                                          \
                argument, mask, value                                                                                  \
            }                                                                                                          \
        }                                                                                                              \
    }
#define ERROR_IF(policies, name, error, argument, mask, value)                                                         \
    {                                                                                                                  \
        SYS_##name, policies, SECCOMP_ERROR, error, 1,                                                                 \
        {                                                                                                              \
            {                                                                                                          \
                argument, mask, value                                                                                  \
            }                                                                                                          \
        }                                                                                                              \
    }

#define INT 0xffffffffu /* mask of an argument that the kernel reads as int */

/* Flags that make a clone a new namespace. */
#define NEW_NAMESPACES                                                                                                 \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)
#define THREAD (CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)

const struct seccomp_rule seccomp_rules[] = {
    /* memory; seccomp.c adds mmap and mremap, and brk of S */
    ALLOW(ALL, munmap),
    ALLOW(ALL, mprotect),
    ALLOW(ALL, madvise),
    ALLOW(C | P, brk),
    ALLOW(ALL, msync),
    ALLOW(ALL, membarrier),

    /* descriptors */
    ALLOW(ALL, read),
    ALLOW(ALL, write),
    ALLOW(ALL, readv),
    ALLOW(ALL, writev),
    ALLOW(ALL, pread64),
    ALLOW(ALL, pwrite64),
    ALLOW(ALL, lseek),
    ALLOW(ALL, close),
    ALLOW(ALL, fstat),
    ALLOW(ALL, dup),
    ALLOW(ALL, dup2),
    ALLOW(ALL, dup3),
    ALLOW(ALL, poll),
    ALLOW(ALL, ppoll),
    ALLOW(ALL, select),
    ALLOW(ALL, pselect6),
    /* Not F_SETFL: the judge's own descriptor shares the flags. Not locks and leases: two boxes could talk through
     * a lock on a file that both can read. */
    ALLOW_IF(ALL, fcntl, 1, INT, F_DUPFD),
    ALLOW_IF(ALL, fcntl, 1, INT, F_DUPFD_CLOEXEC),
    ALLOW_IF(ALL, fcntl, 1, INT, F_GETFD),
    ALLOW_IF(ALL, fcntl, 1, INT, F_SETFD),
    ALLOW_IF(ALL, fcntl, 1, INT, F_GETFL),
    /* stdio asks whether it writes to a terminal; Python sets close-on-exec by ioctl. No other request: TIOCSTI types
     * into the terminal of whoever started the judge. */
    ALLOW_IF(ALL, ioctl, 1, INT, TCGETS),
    ALLOW_IF(ALL, ioctl, 1, INT, TIOCGWINSZ),
    ALLOW_IF(C | P, ioctl, 1, INT, FIOCLEX),
    ALLOW_IF(C | P, ioctl, 1, INT, FIONCLEX),

    /* time and chance */
    ALLOW(ALL, clock_gettime),
    ALLOW(ALL, clock_getres),
    ALLOW(ALL, clock_nanosleep),
    ALLOW(ALL, nanosleep),
    ALLOW(ALL, gettimeofday),
    ALLOW(ALL, time),
    ALLOW(ALL, times),
    ALLOW(ALL, alarm),
    ALLOW(ALL, setitimer),
    ALLOW(ALL, getitimer),
    ALLOW(ALL, getrandom),

    /* the process itself */
    ALLOW(ALL, exit),
    ALLOW(ALL, exit_group),
    ALLOW(ALL, rt_sigaction),
    ALLOW(ALL, rt_sigprocmask),
    ALLOW(ALL, rt_sigreturn),
    ALLOW(ALL, rt_sigpending),
    ALLOW(ALL, rt_sigsuspend),
    ALLOW(ALL, rt_sigtimedwait),
    ALLOW(ALL, sigaltstack),
    ALLOW(ALL, restart_syscall),
    ALLOW(ALL, pause),
    ALLOW(ALL, arch_prctl),
    ALLOW(ALL, getpid),
    ALLOW(ALL, gettid),
    ALLOW(ALL, getppid),
    ALLOW(ALL, getpgrp),
    ALLOW(ALL, getpgid),
    ALLOW(ALL, getsid),
    ALLOW(ALL, getuid),
    ALLOW(ALL, geteuid),
    ALLOW(ALL, getgid),
    ALLOW(ALL, getegid),
    ALLOW(ALL, getresuid),
    ALLOW(ALL, getresgid),
    ALLOW(ALL, getgroups),
    ALLOW(ALL, capget),
    ALLOW(ALL, getrusage),
    ALLOW(ALL, getrlimit),
    ALLOW(ALL, umask),
    ALLOW(ALL, getcpu),
    ALLOW(ALL, sched_yield),
    ALLOW(ALL, sched_getaffinity),
    ALLOW(ALL, sched_getparam),
    ALLOW(ALL, sched_getscheduler),
    ALLOW(ALL, getpriority),
    ALLOW(ALL, sysinfo),
    ALLOW(ALL, uname),
    ALLOW_IF(ALL, prctl, 0, INT, PR_SET_NAME),
    ALLOW_IF(ALL, prctl, 0, INT, PR_GET_NAME),
    ALLOW_IF(ALL, prctl, 0, INT, PR_SET_VMA),
    ALLOW_IF(ALL, prctl, 0, INT, PR_GET_DUMPABLE),
    ALLOW_IF(ALL, prctl, 0, INT, PR_CAPBSET_READ),
    /* pid 0 only: a program may lower its own limits, not those of its init, which has the same uid */
    ALLOW_IF(ALL, prlimit64, 0, INT, 0),
    ALLOW(ALL, setrlimit),

    /* threads */
    ALLOW(ALL, futex),
    ALLOW(ALL, set_robust_list),
    ALLOW(ALL, get_robust_list),
    ALLOW(ALL, set_tid_address),
    ALLOW(ALL, rseq),
    {SYS_clone, S | P, SECCOMP_ALLOW, 0, 1, {{0, THREAD | NEW_NAMESPACES, THREAD}}},
    /* not a thread: a second process */
    ATTACK_IF(S | P, clone, 0, CLONE_THREAD, 0),
    ATTACK(S | P, fork),
    ATTACK(S | P, vfork),
    /* its flags are in memory where no filter sees them; glibc falls back to clone */
    ERROR(ALL, clone3, ENOSYS),

    /* A static program has an empty root and no use for names; a query gets the answer of an empty root, the attempt
     * to open or change something is an attack. glibc's start-up asks for /proc/self/exe. */
    ERROR(S, readlink, ENOENT),
    ERROR(S, readlinkat, ENOENT),
    ERROR(S, stat, ENOENT),
    ERROR(S, lstat, ENOENT),
    ERROR(S, access, ENOENT),
    ERROR(S, faccessat, ENOENT),
    ERROR(S, faccessat2, ENOENT),
    ERROR(S, getcwd, ENOENT),
    ALLOW_IF(S, newfstatat, 3, AT_EMPTY_PATH, AT_EMPTY_PATH),
    ERROR_IF(S, newfstatat, ENOENT, 3, AT_EMPTY_PATH, 0),
    ATTACK(S, open),
    ATTACK(S, openat),
    ATTACK(S, openat2),
    ATTACK(S, creat),
    ATTACK(S, unlink),
    ATTACK(S, unlinkat),
    ATTACK(S, rename),
    ATTACK(S, renameat),
    ATTACK(S, renameat2),
    ATTACK(S, mkdir),
    ATTACK(S, mkdirat),
    ATTACK(S, rmdir),
    ATTACK(S, link),
    ATTACK(S, linkat),
    ATTACK(S, symlink),
    ATTACK(S, symlinkat),
    ATTACK(S, truncate),
    ATTACK(S, chmod),
    ATTACK(S, fchmodat),
    ATTACK(S, chdir),
    ATTACK(S, fchdir),
    ATTACK(S, memfd_create),

    /* files for those who have some */
    ALLOW(C | P, open),
    ALLOW(C | P, openat),
    ALLOW(C | P, readlink),
    ALLOW(C | P, readlinkat),
    ALLOW(C | P, stat),
    ALLOW(C | P, lstat),
    ALLOW(C | P, newfstatat),
    ALLOW(C | P, statx),
    ALLOW(C | P, statfs),
    ALLOW(C | P, fstatfs),
    ALLOW(C | P, access),
    ALLOW(C | P, faccessat),
    ALLOW(C | P, faccessat2),
    ALLOW(C | P, getcwd),
    ALLOW(C | P, chdir),
    ALLOW(C | P, fchdir),
    ALLOW(C | P, getdents64),
    ALLOW(C | P, unlink),
    ALLOW(C | P, unlinkat),
    ALLOW(C | P, rename),
    ALLOW(C | P, renameat),
    ALLOW(C | P, renameat2),
    ALLOW(C | P, mkdir),
    ALLOW(C | P, mkdirat),
    ALLOW(C | P, rmdir),
    ALLOW(C | P, truncate),
    ALLOW(C | P, ftruncate),
    ALLOW(C | P, fallocate),
    ALLOW(C | P, fadvise64),
    ALLOW(C | P, fsync),
    ALLOW(C | P, fdatasync),
    ALLOW(C | P, pipe),
    ALLOW(C | P, pipe2),
    ALLOW(C | P, sendfile),
    ALLOW(C | P, copy_file_range),
    ALLOW(C | P, preadv),
    ALLOW(C | P, pwritev),
    /* ld makes its output executable */
    ALLOW(C, chmod),
    ALLOW(C, fchmod),
    ALLOW(C, fchmodat),
    ALLOW(C, link),
    ALLOW(C, symlink),
    ALLOW(C, utimensat),

    /* the compiler driver starts cc1, as and ld */
    {SYS_clone, C, SECCOMP_ALLOW, 0, 1, {{0, NEW_NAMESPACES, 0}}},
    ALLOW(C, fork),
    ALLOW(C, vfork),
    ALLOW(C, execve),
    ALLOW(C, wait4),
    ALLOW(C, waitid),
    ATTACK(S | P, execve),
    ATTACK(ALL, execveat),

    /* Python and its packages. NumPy asks for huge pages and a memory policy, PyTorch's import looks for a Unix
     * socket, OpenMP pins threads: they take a refusal, a kill would reject every honest program. */
    ALLOW(P, epoll_create1),
    ALLOW(P, epoll_ctl),
    ALLOW(P, epoll_wait),
    ALLOW(P, epoll_pwait),
    ALLOW(P, eventfd2),
    ALLOW(P, mlock),
    ALLOW(P, munlock), /* libgcrypt, which PyTorch loads, complains otherwise; see RLIMIT_MEMLOCK */
    ALLOW(P, sched_get_priority_max),
    ALLOW(P, sched_get_priority_min),
    ERROR(C | P, mbind, EPERM),
    ERROR(C | P, set_mempolicy, EPERM),
    ERROR(C | P, get_mempolicy, EPERM),
    ERROR(C | P, sched_setaffinity, EPERM),
    ERROR_IF(C | P, socket, EACCES, 0, INT, AF_UNIX),

    /* the network, also inside an empty network namespace */
    ATTACK_IF(C | P, socket, 0, INT, AF_INET),
    ATTACK_IF(C | P, socket, 0, INT, AF_INET6),
    ATTACK_IF(C | P, socket, 0, INT, AF_NETLINK),
    ATTACK_IF(C | P, socket, 0, INT, AF_PACKET),
    ATTACK_IF(C | P, socket, 0, INT, AF_VSOCK),
    ATTACK_IF(C | P, socket, 0, INT, AF_ALG),
    ATTACK(S, socket),
    ATTACK(ALL, socketpair),
    ATTACK(ALL, connect),
    ATTACK(ALL, bind),
    ATTACK(ALL, listen),
    ATTACK(ALL, accept),
    ATTACK(ALL, accept4),
    ATTACK(ALL, sendto),
    ATTACK(ALL, recvfrom),
    ATTACK(ALL, sendmsg),
    ATTACK(ALL, recvmsg),
    ATTACK(ALL, sendmmsg),
    ATTACK(ALL, recvmmsg),
    ATTACK(ALL, setsockopt),
    ATTACK(ALL, getsockopt),
    ATTACK(ALL, getsockname),
    ATTACK(ALL, getpeername),
    ATTACK(ALL, shutdown),

    /* other processes */
    ATTACK(ALL, ptrace),
    ATTACK(ALL, process_vm_readv),
    ATTACK(ALL, process_vm_writev),
    ATTACK(ALL, process_madvise),
    ATTACK(ALL, kcmp),
    ATTACK(ALL, pidfd_open),
    ATTACK(ALL, pidfd_getfd),
    ATTACK(ALL, pidfd_send_signal),
    ATTACK(ALL, tkill),
    ATTACK(ALL, rt_sigqueueinfo),
    ATTACK(ALL, rt_tgsigqueueinfo),
    ATTACK(ALL, setns),
    ATTACK(ALL, unshare),

    /* mounts and file handles that go around them */
    ATTACK(ALL, mount),
    ATTACK(ALL, umount2),
    ATTACK(ALL, pivot_root),
    ATTACK(ALL, chroot),
    ATTACK(ALL, fsopen),
    ATTACK(ALL, fsconfig),
    ATTACK(ALL, fsmount),
    ATTACK(ALL, fspick),
    ATTACK(ALL, open_tree),
    ATTACK(ALL, move_mount),
    ATTACK(ALL, mount_setattr),
    ATTACK(ALL, open_by_handle_at),
    ATTACK(ALL, name_to_handle_at),
    ATTACK(ALL, mknod),
    ATTACK(ALL, mknodat),

    /* large or young parts of the kernel in which holes are found */
    ATTACK(ALL, bpf),
    ATTACK(ALL, perf_event_open),
    ATTACK(ALL, userfaultfd),
    ATTACK(ALL, io_uring_setup),
    ATTACK(ALL, io_uring_enter),
    ATTACK(ALL, io_uring_register),
    ATTACK(ALL, memfd_secret),
    ATTACK(ALL, vmsplice),
    ATTACK(ALL, fanotify_init),
    ATTACK(ALL, modify_ldt),
    ATTACK(ALL, iopl),
    ATTACK(ALL, ioperm),
    ATTACK(ALL, io_setup),
    ATTACK(ALL, io_submit),

    /* objects that outlive a run and are shared with the next: keyrings, System V and POSIX queues and memory */
    ATTACK(ALL, keyctl),
    ATTACK(ALL, add_key),
    ATTACK(ALL, request_key),
    ATTACK(ALL, shmget),
    ATTACK(ALL, shmat),
    ATTACK(ALL, shmctl),
    ATTACK(ALL, semget),
    ATTACK(ALL, semctl),
    ATTACK(ALL, semop),
    ATTACK(ALL, semtimedop),
    ATTACK(ALL, msgget),
    ATTACK(ALL, msgsnd),
    ATTACK(ALL, msgrcv),
    ATTACK(ALL, msgctl),
    ATTACK(ALL, mq_open),
    ATTACK(ALL, mq_unlink),

    /* identity and privilege */
    ATTACK(ALL, setuid),
    ATTACK(ALL, setgid),
    ATTACK(ALL, setreuid),
    ATTACK(ALL, setregid),
    ATTACK(ALL, setresuid),
    ATTACK(ALL, setresgid),
    ATTACK(ALL, setgroups),
    ATTACK(ALL, setfsuid),
    ATTACK(ALL, setfsgid),
    ATTACK(ALL, capset),
    /* the query is harmless and uses all ones */
    ALLOW_IF(ALL, personality, 0, INT, 0xffffffffu),

    /* the machine */
    ATTACK(ALL, reboot),
    ATTACK(ALL, kexec_load),
    ATTACK(ALL, kexec_file_load),
    ATTACK(ALL, init_module),
    ATTACK(ALL, finit_module),
    ATTACK(ALL, delete_module),
    ATTACK(ALL, swapon),
    ATTACK(ALL, swapoff),
    ATTACK(ALL, acct),
    ATTACK(ALL, syslog),
    ATTACK(ALL, quotactl),
    ATTACK(ALL, sethostname),
    ATTACK(ALL, setdomainname),
    ATTACK(ALL, settimeofday),
    ATTACK(ALL, clock_settime),
    ATTACK(ALL, adjtimex),
    ATTACK(ALL, clock_adjtime),
    ATTACK(ALL, vhangup),
};
const int seccomp_rule_count = sizeof seccomp_rules / sizeof seccomp_rules[0];
