#include "sandbox/limits.h"

#include <errno.h>
#include <sys/resource.h>

#include "sandbox/call.h"

enum { MIB = 1 << 20, OPEN_FILES = 64, STACK_MIB = 64 };

/* Slack in MiB. OpenBLAS and OpenMP reserve hundreds of MiB that they never touch, and spin for ever when refused. */
static const int64_t slack[BOX_POLICY_COUNT] = {
    [BOX_COMPILE] = 512, [BOX_RUN_STATIC] = 64 + STACK_MIB, [BOX_RUN_PYTHON] = 4096};

int64_t limits_address_space(enum box_policy policy, int64_t memory_kib)
{
    return memory_kib * 1024 + slack[policy] * MIB;
}

int64_t limits_backstop(enum box_policy policy, int64_t memory_kib)
{
    int64_t space = limits_address_space(policy, memory_kib);
    return policy == BOX_COMPILE ? space : space + 8 * LIMITS_UNTOUCHED;
}

static int set(int resource, int64_t soft, int64_t hard)
{
    struct rlimit64 limit = {(rlim64_t)soft, (rlim64_t)hard};
    int failed = (int)call(SYS_prlimit64, 0, resource, &limit, 0);
    if (failed && errno == EPERM) { /* the machine's own hard limit is lower still */
        struct rlimit64 now;
        if (call(SYS_prlimit64, 0, resource, 0, &now) == 0 && now.rlim_max < (rlim64_t)hard)
            failed = 0;
    }
    return failed;
}

int limits_apply(enum box_policy policy, const struct box_limits *limits, int64_t other_processes)
{
    int64_t seconds = (limits->cpu_ms + 999) / 1000 + 1;
    int64_t stack =
        limits->memory_kib * 1024 / 4 < (int64_t)STACK_MIB * MIB ? limits->memory_kib * 256 : (int64_t)STACK_MIB * MIB;
    if (stack < MIB)
        stack = MIB;
    int64_t processes = limits->processes + (other_processes > 0 ? other_processes : 0);
    bool counted = limits->processes == 1 || other_processes != LIMITS_UNCOUNTED;
    int64_t space = limits_backstop(policy, limits->memory_kib);
    struct {
        int resource;
        int64_t soft;
        int64_t hard;
    } rows[] = {
        {RLIMIT_CPU, seconds, seconds + 1},
        {RLIMIT_AS, space, space},
        {RLIMIT_STACK, stack, stack},
        /* one byte more, so that a file of exactly the limit is told from one that wanted to grow beyond */
        {RLIMIT_FSIZE, limits->output_bytes + 1, limits->output_bytes + 1},
        {RLIMIT_NPROC, processes, processes},
        {RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES},
        /* 1, not 0: the value that also stops a core_pattern that pipes to a program */
        {RLIMIT_CORE, 1, 1},
        {RLIMIT_MEMLOCK, 64 << 10, 64 << 10},
        {RLIMIT_MSGQUEUE, 0, 0},
        {RLIMIT_SIGPENDING, 64, 64},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((rows[i].resource != RLIMIT_NPROC || counted) && set(rows[i].resource, rows[i].soft, rows[i].hard) != 0)
            return -1;
    return 0;
}
