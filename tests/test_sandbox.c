/* The facts of a run: how it ended, which limit it passed, what it used. Every test runs each way (sandbox_fixture.h).
 */
#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/sandbox_fixture.h"

START_TEST(exit_codes_come_back)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const char *const codes[] = {"0", "1", "7", "255"};
    for (int i = 0; i < 4; i++) {
        struct box_facts facts = sandbox_fixture_try(sandbox, "exit", codes[i]);
        ck_exited(facts, atoi(codes[i]));
        ck_within_limits(facts);
        ck_assert_int_eq(facts.forbidden_syscall, -1);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(signals_come_back)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const int signals[] = {SIGABRT, SIGSEGV, SIGFPE, SIGKILL, SIGTERM, SIGPIPE, SIGILL, SIGUSR1, SIGXCPU};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        char number[8];
        snprintf(number, sizeof number, "%d", signals[i]);
        struct box_facts facts = sandbox_fixture_try(sandbox, "raise", number);
        ck_killed(facts, signals[i]);
        ck_within_limits(facts);
        ck_assert_int_eq(facts.forbidden_syscall, -1);
    }
    sandbox_close(sandbox);
}
END_TEST

static struct box_facts try_briefly(struct sandbox *sandbox, const char *probe, const char *argument, int64_t cpu_ms,
                                    int64_t wall_ms)
{
    const char *const argv[] = {probe, argument, NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe(probe), argv);
    spec.limits.cpu_ms = cpu_ms;
    spec.limits.wall_ms = wall_ms;
    return sandbox_fixture_facts(sandbox, &spec);
}

START_TEST(spinning_exceeds_cpu_time_and_ends_soon)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = try_briefly(sandbox, "spin", NULL, 100, 20000);
    ck_killed(facts, SIGKILL);
    ck_fact(facts, cpu_exceeded);
    ck_assert_int_ge(facts.cpu_ns, 100000000);
    ck_assert_int_lt(facts.cpu_ns, 200000000);
    ck_assert(!facts.wall_exceeded && !facts.memory_exceeded && !facts.output_exceeded);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(sleeping_and_stopping_exceed_wall_time)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = try_briefly(sandbox, "sleep", NULL, 1000, 100);
    ck_fact(facts, wall_exceeded);
    ck_assert(!facts.cpu_exceeded);
    ck_assert_int_lt(facts.cpu_ns, 50000000);
    facts = try_briefly(sandbox, "raise", "19" /* SIGSTOP */, 1000, 100);
    ck_fact(facts, wall_exceeded);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(memory_is_exceeded_by_touching_it)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = sandbox_fixture_try(sandbox, "grow", "private");
    ck_fact(facts, memory_exceeded);
    ck_assert_int_lt(facts.peak_kib, 64 * 1024 * 4);
    facts = sandbox_fixture_try(sandbox, "grow", "shared");
    ck_fact(facts, memory_exceeded);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(memory_is_exceeded_by_asking_for_too_much)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    ck_fact(sandbox_fixture_try(sandbox, "want", NULL), memory_exceeded);
    ck_fact(sandbox_fixture_try(sandbox, "bss", NULL), memory_exceeded);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(memory_is_exceeded_by_reserving_it_without_end)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const char *const means[] = {"malloc", "small", "maps", "smallmaps", "none",   "mremap",
                                        "break",  "far",   "end",  "top",       "shared", "sparse"};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        struct box_facts facts = sandbox_fixture_try(sandbox, "reserve", means[i]);
        ck_assert_msg(facts.memory_exceeded, "by %s: %s", means[i], sandbox_fixture_words(&facts));
        ck_assert_int_eq(facts.forbidden_syscall, -1);
    }
    struct box_facts facts = sandbox_fixture_try(sandbox, "reserve_cpp", NULL);
    ck_fact(facts, memory_exceeded);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(memory_that_is_given_back_does_not_count)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const char *const means[] = {"again", "some", "heap"};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        struct box_facts facts = sandbox_fixture_try(sandbox, "reserve", means[i]);
        ck_exited(facts, 0);
        ck_within_limits(facts);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_stack_overflow_is_a_crash)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = sandbox_fixture_try(sandbox, "recurse", NULL);
    ck_killed(facts, SIGSEGV);
    ck_within_limits(facts);
    sandbox_close(sandbox);
}
END_TEST

