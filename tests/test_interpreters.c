/* test_interpreters.c - interpreters that are held ready: nothing stays in them from one case to the next, nobody
 * reaches them, and their server comes, serves, dies and goes without a wrong verdict. */
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "judge/judging/interpreter_server.h"
#include "judge/judging/interpreters.h"
#include "judge/base/value.h"
#include "tests/python_fixture.h"
#include "tests/sandbox_fixture.h"

/* --- isolation of cases ------------------------------------------------------------------------------------------- */

/* What one case does must not be seen by any later one, of anybody. */
START_TEST(nothing_is_left_for_the_next_case)
{
    static const char leaves[] = "import builtins, json, os, sys, gc, random\n"
                                 "builtins.left_behind = 1\njson.left_behind = 1\nos.environ['LEFT'] = '1'\n"
                                 "sys.path.append('/left')\nsys.setrecursionlimit(777)\nos.umask(0o123)\n"
                                 "for folder in ('/work', '/tmp', '/guest', '.', '/dev/shm', '/'):\n"
                                 "    try:\n        open(folder + '/left', 'w').write('1')\n"
                                 "    except OSError:\n        pass\n"
                                 "for thing in gc.get_objects():\n"
                                 "    if isinstance(thing, dict) and 'warm' in thing:\n"
                                 "        thing['warm'] = thing['run'] = thing['answer'] = None\n"
                                 "class Solution:\n    def scalar(self, x): return 2 * x\n";
    static const char looks[] =
        "import builtins, json, os, sys\n"
        "found = [hasattr(builtins, 'left_behind'), hasattr(json, 'left_behind'),\n"
        "         'LEFT' in os.environ, '/left' in sys.path, sys.getrecursionlimit() == 777,\n"
        "         os.umask(0o22) == 0o123]\n"
        "found += [os.path.exists(f + '/left') for f in ('/work', '/tmp', '/guest', '.', '/')]\n"
        "class Solution:\n"
        "    def scalar(self, x):\n"
        "        assert not any(found), found\n        return 2 * x\n";
    python_bench_open(_i ? "60" : "0");
    struct judged judged = python_judge(leaves, 1 << SET_HIDDEN);
    judged_release(&judged);
    judged = python_judge(looks, 1 << SET_SAMPLE);
    const struct judged_case *judged_case = python_case(&judged, "scalar");
    ck_assert_msg(judged_case->verdict == VERDICT_AC, "%s", python_words(judged_case));
    judged_release(&judged);
    python_bench_close();
}
END_TEST

/* Each of these would reach the parent of cases, or the case before or after. */
START_TEST(a_case_cannot_reach_its_parent)
{
    static const char *const bodies[] = {
        "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
        "import ctypes; libc = ctypes.CDLL(None); libc.kill(2, 9); libc.kill(3, 9)",
        "import os, signal; [os.kill(p, signal.SIGKILL) for p in range(3, os.getpid())]",
        "import os, signal; os.kill(0, signal.SIGTERM)",
        "import os, signal; os.kill(-1, signal.SIGKILL)",
        "import os; os.fork()",
        "import ctypes; ctypes.CDLL(None).syscall(56, 0x8000 | 17, 0, 0, 0, 0)",
        "import ctypes; ctypes.CDLL(None).ptrace(16, 3, 0, 0)",
        "import ctypes; ctypes.CDLL(None).syscall(310, 3, 0, 0, 0, 0, 0)",
        "import ctypes; ctypes.CDLL(None).syscall(434, 3, 0)",
        "import socket; socket.socketpair()",
        "import ctypes; ctypes.CDLL(None).syscall(47, 3, 0, 0)",
        "import ctypes; ctypes.CDLL(None).syscall(234, 3, 3, 9)",
    };
    python_bench_open("60");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char *source =
            xasprintf("class Solution:\n    def scalar(self, x):\n        %s\n        return 0\n", bodies[i]);
        struct judged judged = python_judge(source, 1 << SET_HIDDEN);
        ck_assert_msg(judged.verdict == VERDICT_SV, "%s is judged %s: %s", bodies[i], verdict_code(judged.verdict),
                      python_words(&judged.cases[0]));
        judged_release(&judged);
        judged = python_judge("class Solution:\n    def scalar(self, x): return 2 * x\n", 1 << SET_HIDDEN);
        ck_assert_msg(judged.verdict == VERDICT_AC, "after %s: %s", bodies[i], python_words(&judged.cases[0]));
        judged_release(&judged);
        free(source);
    }
    char *server = interpreters_describe(&python_bench.home, &python_bench.install, language_by_id("py"));
    ck_assert_msg(strstr(server, "keeps NumPy warm") != NULL, "%s", server);
    free(server);
    python_bench_close();
}
END_TEST

