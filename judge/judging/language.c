#include "judge/judging/language.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "judge/judging/python.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof *(a))

/* What predicts a wrong result is worth a beginner's time, what is a matter of taste is not. */
#define WARNINGS                                                                                                       \
    "-Wall", "-Wempty-body", "-Wno-unused-variable", "-Wno-unused-but-set-variable", "-Wno-unused-function",           \
        "-Wno-unused-label", "-Wno-unused-local-typedefs", "-Wno-unused-result", "-Wno-misleading-indentation",        \
        "-Wno-sign-compare", "-Wno-deprecated-declarations", "-Wno-unknown-pragmas"

/* A solution may keep a main() of its own for trying things out: it gets another name. Macros, tensor_f32 for one, are
 * told where they are used and not where they are made. */
#define COMMON_FLAGS                                                                                                   \
    "-O2", WARNINGS, "-fdiagnostics-color=never", "-ftrack-macro-expansion=0", "-fmax-errors=5",                       \
        "-Dmain=main_of_the_solution", "-I", "/guest"

/* abs() of a double, which loses its fraction: in C alone. */
static const char *const c_flags[] = {"-std=gnu17", "-Wabsolute-value", COMMON_FLAGS, NULL};
static const char *const cpp_flags[] = {"-std=gnu++20", COMMON_FLAGS, NULL};

/* gold links a static program in half the time of the default linker. */
static const char *const native_link[] = {"-static",      "-fuse-ld=gold", "-o",  "program", "glue.o",
                                          "-L/guest-lib", "-lguest",       "-lm", NULL};

static const char *const python_check[] = {"-I", "-S", "-B", PYTHON_HARNESS, "check", NULL};
static const struct language languages[] = {
    {
        .id = "c",
        .name = "C",
        .suffixes = " .c ",
        .source = "solution.c",
        .compiler = "/usr/bin/gcc",
        .package = "gcc",
        .flags = c_flags,
        .link = native_link,
        .run_policy = BOX_RUN_STATIC,
        .time_factor = 1,
    },
    {
        .id = "cpp",
        .name = "C++",
        .suffixes = " .cpp .cc .cxx .C ",
        .source = "solution.cpp",
        .compiler = "/usr/bin/g++",
        .package = "g++",
        .flags = cpp_flags,
        .link = native_link,
        .run_policy = BOX_RUN_STATIC,
        .time_factor = 1,
    },
    {
        .id = "py",
        .name = "Python",
        .suffixes = " .py ",
        .source = "solution.py",
        .compiler = PYTHON_INTERPRETER,
        .package = "python3",
        .flags = python_check,
        .interpreted = &python_interpreted,
        .run_policy = BOX_RUN_PYTHON,
        .time_factor = 5,
        .start_ms = 10000,
        .more_memory_kib = 768 << 10,
        .check_source = python_check_source,
    },
};

_Static_assert(ARRAY_SIZE(languages) <= LANGUAGES_MAX, "others count on it");

const struct language *language_at(int i)
{
    return i >= 0 && (size_t)i < ARRAY_SIZE(languages) ? &languages[i] : NULL;
}

const struct language *language_by_id(const char *id)
{
    for (size_t i = 0; i < ARRAY_SIZE(languages); i++) {
        if (strcmp(languages[i].id, id) == 0)
            return &languages[i];
    }
    return NULL;
}

static const struct language *by_suffix(const char *between, char *(*find)(const char *, const char *))
{
    for (size_t i = 0; i < ARRAY_SIZE(languages); i++) {
        if (find(languages[i].suffixes, between))
            return &languages[i];
    }
    return NULL;
}

const struct language *language_by_file(const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    const char *dot = strrchr(name, '.');
    char between[16];
    if (!dot || (size_t)snprintf(between, sizeof between, " %s ", dot) >= sizeof between || strchr(dot, ' '))
        return NULL;
    const struct language *exact = by_suffix(between, strstr);
    return exact ? exact : by_suffix(between, strcasestr); /* .PY; ".C" was C++ already, as compilers have it */
}

int language_check(const struct language *language, struct err *err)
{
    if (access(language->compiler, X_OK) == 0)
        return 0;
    return err_set(err, ERR_USE, "%s cannot be judged here: '%s' is missing; install the package %s", language->name,
                   language->compiler, language->package);
}

int language_check_source(const struct language *language, const char *source, size_t size, struct err *err)
{
    if (language_check(language, err))
        return -1;
    return language->check_source ? language->check_source(source, size, err) : 0;
}
