#include "sandbox/seccomp.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "sandbox/call.h"

enum { SECRET_ARGUMENT = 5, INSTRUCTIONS_MAX = 4096 };

static int add(scmp_filter_ctx filter, uint32_t action, int number, int tests, const struct seccomp_test *test)
{
    struct scmp_arg_cmp compare[2];
    if (action == SCMP_ACT_ERRNO(ENOSYS))
        return 0; /* the default; libseccomp takes it for a mistake */
    for (int i = 0; i < tests; i++)
        compare[i] =
            SCMP_CMP64((unsigned)test[i].argument, SCMP_CMP_MASKED_EQ, test[i].mask, test[i].value & test[i].mask);
    return seccomp_rule_add_array(filter, action, number, (unsigned)tests, compare);
}

static uint32_t action_of(const struct seccomp_rule *rule)
{
    switch (rule->action) {
    case SECCOMP_ALLOW:
        return SCMP_ACT_ALLOW;
    case SECCOMP_ATTACK:
        return SCMP_ACT_NOTIFY;
    case SECCOMP_ERROR:
        break;
    }
    return SCMP_ACT_ERRNO((uint32_t)rule->error);
}

static int add_table(scmp_filter_ctx filter, enum box_policy policy)
{
    int failed = 0;
    for (int i = 0; i < seccomp_rule_count && !failed; i++)
        if (seccomp_rules[i].policies & (1u << policy))
            failed = add(filter, action_of(&seccomp_rules[i]), seccomp_rules[i].number, seccomp_rules[i].tests,
                         seccomp_rules[i].test);
    return failed;
}

/* Rows whose values are known only now. */
static int add_signals(scmp_filter_ctx filter, const struct seccomp_options *options)
{
    static const int calls[] = {SYS_kill, SYS_tgkill};
    int failed = 0;
    for (int i = 0; i < 2 && !failed; i++) {
        struct scmp_arg_cmp self = SCMP_CMP64(0, SCMP_CMP_EQ, 2);
        struct scmp_arg_cmp other = SCMP_CMP64(0, SCMP_CMP_NE, 2);
        if (options->own_pid_namespace) {
            failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i], 1, &self);
            if (!failed)
                failed = seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, calls[i], 1, &other);
        } else if (options->signals_scoped && calls[i] == SYS_tgkill) {
            failed = add(filter, SCMP_ACT_ALLOW, calls[i], 0, NULL);
        } else {
            failed = add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0, NULL);
        }
    }
    return failed;
}

static int add_maps(scmp_filter_ctx filter)
{
    static const struct {
        int number;
        unsigned length; /* argument */
    } calls[] = {{SYS_mmap, 1}, {SYS_mremap, 2}};
    int failed = 0;
    for (int i = 0; i < 2 && !failed; i++) {
        struct scmp_arg_cmp small = SCMP_CMP64(calls[i].length, SCMP_CMP_LT, SECCOMP_LARGE_MAP);
        struct scmp_arg_cmp large = SCMP_CMP64(calls[i].length, SCMP_CMP_GE, SECCOMP_LARGE_MAP);
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i].number, 1, &small);
        if (!failed)
            failed = seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, calls[i].number, 1, &large);
    }
    return failed;
}

static int fill(scmp_filter_ctx filter, enum box_policy policy, const struct seccomp_options *options)
{
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (!failed)
        failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree: a long list costs at each install */
    if (!failed)
        failed = add_table(filter, policy);
    if (!failed)
        failed = add_signals(filter, options);
    return failed ? failed : add_maps(filter);
}

/* The program that libseccomp makes, in memory of ours; its length, or -1 with errno. */
static int translate(scmp_filter_ctx filter, struct sock_filter *ret_code, size_t max)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0)
        return -1;
    int failed = seccomp_export_bpf(filter, fd);
    ssize_t size = failed ? -1 : pread(fd, ret_code, max * sizeof *ret_code, 0);
    close(fd);
    if (failed)
        errno = -failed;
    return size < 0 ? -1 : (int)((size_t)size / sizeof *ret_code);
}

/* Appends the way out for calls that the rules refuse with `action`: allowed all the same when they carry the secret.
 */
static int append_trailer(struct sock_filter *code, int count, uint32_t action)
{
    const uint32_t low = offsetof(struct seccomp_data, args[SECRET_ARGUMENT]);
    const struct sock_filter trailer[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, low),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call_secret, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, low + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(call_secret >> 32), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, action),
    };
    memcpy(code + count, trailer, sizeof trailer);
    return count + (int)(sizeof trailer / sizeof trailer[0]);
}

/* The secret is looked at only where a call would be refused: so the allowed ones stay decided by number alone, which
 * the kernel remembers in a bitmap; and libseccomp sees no rule of two arguments, whose combinations it gets wrong.
 * Killed architectures stay killed. Returns the new length, or -1 with errno. */
static int admit_secret(struct sock_filter *code, int count)
{
    uint32_t action[8];
    int trailer[8];
    int actions = 0;
    for (int i = 0, end = count; i < end; i++) {
        if (code[i].code != (BPF_RET | BPF_K) || code[i].k == SECCOMP_RET_ALLOW ||
            code[i].k == SECCOMP_RET_KILL_PROCESS)
            continue;
        int known = 0;
        while (known < actions && action[known] != code[i].k)
            known++;
        if (known == actions) {
            if (actions == 8 || count + 6 > INSTRUCTIONS_MAX) {
                errno = E2BIG;
                return -1;
            }
            action[actions] = code[i].k;
            trailer[actions++] = count;
            count = append_trailer(code, count, code[i].k);
        }
        code[i] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, (uint32_t)(trailer[known] - i - 1));
    }
    return count;
}

int seccomp_install(enum box_policy policy, const struct seccomp_options *options)
{
    static struct sock_filter code[INSTRUCTIONS_MAX];
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    if (!filter) {
        errno = ENOMEM;
        return -1;
    }
    int failed = fill(filter, policy, options);
    int count = failed ? -1 : translate(filter, code, INSTRUCTIONS_MAX);
    seccomp_release(filter);
    if (failed)
        errno = -failed;
    if (count > 0)
        count = admit_secret(code, count);
    if (count < 0)
        return -1;
    struct sock_fprog program = {(unsigned short)count, code};
    return (int)call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

int seccomp_receive(int listener, struct seccomp_event *ret_event)
{
    struct seccomp_notif request = {0};
    long failed;
    do
        failed = call(SYS_ioctl, listener, SECCOMP_IOCTL_NOTIF_RECV, &request);
    while (failed && errno == EINTR);
    if (failed)
        return -1;
    *ret_event = (struct seccomp_event){request.id, (pid_t)request.pid, request.data.nr, {0}};
    memcpy(ret_event->arguments, request.data.args, sizeof ret_event->arguments);
    return 0;
}

int seccomp_continue(int listener, uint64_t id)
{
    struct seccomp_notif_resp answer = {.id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    return (int)call(SYS_ioctl, listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

int seccomp_fail(int listener, uint64_t id, int error)
{
    struct seccomp_notif_resp answer = {.id = id, .error = -error};
    return (int)call(SYS_ioctl, listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

char *seccomp_name(int number)
{
    return seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
}
