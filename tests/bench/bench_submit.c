/* bench_submit.c - what the judge costs over the bare compiler and the bare program.
 *
 * Pairs, in turn: one `judge submit` of linear-regression with all its cases, as a process of its own; and the same
 * compile command run bare, followed by one bare run of the resulting program per case (request on descriptor 0,
 * response on 3). Then the stages of judging, measured inside one process. Medians; ratios of the same run.
 *
 * Usage: bench_submit BUILD [PAIRS]
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "judge/judging/frame.h"
#include "judge/judging/judging.h"
#include "judge/base/memory_file.h"

static char folder[] = "/tmp/judge-bench-XXXXXX";
static char source[4096];

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench_submit: %s\n", what);
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

/* Runs a program to its end; descriptors 0 and 3 as given, output thrown away. Exits when it fails. */
static void run(const char *const *argv, int request, int response)
{
    static int null = -1;
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    if (null < 0)
        null = open("/dev/null", O_RDWR | O_CLOEXEC);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, request >= 0 ? request : null, 0);
    posix_spawn_file_actions_adddup2(&actions, null, 1);
    posix_spawn_file_actions_adddup2(&actions, null, 2);
    if (response >= 0)
        posix_spawn_file_actions_adddup2(&actions, response, 3);
    if (posix_spawn(&child, argv[0], &actions, NULL, (char *const *)argv, environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0)
        die(argv[0]);
    posix_spawn_file_actions_destroy(&actions);
}

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        die("cannot write");
}

/* The files that the bare compile command needs, and the requests of all cases. */
static int prepare(const struct problem *problem, const struct install *install, const struct digest *key,
                   int *requests, int max)
{
    struct err err;
    struct case_plan plan;
    struct digest source_digest = digest_of(source, strlen(source));
    char *header = signature_header(problem->id, problem->functions, problem->function_count, NULL, 0);
    char *glue = signature_glue(problem->functions, problem->function_count, NULL, 0);
    char include[512];
    write_file("problem.h", header);
    write_file("glue.c", glue);
    write_file("solution.c", source);
    snprintf(include, sizeof include, "-I%s", install->headers);
    const char *const compile[] = {"/usr/bin/gcc", "-std=gnu17", "-O2", include, "-c", "-o", "glue.o", "glue.c", NULL};
    if (chdir(folder) < 0)
        die("chdir");
    run(compile, -1, -1);
    case_plan_init(&plan, problem, 7, key, &source_digest);
    for (int i = 0; i < plan.count && i < max; i++) {
        struct values arguments;
        struct text text = {0};
        struct poison poison = frame_draw_poison();
        if (case_inputs(problem, &plan.at[i], 0, &arguments, &err))
            die(err.text);
        frame_write_request(&text, (unsigned)plan.at[i].group->function, 0, &poison, &arguments);
        requests[i] = memory_file("request", text.at, text.size, &err);
        text_release(&text);
        values_release(&arguments);
    }
    int count = plan.count;
    case_plan_release(&plan);
    free(header);
    free(glue);
    return count;
}

static double bare(const struct install *install, const struct language *language, const int *requests, int count,
                   double *ret_compile)
{
    char include[512], library[512];
    const char *argv[48];
    int n = 0;
    snprintf(include, sizeof include, "%s", install->headers);
    snprintf(library, sizeof library, "-L%s", install->libguest);
    argv[n++] = language->compiler;
    for (const char *const *flag = language->flags; *flag; flag++)
        argv[n++] = strcmp(*flag, "/guest") == 0 ? include : *flag;
    const char *const rest[] = {"-static", "-fuse-ld=gold", "-o",      "program", "solution.c",
                                "glue.o",  library,         "-lguest", "-lm",     NULL};
    for (int i = 0; i < 10; i++)
        argv[n++] = rest[i];
    int64_t start = now();
    run(argv, -1, -1);
    *ret_compile = (double)(now() - start) / 1e6;
    int response = open("response", O_RDWR | O_CREAT | O_TRUNC, 0600);
    const char *const program[] = {"./program", NULL};
    for (int i = 0; i < count; i++) {
        lseek(requests[i], 0, SEEK_SET);
        run(program, requests[i], response);
    }
    close(response);
    return (double)(now() - start) / 1e6;
}

