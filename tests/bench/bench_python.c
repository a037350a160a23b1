/* bench_python.c - what a verdict in Python costs over running the same cases bare.
 *
 * In turn: one `judge submit` of a PyTorch solution of attention with all its cases, as a process of its own, with a
 * warm interpreter left behind by an earlier one; the same where nothing is warm (a folder of its own each time); and
 * bare: one python3 that imports torch and runs the same cases, with nothing around them. Medians; ratios of the same
 * round. Then the stages of the warm one, measured inside one process.
 *
 * Usage: bench_python BUILD [ROUNDS]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "judge/judging/frame.h"
#include "judge/judging/judging.h"
#include "judge/judging/python.h"

static const char problem_id[] = "attention";
static const char submission[] = "submissions/accepted/torch_rounded.py";
static char folder[] = "/tmp/judge-bench-XXXXXX";

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench_python: %s\n", what);
    exit(1);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Milliseconds until it has ended. */
static double run(const char *const *argv)
{
    int64_t start = now();
    pid_t child = vfork();
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        die(argv[0]);
    return (double)(now() - start) / 1e6;
}

static void write_file(const char *name, const void *bytes, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        die("cannot write");
}

/* The solution, and behind it a loop over the cases; the harness lends its reader of requests. */
static void write_bare(const struct install *install, const struct problem *problem, const char *source, int cases)
{
    struct text text = {0};
    text_add(&text, source);
    text_format(&text,
                "\n\nif __name__ == '__main__':\n"
                "    import sys\n"
                "    sys.path.insert(0, '%s')\n"
                "    import harness\n"
                "    import torch\n"
                "    cls = next(c for c in list(globals().values()) if isinstance(c, type) and '%s' in vars(c))\n"
                "    for i in range(%d):\n"
                "        request = harness.Request(open('%s/case%%d' %% i, 'rb').read(), torch)\n"
                "        arguments = [request.value() for _ in range(request.count)]\n"
                "        torch.manual_seed(0)\n"
                "        cls(*arguments[:%d]).%s(*arguments[%d:])\n",
                install->headers, problem->functions[0].name, cases, folder, problem->constructor_count,
                problem->functions[0].name, problem->constructor_count);
    write_file("bare.py", text.at, text.size);
    text_release(&text);
}

static int write_cases(const struct problem *problem, const struct digest *key, const char *source, size_t size)
{
    struct err err;
    struct case_plan plan;
    struct digest digest = digest_of(source, size);
    case_plan_init(&plan, problem, 7, key, &digest);
    for (int i = 0; i < plan.count; i++) {
        struct values arguments;
        struct text text = {0};
        struct poison poison = frame_draw_poison();
        char name[32];
        if (case_inputs(problem, &plan.at[i], 0, &arguments, &err))
            die(err.text);
        frame_write_request(&text, (unsigned)plan.at[i].group->function, 0, &poison, &arguments);
        snprintf(name, sizeof name, "case%d", i);
        write_file(name, text.at, text.size);
        text_release(&text);
        values_release(&arguments);
    }
    int count = plan.count;
    case_plan_release(&plan);
    return count;
}

static double submit(const char *judge, const char *home)
{
    char path[256];
    snprintf(path, sizeof path, "%s/solution.py", folder);
    const char *const argv[] = {judge, "submit", path, "-p", problem_id, NULL};
    setenv("JUDGE_HOME", home, 1);
    return run(argv);
}

/* The first submission ever; but for the reference, whose program any first submission has to wait for, in any
 * language: it is taken from the warm folder. */
static double submit_cold(const char *judge, const char *warm_home)
{
    char *home = xasprintf("%s/cold", folder),
         *make = xasprintf("rm -rf %s && mkdir -m 700 %s && cp -r %s/cache %s/key %s", home, home, warm_home, warm_home,
                           home);
    if (system(make) != 0)
        die("cannot make a folder");
    double time = submit(judge, home);
    free(make);
    free(home);
    return time;
}

