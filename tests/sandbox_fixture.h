/* sandbox_fixture.h - what the tests of the sandbox share: the ways to open one, and the probes.
 *
 * A way is how a judge may be run: as root, as an ordinary user, as either where user namespaces are forbidden (by a
 * filter around the judge, as a container's), and as root where only they are. Each test runs in a process of its own,
 * so that it can change its user; it opens its sandbox by sandbox_fixture_open. Ways that need root are skipped, and
 * said to be, for those who are not.
 *
 * Probes are tests/probes/NAME.c, compiled statically into a temporary folder at the start of the test program.
 */
#ifndef TESTS_SANDBOX_FIXTURE_H
#define TESTS_SANDBOX_FIXTURE_H

#include <check.h>
#include <signal.h>

#include "sandbox/box.h"

enum way {
    WAY_CALLER,        /* as whoever runs the tests */
    WAY_ORDINARY,      /* root has become an ordinary user */
    WAY_DEGRADED,      /* no namespaces, as whoever runs the tests */
    WAY_DEGRADED_USER, /* no namespaces, ordinary user */
    WAY_ROOT_ONLY,     /* no user namespaces, as root */
    WAY_COUNT,
};

enum { ORDINARY_ID = 65534 };

/* One after the other; the return value is for main. */
int sandbox_fixture_run(const char *name, const TTest *const *tests, int count);

/* Makes this process, for good, one that runs a judge this way. */
void sandbox_fixture_take_way(int way);

/* A sandbox opened the way that the loop of the test is at; never NULL. `home` may be NULL. */
struct sandbox *sandbox_fixture_open(int way, const char *home);

/* Whether boxes of this way have namespaces. */
bool sandbox_fixture_isolates(int way);

/* A probe, opened; -1 is a failed test. */
int sandbox_fixture_probe(const char *name);

/* A box with nothing but this program: empty standard streams and limits that an honest program keeps. */
struct box_spec sandbox_fixture_spec(enum box_policy policy, int program_fd, const char *const *argv);

/* Runs it; a fault of the judge is a failed test. */
struct box_facts sandbox_fixture_facts(struct sandbox *sandbox, const struct box_spec *spec);

/* Runs a probe in an empty root, with at most one argument. */
struct box_facts sandbox_fixture_try(struct sandbox *sandbox, const char *probe, const char *argument);

/* The size of a file in memory that a box wrote to; and its text, at most 4095 bytes, in one static buffer. */
int sandbox_fixture_memory(void);
const char *sandbox_fixture_text(int fd);

const char *sandbox_fixture_words(const struct box_facts *facts);

/* Asserts on facts, saying all of them when they are others. */
#define CHECK_FACTS(facts, condition)                                                                                  \
    do {                                                                                                               \
        const struct box_facts f = (facts);                                                                            \
        ck_assert_msg(condition, "not so: " #condition ": %s", sandbox_fixture_words(&f));                             \
    } while (0)
#define ck_exited(facts, code)   CHECK_FACTS(facts, f.exited &&f.exit_code == (code))
#define ck_killed(facts, number) CHECK_FACTS(facts, !f.exited && f.signal == (number))
#define ck_forbidden(facts, number)                                                                                    \
    CHECK_FACTS(facts, !f.exited && f.signal == SIGSYS && f.forbidden_syscall == (number))
#define ck_fact(facts, fact) CHECK_FACTS(facts, f.fact)
#define ck_within_limits(facts)                                                                                        \
    CHECK_FACTS(facts, !f.cpu_exceeded && !f.wall_exceeded && !f.memory_exceeded && !f.output_exceeded)

#endif