static double submit(const char *judge)
{
    char path[256];
    snprintf(path, sizeof path, "%s/solution.c", folder);
    const char *const argv[] = {judge, "submit", path, "-p", "linear-regression", NULL};
    int64_t start = now();
    run(argv, -1, -1);
    return (double)(now() - start) / 1e6;
}

static void print_stages(const struct install *install, const struct home *home, const struct problem *problem,
                         int rounds)
{
    double *stage[8];
    struct err err;
    for (int s = 0; s < 8; s++)
        stage[s] = xcalloc((size_t)rounds, sizeof(double));
    for (int r = 0; r < rounds; r++) {
        struct judging *judging;
        struct judged judged;
        int64_t start = now();
        if (judging_open(install, home, false, &judging, &err))
            die(err.text);
        stage[7][r] = (double)(now() - start) / 1e6;
        struct judging_request request = {.problem = problem,
                                          .language = language_by_id("c"),
                                          .file_name = "solution.c",
                                          .source = source,
                                          .source_size = strlen(source),
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
    printf("stages (ms, median of %d): open %.2f", rounds, median(stage[7], rounds));
    for (int s = 0; judging_stage_name(s); s++)
        printf(", %s %.2f", judging_stage_name(s), median(stage[s], rounds));
    printf("\n");
    for (int s = 0; s < 8; s++)
        free(stage[s]);
}

int main(int argc, char **argv)
{
    struct install install;
    struct home home;
    struct problem *problem;
    struct digest key;
    struct err err;
    int pairs = argc > 2 ? atoi(argv[2]) : 25, requests[64];
    char *judge = argc > 1 ? xasprintf("%s/judge", argv[1]) : NULL, *real = judge ? realpath(judge, NULL) : NULL;
    if (!real || pairs < 1 || !mkdtemp(folder))
        die("usage: bench_submit BUILD [PAIRS]");
    setenv("JUDGE_HOME", folder, 1);
    char *build = realpath(argv[1], NULL);
    if (install_at(build, &install, &err) || home_open(&home, &err) || home_key(&home, &key, &err))
        die(err.text);
    char *path = xasprintf("%s/linear-regression", install.problems), *text;
    size_t size;
    if (problem_load(path, &problem, &err) ||
        problem_read_file(problem, "submissions/accepted/loops.c", &text, &size, &err))
        die(err.text);
    snprintf(source, sizeof source, "%s", text);
    int count = prepare(problem, &install, &key, requests, 64);
    double *judged = xcalloc((size_t)pairs, sizeof(double)), *plain = xcalloc((size_t)pairs, sizeof(double)),
           *compile = xcalloc((size_t)pairs, sizeof(double)), *ratio = xcalloc((size_t)pairs, sizeof(double));
    submit(real); /* fills the caches, as the first submission to a problem does */
    for (int p = 0; p < pairs; p++) {
        judged[p] = submit(real);
        plain[p] = bare(&install, language_by_id("c"), requests, count, &compile[p]);
        ratio[p] = judged[p] / plain[p];
    }
    printf("judge submit of linear-regression, %d cases, %d pairs (ms, medians)\n", count, pairs);
    double r = median(ratio, pairs);
    printf("  judge submit             %8.2f\n  bare compile             %8.2f\n  bare compile and %2d runs %8.2f\n",
           median(judged, pairs), median(compile, pairs), count, median(plain, pairs));
    printf("  ratio (of pairs)         %8.3f   aim 1.25: %s\n", r, r <= 1.25 ? "met" : "NOT MET");
    print_stages(&install, &home, problem, pairs);
    char *clean = xasprintf("rm -rf %s", folder);
    return system(clean) == 0 ? 0 : 1;
}