static struct box_facts flood(struct sandbox *sandbox, const char *first, const char *second, int fd)
{
    const char *const argv[] = {"flood", first, second, NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe("flood"), argv);
    spec.fds[1] = fd;
    spec.limits.output_bytes = 100000;
    return sandbox_fixture_facts(sandbox, &spec);
}

START_TEST(output_is_exceeded_by_one_byte_and_not_by_none)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    int fd = sandbox_fixture_memory();
    struct box_facts facts = flood(sandbox, "100000", NULL, fd);
    ck_exited(facts, 0);
    ck_within_limits(facts);
    ck_assert_int_eq(lseek(fd, 0, SEEK_END), 100000);
    ck_fact(flood(sandbox, "100001", NULL, sandbox_fixture_memory()), output_exceeded);
    ck_fact(flood(sandbox, "-", "-1", sandbox_fixture_memory()), output_exceeded);
    fd = sandbox_fixture_memory();
    ck_fact(flood(sandbox, NULL, NULL, fd), output_exceeded);
    ck_assert_int_le(lseek(fd, 0, SEEK_END), 100001);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(threads_are_counted)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    ck_exited(sandbox_fixture_try(sandbox, "threads", "1"), 0);
    const char *const argv[] = {"threads", "50", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe("threads"), argv);
    spec.limits.processes = 4;
    if (sandbox_fixture_isolates(_i)) {
        for (int i = 0; i < 3; i++)
            ck_exited(sandbox_fixture_facts(sandbox, &spec), 3);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(the_memory_of_the_judge_is_not_counted)
{
    size_t size = (size_t)128 << 20;
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(memory, 1, size);
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = sandbox_fixture_try(sandbox, "exit", "0");
    ck_within_limits(facts);
    ck_assert_int_lt(facts.peak_kib, 8 << 10);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(time_does_not_include_the_start_of_the_box)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    int64_t least = INT64_MAX;
    for (int i = 0; i < 10; i++) {
        struct box_facts facts = sandbox_fixture_try(sandbox, "exit", "0");
        if (facts.cpu_ns < least)
            least = facts.cpu_ns;
    }
    ck_assert_int_gt(least, 0);
    ck_assert_int_lt(least, 3000000);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(boxes_run_at_the_same_time)
{
    enum { BOXES = 100 }; /* more than a keeper has room for */
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box *boxes[BOXES];
    struct box_facts facts;
    struct err err;
    const char *const argv[] = {"sleep", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe("sleep"), argv);
    spec.limits.wall_ms = 150;
    for (int i = 0; i < BOXES; i++)
        ck_assert_msg(box_start(sandbox, &spec, &boxes[i], &err) == 0, "%s", err.text);
    for (int i = BOXES - 1; i >= 0; i--) {
        ck_assert_msg(box_finish(boxes[i], &facts, &err) == 0, "%s", err.text);
        ck_fact(facts, wall_exceeded);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(honest_programs_notice_nothing)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = sandbox_fixture_try(sandbox, "honest", NULL);
    ck_exited(facts, 0);
    ck_within_limits(facts);
    facts = sandbox_fixture_try(sandbox, "honest_cpp", NULL);
    ck_exited(facts, 0);
    ck_within_limits(facts);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_program_is_run_from_any_kind_of_file)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static char bytes[4 << 20];
    const char *const argv[] = {"exit", "3", NULL};
    int disk = sandbox_fixture_probe("exit"), memory = sandbox_fixture_memory();
    ssize_t size = read(disk, bytes, sizeof bytes);
    ck_assert(size > 0 && write(memory, bytes, (size_t)size) == size);
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, memory, argv);
    ck_exited(sandbox_fixture_facts(sandbox, &spec), 3);
    spec.program_fd = disk;
    ck_exited(sandbox_fixture_facts(sandbox, &spec), 3);
    ck_exited(sandbox_fixture_facts(sandbox, &spec), 3);
    sandbox_close(sandbox);
}
END_TEST

/* Adds a program header of this type and size to a probe; returns the changed copy. */
static int change_image(const char *probe, unsigned type, uint64_t size, const char *text)
{
    static char bytes[4 << 20];
    int from = sandbox_fixture_probe(probe), fd = sandbox_fixture_memory();
    ssize_t length = read(from, bytes, sizeof bytes - 512);
    ck_assert(length > (ssize_t)sizeof(Elf64_Ehdr));
    Elf64_Ehdr *header = (Elf64_Ehdr *)bytes;
    Elf64_Phdr *segments = (Elf64_Phdr *)(bytes + header->e_phoff);
    int at = header->e_phnum - 1;
    while (at > 0 && segments[at].p_type != PT_NOTE) /* nobody needs it */
        at--;
    ck_assert_int_gt(at, 0);
    strcpy(bytes + length, text);
    segments[at] = (Elf64_Phdr){.p_type = type,
                                .p_flags = PF_R | PF_W,
                                .p_offset = (uint64_t)length,
                                .p_vaddr = UINT64_C(0x100000000) + ((uint64_t)length & 4095),
                                .p_filesz = strlen(text) + 1,
                                .p_memsz = size,
                                .p_align = 4096};
    length += (ssize_t)strlen(text) + 1;
    ck_assert_int_eq(write(fd, bytes, (size_t)length), length);
    close(from);
    return fd;
}

START_TEST(a_program_that_cannot_be_executed_is_a_crash)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const char *const interpreters[] = {"/nowhere", "/", "/etc/passwd/x"};
    const char *const argv[] = {"exit", NULL};
    for (int i = 0; i < 3; i++) {
        struct box_spec spec =
            sandbox_fixture_spec(BOX_RUN_STATIC, change_image("exit", PT_INTERP, 20, interpreters[i]), argv);
        struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
        ck_killed(facts, SIGSEGV);
        ck_within_limits(facts);
        ck_assert_int_eq(facts.forbidden_syscall, -1);
    }
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_memory(), argv);
    ck_assert_int_eq(write(spec.program_fd, "no program", 10), 10);
    ck_killed(sandbox_fixture_facts(sandbox, &spec), SIGSEGV);
    ck_exited(sandbox_fixture_try(sandbox, "exit", "5"), 5);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(segments_larger_than_all_memory_exceed_it)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const uint64_t sizes[] = {UINT64_C(1) << 32, UINT64_C(1) << 46, UINT64_C(1) << 62, UINT64_MAX - 4096};
    const char *const argv[] = {"exit", NULL};
    for (int i = 0; i < 4; i++) {
        struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, change_image("exit", PT_LOAD, sizes[i], "x"), argv);
        ck_fact(sandbox_fixture_facts(sandbox, &spec), memory_exceeded);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_box_without_sense_is_refused)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box *box = NULL;
    struct err err;
    const char *const argv[] = {"exit", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, -1, argv);
    ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), -1);
    spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe("exit"), argv);
    spec.limits.wall_ms = 0;
    ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), -1);
    spec = sandbox_fixture_spec(BOX_COMPILE, -1, argv);
    spec.collect = "../x";
    ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), -1);
    ck_assert_ptr_null(box);
    sandbox_close(sandbox);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {exit_codes_come_back,
                                  signals_come_back,
                                  spinning_exceeds_cpu_time_and_ends_soon,
                                  sleeping_and_stopping_exceed_wall_time,
                                  memory_is_exceeded_by_touching_it,
                                  memory_is_exceeded_by_asking_for_too_much,
                                  memory_is_exceeded_by_reserving_it_without_end,
                                  memory_that_is_given_back_does_not_count,
                                  a_stack_overflow_is_a_crash,
                                  output_is_exceeded_by_one_byte_and_not_by_none,
                                  threads_are_counted,
                                  the_memory_of_the_judge_is_not_counted,
                                  time_does_not_include_the_start_of_the_box,
                                  boxes_run_at_the_same_time,
                                  honest_programs_notice_nothing,
                                  a_program_is_run_from_any_kind_of_file,
                                  a_program_that_cannot_be_executed_is_a_crash,
                                  segments_larger_than_all_memory_exceed_it,
                                  a_box_without_sense_is_refused};
    return sandbox_fixture_run("sandbox", tests, sizeof tests / sizeof tests[0]);
}