static void print_stages(const struct install *install, const struct problem *problem, const char *source, size_t size,
                         int rounds)
{
    double *stage[8];
    struct home home;
    struct err err;
    if (home_open(&home, &err))
        die(err.text);
    for (int s = 0; s < 8; s++)
        stage[s] = xcalloc((size_t)rounds, sizeof(double));
    for (int r = 0; r < rounds; r++) {
        struct judging *judging;
        struct judged judged;
        int64_t start = now();
        if (judging_open(install, &home, false, &judging, &err))
            die(err.text);
        stage[7][r] = (double)(now() - start) / 1e6;
        struct judging_request request = {.problem = problem,
                                          .language = language_by_id("py"),
                                          .file_name = "solution.py",
                                          .source = source,
                                          .source_size = size,
                                          .sets = 7};
        if (judging_run(judging, &request, &judged, &err))
            die(err.text);
        if (judged.verdict != VERDICT_AC)
            die("the submission is not accepted");
        for (int s = 0; judging_stage_name(s); s++)
            stage[s][r] = (double)judged.stage_ns[s] / 1e6;
        judged_release(&judged);
        judging_close(judging);
    }
    printf("stages, warm (ms, median of %d): open %.2f", rounds, median(stage[7], rounds));
    for (int s = 0; judging_stage_name(s); s++)
        printf(", %s %.2f", judging_stage_name(s), median(stage[s], rounds));
    printf("\n");
    for (int s = 0; s < 8; s++)
        free(stage[s]);
    home_release(&home);
}

static void print_ratio(const char *name, double *times, double *ratios, int rounds, double aim)
{
    double ratio = median(ratios, rounds);
    printf("  %-28s %8.1f   ratio %.3f   aim %.1f: %s\n", name, median(times, rounds), ratio, aim,
           ratio <= aim ? "met" : "NOT MET");
}

int main(int argc, char **argv)
{
    struct install install;
    struct home home;
    struct problem *problem;
    struct digest key;
    struct err err;
    int rounds = argc > 2 ? atoi(argv[2]) : 9;
    char *judge = argc > 1 ? xasprintf("%s/judge", argv[1]) : NULL, *real = judge ? realpath(judge, NULL) : NULL;
    if (!real || rounds < 1 || !mkdtemp(folder))
        die("usage: bench_python BUILD [ROUNDS]");
    if (!python_has(PYTHON_TORCH)) {
        printf("SKIP: bench_python: PyTorch is missing (python3-torch)\n");
        return 0;
    }
    setenv("JUDGE_HOME", folder, 1);
    char *build = realpath(argv[1], NULL), *warm_home = xasprintf("%s/warm", folder);
    setenv("JUDGE_HOME", warm_home, 1);
    if (install_at(build, &install, &err) || home_open(&home, &err) || home_key(&home, &key, &err))
        die(err.text);
    char *path = xasprintf("%s/%s", install.problems, problem_id), *source,
         *bare_path = xasprintf("%s/bare.py", folder);
    size_t size;
    if (problem_load(path, &problem, &err) || problem_read_file(problem, submission, &source, &size, &err))
        die(err.text);
    write_file("solution.py", source, size);
    int count = write_cases(problem, &key, source, size);
    write_bare(&install, problem, source, count);
    char *packages = xasprintf("%s/python", install.headers); /* torchtyping, for bare runs */
    setenv("PYTHONPATH", packages, 1);
    const char *const bare[] = {PYTHON_INTERPRETER, bare_path, NULL};
    const char *const import[] = {PYTHON_INTERPRETER, "-c", "import torch", NULL};
    double *warm = xcalloc((size_t)rounds, sizeof(double)), *cold = xcalloc((size_t)rounds, sizeof(double)),
           *plain = xcalloc((size_t)rounds, sizeof(double)), *alone = xcalloc((size_t)rounds, sizeof(double)),
           *warm_ratio = xcalloc((size_t)rounds, sizeof(double)), *cold_ratio = xcalloc((size_t)rounds, sizeof(double));
    submit(real, warm_home);
    run(bare);
    for (int r = 0; r < rounds; r++) {
        cold[r] = submit_cold(real, warm_home);
        plain[r] = run(bare);
        warm[r] = submit(real, warm_home);
        alone[r] = run(import);
        warm_ratio[r] = warm[r] / plain[r];
        cold_ratio[r] = cold[r] / plain[r];
    }
    printf("judge submit of %s in PyTorch, %d cases, %d rounds (ms, medians)\n", problem_id, count, rounds);
    printf("  %-28s %8.1f   (import torch alone %.1f)\n", "bare python3, all cases", median(plain, rounds),
           median(alone, rounds));
    print_ratio("judge submit, warm", warm, warm_ratio, rounds, 0.3);
    print_ratio("judge submit, nothing warm", cold, cold_ratio, rounds, 1.2);
    setenv("JUDGE_HOME", warm_home, 1);
    print_stages(&install, problem, source, size, rounds);
    char *clean = xasprintf("rm -rf %s", folder);
    return system(clean) == 0 ? 0 : 1;
}