START_TEST(a_case_has_its_four_descriptors_alone)
{
    static const char source[] = "import os\n"
                                 "def is_open(fd):\n"
                                 "    try:\n        os.fstat(fd)\n        return True\n"
                                 "    except OSError:\n        return False\n"
                                 "class Solution:\n"
                                 "    def scalar(self, x):\n"
                                 "        found = [fd for fd in range(2000) if is_open(fd)]\n"
                                 "        assert found == [0, 1, 2, 3], found\n"
                                 "        return 2 * x\n";
    python_bench_open(_i ? "60" : "0");
    struct judged judged = python_judge(source, 1 << SET_HIDDEN);
    ck_assert_msg(judged.verdict == VERDICT_AC, "%s", python_words(&judged.cases[0]));
    judged_release(&judged);
    python_bench_close();
}
END_TEST

/* --- the server --------------------------------------------------------------------------------------------------- */

static int server_pid(void)
{
    struct err err = {0};
    struct interpreter_message message = {.magic = INTERPRETER_MAGIC, .what = INTERPRETER_STATUS};
    struct interpreter_answer answer = {0};
    int fd = interpreter_server_connect(&python_bench.home, &python_bench.install, language_by_id("py"), 0, &err);
    if (fd < 0)
        return -1;
    ck_assert_int_eq(write(fd, &message, sizeof message), (ssize_t)sizeof message);
    ssize_t size = read(fd, &answer, sizeof answer);
    close(fd);
    return size == (ssize_t)sizeof answer ? answer.pid : -1;
}

