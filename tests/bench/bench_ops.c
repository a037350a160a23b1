/* bench_ops.c - measures every operation of every library that offers it and prints one JSON line for each.
 *
 * Usage: bench_ops [--group NAME] [--threads N] [--lib NAME]
 *
 * Groups: gemm shapes batch map rows nn (default: all). How a case is measured: measure.h.
 */
#include "tests/bench/cases.h"
#include "tests/bench/measure.h"

static const struct {
    const char *name;
    void (*run)(void);
} groups[] = {
    {"gemm", cases_gemm}, {"shapes", cases_shapes}, {"batch", cases_batch},
    {"map", cases_map},   {"rows", cases_rows},     {"nn", cases_nn},
};

int main(int argc, char **argv)
{
    char note[512];
    const char *only = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--group"))
            bench.group = argv[i + 1];
        else if (!strcmp(argv[i], "--threads"))
            bench.threads = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--lib"))
            only = argv[i + 1];
        else
            return fprintf(stderr, "usage: bench_ops [--group NAME] [--threads N] [--lib NAME]\n"), 2;
    }
    bench.lib_count = open_peers(bench.libs, only, note, sizeof note);
    if (getenv("BENCH_NOTE"))
        fprintf(stderr, "bench: %s\n", note);
    calibrate();
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        if (!bench.group || !strcmp(bench.group, groups[g].name))
            groups[g].run();
    calibrate();
    return 0;
}
