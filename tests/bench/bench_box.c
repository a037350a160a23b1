/* bench_box.c - what a box costs over a bare fork and exec of the same static binary.
 *
 * Prints one table: wall time of one run, warm (keeper up) and cold (open, first box, close); of bubblewrap with the
 * same namespaces where it is installed; and runs a second with one and with two boxes at once. Configurations are
 * interleaved in rounds, and a ratio is the median over rounds of (median of the configuration / median of bare in the
 * same round), so that a machine whose speed drifts does not decide.
 *
 *   bench_box [rounds [runs]]      as the caller, and, when that is root, also as an ordinary user
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/box.h"

enum { ROUNDS_MAX = 64, RUNS_MAX = 1000, ORDINARY_ID = 65534 };

static int program_fd;
static const char *program_path;
static struct sandbox *sandbox;
static struct box_facts last; /* of the box that finished last */

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return values[count / 2];
}

static void die(const char *what)
{
    fprintf(stderr, "bench_box: %s\n", what);
    exit(3);
}

static struct box *start(void)
{
    struct err err;
    struct box *box;
    const char *const argv[] = {"program", NULL};
    struct box_spec spec = {.policy = BOX_RUN_STATIC,
                            .argv = argv,
                            .program_fd = program_fd,
                            .fds = {-1, -1, -1, -1},
                            .collect_fd = -1,
                            .limits = {2000, 10000, 256 << 10, 16 << 20, 1}};
    if (box_start(sandbox, &spec, &box, &err) != 0)
        die(err.text);
    return box;
}

static void finish(struct box *box)
{
    struct err err;
    struct box_facts facts;
    if (box_finish(box, &facts, &err) != 0)
        die(err.text);
    if (!facts.exited || facts.exit_code != 0)
        die("the program did not end well");
    last = facts;
}

static void spawn(const char *const *argv)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        if (argv)
            execv(argv[0], (char *const *)argv);
        else
            fexecve(program_fd, (char *const[]){(char *)program_path, NULL}, (char *const[]){NULL});
        _exit(126);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
        die("a child did not end well");
}

static void run_bare(void)
{
    spawn(NULL);
}

static void run_warm(void)
{
    finish(start());
}

static void open_sandbox(void)
{
    struct err err;
    if (sandbox_open(NULL, &sandbox, &err) != 0)
        die(err.text);
}

static void run_cold(void)
{
    struct sandbox *warm = sandbox;
    open_sandbox();
    finish(start());
    sandbox_close(sandbox);
    sandbox = warm;
}

static void run_bubblewrap(void)
{
    const char *const argv[] = {
        "/usr/bin/bwrap", "--unshare-all", "--ro-bind", program_path, "/program", "--", "/program", NULL};
    spawn(argv);
}

struct configuration {
    const char *name;
    void (*run)(void);
    int share; /* of the runs */
    double times[ROUNDS_MAX][RUNS_MAX];
    double ratio[ROUNDS_MAX];
};

static struct configuration configurations[] = {
    {.name = "bare fork+exec", .run = run_bare, .share = 1},
    {.name = "box, warm", .run = run_warm, .share = 1},
    {.name = "box, cold", .run = run_cold, .share = 4},
    {.name = "bubblewrap", .run = run_bubblewrap, .share = 4},
};
enum { CONFIGURATIONS = sizeof configurations / sizeof configurations[0] };

static void measure(int rounds, int runs)
{
    bool have_bubblewrap = access("/usr/bin/bwrap", X_OK) == 0;
    double bare[ROUNDS_MAX];
    printf("  %-16s %10s %10s %8s\n", "", "median us", "over bare", "ratio");
    for (int round = 0; round < rounds; round++)
        for (int c = 0; c < CONFIGURATIONS; c++) {
            struct configuration *at = &configurations[c];
            if (at->run == run_bubblewrap && !have_bubblewrap)
                continue;
            int count = runs / at->share;
            for (int i = 0; i < count; i++) {
                double before = now_us();
                at->run();
                at->times[round][i] = now_us() - before;
            }
            at->times[round][0] = median(at->times[round], count);
            if (c == 0)
                bare[round] = at->times[round][0];
            at->ratio[round] = at->times[round][0] / bare[round];
        }
    for (int c = 0; c < CONFIGURATIONS; c++) {
        struct configuration *at = &configurations[c];
        double medians[ROUNDS_MAX], over[ROUNDS_MAX];
        if (at->run == run_bubblewrap && !have_bubblewrap) {
            printf("  %-16s not installed\n", at->name);
            continue;
        }
        for (int round = 0; round < rounds; round++) {
            medians[round] = at->times[round][0];
            over[round] = at->times[round][0] - bare[round];
        }
        printf("  %-16s %10.0f %10.0f %8.2f\n", at->name, median(medians, rounds), median(over, rounds),
               median(at->ratio, rounds));
    }
}