static bool ends_within(int pid, int ms)
{
    const struct timespec pause = {0, 10000000};
    for (int i = 0; i < ms / 10; i++) {
        if (kill(pid, 0) != 0)
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

static const char right[] = "class Solution:\n    def scalar(self, x): return 2 * x\n";

static void judge_right(void)
{
    struct judged judged = python_judge(right, 1 << SET_HIDDEN);
    ck_assert_msg(judged.verdict == VERDICT_AC, "%s", python_words(&judged.cases[0]));
    judged_release(&judged);
}

START_TEST(later_submissions_find_the_server)
{
    python_bench_open("60");
    ck_assert_int_eq(server_pid(), -1);
    judge_right();
    int pid = server_pid();
    ck_assert_int_gt(pid, 0);
    python_bench_again();
    judge_right();
    ck_assert_int_eq(server_pid(), pid);
    ck_assert_msg(!python_bench.note || !strstr(python_bench.note, "PyTorch"), "%s", python_bench.note);
    python_bench_close();
    ck_assert_msg(ends_within(pid, 4000), "the server outlives its folder");
}
END_TEST

START_TEST(the_server_ends_when_it_is_idle)
{
    python_bench_open("1");
    judge_right();
    int pid = server_pid();
    ck_assert_int_gt(pid, 0);
    ck_assert_msg(ends_within(pid, 6000), "the server waits for longer than it should");
    judge_right(); /* and the judge that was connected to it starts another */
    python_bench_close();
}
END_TEST

START_TEST(a_submission_survives_the_death_of_the_server)
{
    python_bench_open("60");
    judge_right();
    int pid = server_pid();
    ck_assert_int_gt(pid, 0);
    pid_t killer = fork();
    if (killer == 0) {
        usleep(300000);
        kill(pid, SIGKILL);
        _exit(0);
    }
    struct judged judged = python_judge("import time\nclass Solution:\n    def scalar(self, x):\n"
                                        "        time.sleep(0.7)\n        return 2 * x\n",
                                        1 << SET_HIDDEN);
    waitpid(killer, NULL, 0);
    ck_assert_msg(judged.verdict == VERDICT_AC, "%s", python_words(&judged.cases[0]));
    judged_release(&judged);
    python_bench_again();
    judge_right();
    python_bench_close();
}
END_TEST

/* Accepts whoever comes and answers each message with these bytes, or hangs up. */
__attribute__((noreturn)) static void talk_nonsense(int listener, const void *bytes, size_t size)
{
    char message[4096];
    dup2(listener, 3); /* what else we have are the judge's: its sandbox ends when nobody holds them */
    close_range(4, ~0u, 0);
    for (;;) {
        int fd = accept(3, NULL, NULL);
        while (fd >= 0 && size > 0 && read(fd, message, sizeof message) > 0)
            if (write(fd, bytes, size) < 0)
                break;
        close(fd);
    }
}

/* Something else listens at the server's place. */
START_TEST(nonsense_from_a_server_is_no_verdict)
{
    static const struct interpreter_answer refusal = {.magic = INTERPRETER_MAGIC, .failed = 1};
    static const char zeros[sizeof(struct interpreter_answer)];
    static const struct {
        const void *bytes;
        size_t size;
    } answers[] = {{"what?", 5}, {NULL, 0}, {&refusal, sizeof refusal}, {zeros, sizeof zeros}};
    glob_t found;
    python_bench_open("60");
    judge_right();
    int pid = server_pid();
    ck_assert_int_gt(pid, 0);
    char *pattern = xasprintf("%s/interpreter-*[0-9a-f]", python_bench.folder);
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    kill(pid, SIGKILL);
    ck_assert(ends_within(pid, 4000));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", found.gl_pathv[0]);
    unlink(address.sun_path);
    int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(listener, 10), 0);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        pid_t liar = fork();
        if (liar == 0)
            talk_nonsense(listener, answers[i].bytes, answers[i].size);
        python_bench_again();
        judge_right();
        kill(liar, SIGKILL);
        waitpid(liar, NULL, 0);
    }
    close(listener);
    globfree(&found);
    free(pattern);
    python_bench_close();
}
END_TEST

/* The address of a Unix socket has 108 bytes, a path may have more. */
START_TEST(a_folder_with_a_long_path_has_a_server_too)
{
    char name[201];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    python_bench_open("60");
    char *path = xasprintf("%s/%s", python_bench.folder, name);
    setenv("JUDGE_HOME", path, 1);
    struct err err = {0};
    home_release(&python_bench.home);
    ck_assert_msg(home_open(&python_bench.home, &err) == 0, "%s", err.text);
    python_bench_again();
    judge_right();
    ck_assert_int_gt(server_pid(), 0);
    free(path);
    python_bench_close();
}
END_TEST

START_TEST(two_judges_share_one_server)
{
    python_bench_open("60");
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct err err = {0};
            struct judging *own;
            if (judging_open(&python_bench.install, &python_bench.home, false, &own, &err) != 0)
                _exit(2);
            python_bench.judging = own;
            struct judged judged = python_judge(right, 1 << SET_HIDDEN | 1 << SET_SAMPLE);
            _exit(python_case(&judged, "scalar")->verdict == VERDICT_AC ? 0 : 1);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_int_eq(status, 0);
    }
    ck_assert_int_gt(server_pid(), 0);
    python_bench_close();
}
END_TEST

/* --- the account -------------------------------------------------------------------------------------------------- */

