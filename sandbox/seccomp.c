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

enum { SECRET_ARGUMENT = 5 };

_Static_assert(sizeof(struct seccomp_instruction) == sizeof(struct sock_filter), "our instruction is the kernel's");

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

static int add_signals(scmp_filter_ctx filter, bool own_pid_namespace)
{
    static const int calls[] = {SYS_kill, SYS_tgkill};
    struct scmp_arg_cmp self = SCMP_CMP64(0, SCMP_CMP_EQ, 2, 0);
    struct scmp_arg_cmp other = SCMP_CMP64(0, SCMP_CMP_NE, 2, 0);
    int failed = 0;
    for (int i = 0; i < 2 && !failed; i++) {
        if (own_pid_namespace)
            failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i], 1, &self);
        if (!failed)
            failed = seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, calls[i], own_pid_namespace ? 1 : 0, &other);
    }
    return failed;
}

static int add_memory(scmp_filter_ctx filter, enum box_policy policy)
{
    const uint64_t large_map = policy == BOX_COMPILE ? SECCOMP_LARGE_MAP_COMPILE : SECCOMP_LARGE_MAP_RUN;
    const struct {
        int number;
        unsigned argument;
        uint64_t bound;
    } calls[] = {{SYS_mmap, 1, large_map}, {SYS_mremap, 2, large_map}, {SYS_brk, 0, SECCOMP_HIGH_BREAK}};
    int failed = 0;
    for (int i = 0; i < (policy == BOX_RUN_STATIC ? 3 : 2) && !failed; i++) {
        struct scmp_arg_cmp small = SCMP_CMP64(calls[i].argument, SCMP_CMP_LT, calls[i].bound, 0);
        struct scmp_arg_cmp large = SCMP_CMP64(calls[i].argument, SCMP_CMP_GE, calls[i].bound, 0);
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i].number, 1, &small);
        if (!failed)
            failed = seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, calls[i].number, 1, &large);
    }
    return failed;
}

static int fill(scmp_filter_ctx filter, enum box_policy policy, bool own_pid_namespace)
{
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (!failed)
        failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree: a long list costs at each install */
    if (!failed)
        failed = add_table(filter, policy);
    if (!failed)
        failed = add_signals(filter, own_pid_namespace);
    return failed ? failed : add_memory(filter, policy);
}

int seccomp_make(enum box_policy policy, bool own_pid_namespace, struct seccomp_code *ret_code)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    int fd = memfd_create("filter", MFD_CLOEXEC);
    int failed = filter && fd >= 0 ? fill(filter, policy, own_pid_namespace) : -ENOMEM;
    if (!failed)
        failed = seccomp_export_bpf(filter, fd);
    ssize_t size = failed ? 0 : pread(fd, ret_code->at, sizeof ret_code->at, 0);
    if (!failed && (size <= 0 || size == (ssize_t)sizeof ret_code->at))
        failed = -E2BIG;
    ret_code->count = (int)((size_t)size / sizeof ret_code->at[0]);
    seccomp_release(filter);
    if (fd >= 0)
        close(fd);
    errno = -failed;
    return failed ? -1 : 0;
}

/* Appends the way out for calls that the rules refuse with `action`: allowed all the same when they carry the secret.
 * Returns where it begins, or -1 with errno. */
static int append_trailer(struct seccomp_code *code, uint32_t action)
{
    const uint32_t low = offsetof(struct seccomp_data, args[SECRET_ARGUMENT]);
    const struct seccomp_instruction trailer[] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, low},      {BPF_JMP | BPF_JEQ | BPF_K, 0, 3, (uint32_t)call_secret},
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, low + 4},  {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)(call_secret >> 32)},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}, {BPF_RET | BPF_K, 0, 0, action},
    };
    const int length = (int)(sizeof trailer / sizeof trailer[0]);
    if (code->count + length > SECCOMP_CODE_MAX) {
        errno = E2BIG;
        return -1;
    }
    memcpy(code->at + code->count, trailer, sizeof trailer);
    code->count += length;
    return code->count - length;
}

/* The secret is looked at only where a call would be refused: so the allowed ones stay decided by number alone, which
 * the kernel remembers in a bitmap; and libseccomp sees no rule of two arguments, whose combinations it gets wrong.
 * Killed architectures stay killed. 0, or -1 with errno. */
static int admit_secret(struct seccomp_code *code)
{
    enum { ACTIONS = 16 };
    uint32_t action[ACTIONS];
    int trailer[ACTIONS];
    int actions = 0;
    for (int i = 0, end = code->count; i < end; i++) {
        struct seccomp_instruction *at = &code->at[i];
        if (at->code != (BPF_RET | BPF_K) || at->value == SECCOMP_RET_ALLOW || at->value == SECCOMP_RET_KILL_PROCESS)
            continue;
        int known = 0;
        while (known < actions && action[known] != at->value)
            known++;
        if (known == actions) {
            int place = actions < ACTIONS ? append_trailer(code, at->value) : -1;
            if (place < 0)
                return -1;
            action[actions] = at->value;
            trailer[actions++] = place;
        }
        *at = (struct seccomp_instruction){BPF_JMP | BPF_JA, 0, 0, (uint32_t)(trailer[known] - i - 1)};
    }
    return 0;
}

int seccomp_install(struct seccomp_code *code)
{
    if (admit_secret(code) != 0)
        return -1;
    struct sock_fprog program = {(unsigned short)code->count, (struct sock_filter *)code->at};
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

int seccomp_check(int listener, uint64_t id)
{
    return (int)call(SYS_ioctl, listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id);
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