/* Runs a second with `width` boxes at once. */
static double throughput(int width, int runs)
{
    struct box *boxes[8];
    struct pollfd polled[8];
    int started = 0, ended = 0;
    double before = now_us();
    for (int i = 0; i < width; i++, started++)
        polled[i] = (struct pollfd){.fd = box_fd(boxes[i] = start()), .events = POLLIN};
    while (ended < runs) {
        poll(polled, (nfds_t)width, -1);
        for (int i = 0; i < width; i++)
            if (polled[i].fd >= 0 && polled[i].revents) {
                finish(boxes[i]);
                ended++;
                polled[i].fd = -1;
                if (started < runs) {
                    polled[i].fd = box_fd(boxes[i] = start());
                    started++;
                }
            }
    }
    return runs / ((now_us() - before) / 1e6);
}

static void measure_throughput(int rounds, int runs)
{
    double one[ROUNDS_MAX], two[ROUNDS_MAX], gain[ROUNDS_MAX];
    for (int round = 0; round < rounds; round++) {
        one[round] = throughput(1, runs);
        two[round] = throughput(2, runs);
        gain[round] = two[round] / one[round];
    }
    printf("  boxes a second: %.0f one by one, %.0f two at once: %.2f times\n", median(one, rounds),
           median(two, rounds), median(gain, rounds));
}

/* How far apart what is recorded for equal work lies. */
static void measure_spread(void)
{
    enum { RUNS = 100 };
    double cpu[RUNS];
    for (int i = 0; i < RUNS; i++) {
        run_warm();
        cpu[i] = (double)last.cpu_ns / 1e3;
    }
    double middle = median(cpu, RUNS);
    printf("  recorded CPU time of %d runs: %.0f us, nine of ten between %.0f and %.0f\n", RUNS, middle, cpu[RUNS / 20],
           cpu[RUNS - 1 - RUNS / 20]);
}

static void bench(const char *who, int rounds, int runs)
{
    printf("%s\n", who);
    open_sandbox();
    if (*sandbox_missing(sandbox))
        printf("  degraded: %s\n", sandbox_missing(sandbox));
    run_warm();
    measure(rounds, runs);
    measure_throughput(rounds, runs);
    measure_spread();
    sandbox_close(sandbox);
}

/* A static program that does nothing, as a file that any user may execute. */
static void make_program(char *folder)
{
    static char path[128], command[512];
    if (!mkdtemp(folder) || chmod(folder, 0755) != 0)
        die("cannot make a folder");
    snprintf(path, sizeof path, "%s/program", folder);
    snprintf(command, sizeof command, "echo 'int main(void) { return 0; }' | gcc -O2 -static -x c -o %s -", path);
    if (system(command) != 0)
        die("cannot compile");
    program_path = path;
    program_fd = open(path, O_RDONLY | O_CLOEXEC);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 9;
    int runs = argc > 2 ? atoi(argv[2]) : 100;
    char folder[] = "/tmp/bench-box-XXXXXX";
    if (rounds < 1 || rounds > ROUNDS_MAX || runs < 8 || runs > RUNS_MAX)
        die("rounds or runs out of range");
    make_program(folder);
    bench(geteuid() == 0 ? "as root" : "as an ordinary user", rounds, runs);
    fflush(stdout);
    pid_t pid = geteuid() == 0 ? fork() : -1;
    if (pid == 0) {
        if (setresgid(ORDINARY_ID, ORDINARY_ID, ORDINARY_ID) != 0 ||
            setresuid(ORDINARY_ID, ORDINARY_ID, ORDINARY_ID) != 0)
            die("cannot change to an ordinary user");
        bench("as an ordinary user", rounds, runs);
        return 0;
    }
    if (pid > 0)
        waitpid(pid, NULL, 0);
    unlink(program_path);
    rmdir(folder);
    return 0;
}
