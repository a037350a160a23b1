/* check.h - as much of libcheck as test_kernels.c uses, for processors that only an emulator runs and whose libcheck is
 * not installed. Each test runs in a process of its own, as with libcheck; the first failure ends it.
 */
#ifndef CROSS_CHECK_H
#define CROSS_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    const char *name;
    void (*run)(int _i);
} TTest;

#define START_TEST(name)                                                                                               \
    static void name##_run(int _i);                                                                                    \
    static const TTest name##_test = {#name, name##_run}, *const name = &name##_test;                                  \
    static void name##_run(int _i __attribute__((unused)))
#define END_TEST

#define ck_abort_msg(...)                                                                                              \
    do {                                                                                                               \
        printf("%s:%d: ", __FILE__, __LINE__);                                                                         \
        printf(__VA_ARGS__);                                                                                           \
        putchar('\n');                                                                                                 \
        fflush(stdout);                                                                                                \
        _exit(1);                                                                                                      \
    } while (0)
#define ck_assert(condition)                                                                                           \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            ck_abort_msg("%s does not hold", #condition);                                                              \
    } while (0)
#define ck_assert_int_eq(a, b)    ck_assert((a) == (b))
#define ck_assert_uint_eq(a, b)   ck_assert((a) == (b))
#define ck_assert_uint_ge(a, b)   ck_assert((a) >= (b))
#define ck_assert_ptr_eq(a, b)    ck_assert((a) == (b))
#define ck_assert_ptr_nonnull(a)  ck_assert((a) != NULL)
#define ck_assert_str_eq(a, b)    ck_assert(!strcmp(a, b))
#define ck_assert_mem_eq(a, b, n) ck_assert(!memcmp(a, b, n))

typedef struct {
    int run, failed;
} Suite;
typedef Suite TCase;
typedef Suite SRunner;
enum { CK_NORMAL };
static Suite the_suite;

static inline void run_test(const TTest *test, int signal, int from, int to)
{
    for (int i = from; i < to; i++) {
        int status = 0;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            test->run(i);
            _exit(0);
        }
        waitpid(child, &status, 0);
        the_suite.run++;
        if (signal ? WIFSIGNALED(status) && WTERMSIG(status) == signal : status == 0)
            continue;
        the_suite.failed++;
        printf("%s:%d failed (status %x)\n", test->name, i, (unsigned)status);
    }
}

#define suite_create(name)                               (&the_suite)
#define tcase_create(name)                               (&the_suite)
#define tcase_set_timeout(tcase, seconds)                (void)(tcase)
#define suite_add_tcase(suite, tcase)                    (void)(tcase)
#define tcase_add_loop_test(tcase, test, from, to)       run_test(test, 0, from, to)
#define tcase_add_test(tcase, test)                      run_test(test, 0, 0, 1)
#define tcase_add_test_raise_signal(tcase, test, signal) run_test(test, signal, 0, 1)
#define srunner_create(suite)                            (suite)
#define srunner_ntests_failed(runner)                    ((runner)->failed)
#define srunner_free(runner)                             (void)(runner)
#define srunner_run_all(runner, mode)                    printf("Checks: %d, Failures: %d\n", (runner)->run, (runner)->failed)

#endif