struct account {
    double cpu_ms;
    double mib;
};

/* The least of a few judgings: what is measured is the judge, not its neighbours. */
static struct account account_of(const char *source)
{
    struct account least = {1e9, 1e9};
    for (int i = 0; i < 3; i++) {
        struct judged judged = python_judge(source, 1 << SET_HIDDEN);
        const struct judged_case *judged_case = python_case(&judged, "scalar");
        ck_assert_msg(judged_case->verdict == VERDICT_AC, "%s", python_words(judged_case));
        double cpu_ms = (double)judged_case->facts.cpu_ns / 1e6, mib = (double)judged_case->facts.peak_kib / 1024;
        least.cpu_ms = cpu_ms < least.cpu_ms ? cpu_ms : least.cpu_ms;
        least.mib = mib < least.mib ? mib : least.mib;
        judged_release(&judged);
    }
    return least;
}

/* Each way needs a process of its own. */
static struct account account_in_child(const char *source, const char *seconds, int way, int busy)
{
    int ends[2], status;
    struct account account;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t loops[8];
    for (int i = 0; i < busy; i++)
        if ((loops[i] = fork()) == 0)
            for (;;)
                continue;
    pid_t pid = fork();
    if (pid == 0) {
        sandbox_fixture_take_way(way);
        python_bench_open(seconds);
        account = account_of(source);
        python_bench_close();
        _exit(write(ends[1], &account, sizeof account) != (ssize_t)sizeof account);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    for (int i = 0; i < busy; i++) {
        kill(loops[i], SIGKILL);
        waitpid(loops[i], NULL, 0);
    }
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(read(ends[0], &account, sizeof account), (ssize_t)sizeof account);
    return account;
}

/* A leaderboard compares what was recorded by a warm server, by the first submission of all on a busy machine, and on a
 * machine where nothing can be held ready: what importing a package costs is in none of them. */
START_TEST(every_way_has_the_same_account)
{
    static const char *const sources[] = {"import numpy\nclass Solution:\n    def scalar(self, x): return 2 * x\n",
                                          "import torch\nclass Solution:\n    def scalar(self, x): return 2 * x\n"};
    if (_i == 1 && python_torch_is_missing("every_way_has_the_same_account"))
        return;
    const struct account warm = account_in_child(sources[_i], "60", WAY_CALLER, 0);
    const struct account others[] = {account_in_child(sources[_i], "60", WAY_CALLER, 4),
                                     account_in_child(sources[_i], "0", WAY_CALLER, 0),
                                     account_in_child(sources[_i], "60", WAY_DEGRADED, 0)};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_msg(others[i].cpu_ms < 1.5 * warm.cpu_ms + 3, "way %zu: %.1f ms, warm %.1f ms", i, others[i].cpu_ms,
                      warm.cpu_ms);
        ck_assert_msg(others[i].mib < 1.25 * warm.mib && others[i].mib > 0.8 * warm.mib,
                      "way %zu: %.1f MiB, warm %.1f MiB", i, others[i].mib, warm.mib);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interpreters");
    TCase *tcase = tcase_create("interpreters");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, nothing_is_left_for_the_next_case, 0, 2);
    tcase_add_test(tcase, a_case_cannot_reach_its_parent);
    tcase_add_loop_test(tcase, a_case_has_its_four_descriptors_alone, 0, 2);
    tcase_add_test(tcase, later_submissions_find_the_server);
    tcase_add_test(tcase, the_server_ends_when_it_is_idle);
    tcase_add_test(tcase, a_submission_survives_the_death_of_the_server);
    tcase_add_test(tcase, nonsense_from_a_server_is_no_verdict);
    tcase_add_test(tcase, a_folder_with_a_long_path_has_a_server_too);
    tcase_add_test(tcase, two_judges_share_one_server);
    tcase_add_loop_test(tcase, every_way_has_the_same_account, 0, 2);
    suite_add_tcase(suite, tcase);
    return python_main(suite);
}
