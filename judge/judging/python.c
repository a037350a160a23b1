#include "judge/judging/python.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judging/messages.h"
#include "judge/problem/problem.h"
#include "judge/base/text.h"
#include "judge/base/value.h"

static const char *const modules[PYTHON_KINDS] = {[PYTHON_NUMPY] = "numpy", [PYTHON_TORCH] = "torch"};

/* Where Debian's interpreter looks for packages, by its own (site.getsitepackages) and by pip. */
static const char *const package_folders[] = {"/usr/lib/python3/dist-packages",
                                              "/usr/local/lib/python3*/dist-packages"};

int python_kind_of(const char *source, size_t size)
{
    return memmem(source, size, "torch", 5) ? PYTHON_TORCH : PYTHON_NUMPY;
}

/* The first file in a folder of packages that fits, as a heap string, or NULL. The name begins with the module's. */
static char *find_file(int kind, const char *behind)
{
    char *path = NULL;
    for (size_t i = 0; i < sizeof package_folders / sizeof *package_folders && !path; i++) {
        char *pattern = xasprintf("%s/%s%s", package_folders[i], modules[kind], behind);
        glob_t found;
        if (glob(pattern, 0, NULL, &found) == 0) {
            path = xstrdup(found.gl_pathv[0]);
            globfree(&found);
        }
        free(pattern);
    }
    return path;
}

bool python_has(int kind)
{
    char *path = find_file(kind, "/__init__.py");
    free(path);
    return path != NULL;
}

/* The name of a record is "numpy-1.24.2.egg-info" or "torch-1.13.0.dist-info". */
static char *version(int kind)
{
    char *path = find_file(kind, "-[0-9]*-info");
    if (!path)
        return xstrdup("");
    char *number = strrchr(path, '/') + strlen(modules[kind]) + 2, *end = strrchr(number, '.');
    if (end)
        *end = '\0';
    number = xstrdup(number);
    free(path);
    return number;
}

/* --- imports of a source ------------------------------------------------------------------------------------------ */

static bool is_word(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0 &&
           ((size_t)(end - at) == length || !(isalnum((unsigned char)at[length]) || at[length] == '_'));
}

/* A line that begins with import or from, and then has the word where a package's name stands. */
static bool line_imports(const char *at, const char *end, const char *module)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    bool from = is_word(at, end, "from");
    if (!from && !is_word(at, end, "import"))
        return false;
    at += from ? 4 : 6;
    while (at < end) {
        while (at < end && (*at == ' ' || *at == '\t'))
            at++;
        if (is_word(at, end, module))
            return true;
        at = from ? NULL : memchr(at, ',', (size_t)(end - at));
        if (!at)
            return false;
        at++;
    }
    return false;
}

static bool imports(const char *source, size_t size, const char *module)
{
    const char *end = source + size;
    for (const char *at = source; at < end;) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (!line_end)
            line_end = end;
        if (line_imports(at, line_end, module))
            return true;
        at = line_end + 1;
    }
    return false;
}

int python_check_source(const char *source, size_t size, struct err *err)
{
    if (!python_has(PYTHON_NUMPY))
        return err_set(err, ERR_USE, "Python cannot be judged here: NumPy is missing; install the package %s",
                       python_interpreted.kind[PYTHON_NUMPY].package);
    if ((imports(source, size, "torch") || imports(source, size, "torchtyping")) && !python_has(PYTHON_TORCH))
        return err_set(err, ERR_USE,
                       "this file imports torch, and PyTorch is missing here; install the package %s, or solve it with "
                       "NumPy",
                       python_interpreted.kind[PYTHON_TORCH].package);
    return 0;
}

/* --- signatures --------------------------------------------------------------------------------------------------- */

static void add_names(struct text *text, const struct param *params, int count)
{
    text_add(text, "[");
    for (int i = 0; i < count; i++)
        text_format(text, "%s'%s'", i ? ", " : "", params[i].name); /* identifiers */
    text_add(text, "]");
}

/* One Python literal. */
static char *signature(const struct problem *problem)
{
    struct text text = {0};
    text_add(&text, "{'constructor': ");
    add_names(&text, problem->constructor, problem->constructor_count);
    text_add(&text, ", 'functions': [");
    for (int f = 0; f < problem->function_count; f++) {
        const struct function *function = &problem->functions[f];
        text_format(&text, "%s('%s', ", f ? ", " : "", function->name);
        add_names(&text, function->params, function->param_count);
        text_add(&text, ", [");
        for (int r = 0; r < function->result_count; r++)
            text_format(&text, "%s%d", r ? ", " : "", (int)function->results[r].type.kind);
        text_add(&text, "])");
    }
    text_add(&text, "]}\n");
    return text_take(&text);
}

/* --- failures ----------------------------------------------------------------------------------------------------- */

/* Types that a hidden case may name: any other name is the student's to choose. */
static const char *const exceptions[] = {
    "ArithmeticError",    "AssertionError",      "AttributeError",    "EOFError",
    "FileNotFoundError",  "ImportError",         "IndentationError",  "IndexError",
    "KeyError",           "LookupError",         "MemoryError",       "ModuleNotFoundError",
    "NameError",          "NotImplementedError", "OSError",           "OverflowError",
    "PermissionError",    "RecursionError",      "RuntimeError",      "StopIteration",
    "SyntaxError",        "SystemExit",          "TypeError",         "UnboundLocalError",
    "UnicodeDecodeError", "ValueError",          "ZeroDivisionError",
};

static const char *known_exception(const struct value *told)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        if (strcmp(told->text, exceptions[i]) == 0)
            return exceptions[i];
    }
    return "an exception";
}

/* Type, line, traceback; the submission may have forged all of it. `full`: the text, with the student's file name; else
 * only what cannot carry an input out of a hidden case: the line, and the type where it is one of Python's own. */
static char *failure(const struct values *told, const char *file_name, bool full)
{
    enum { TYPE, LINE, TEXT, COUNT };
    if (told->count != COUNT || told->at[TYPE].kind != FRAME_STR || told->at[LINE].kind != FRAME_I64 ||
        told->at[TEXT].kind != FRAME_STR)
        return xstrdup("the program wrote something else in the place of its result");
    if (full) {
        const struct messages_context context = {.source = "solution.py", .file_name = file_name};
        char *text = messages_trim(&context, told->at[TEXT].text, (size_t)told->at[TEXT].shape[0]);
        size_t length = strlen(text);
        if (length > 0 && text[length - 1] == '\n')
            text[length - 1] = '\0';
        return text;
    }
    if (told->at[TYPE].shape[0] == 0) /* not an exception: the solution has another form; the samples say which */
        return xstrdup("the solution has not the form that the problem asks for");
    if (told->at[LINE].i64 < 1 || told->at[LINE].i64 > 65536)
        return xasprintf("the program raised %s", known_exception(&told->at[TYPE]));
    return xasprintf("the program raised %s in line %d", known_exception(&told->at[TYPE]), (int)told->at[LINE].i64);
}

/* --- the row ------------------------------------------------------------------------------------------------------ */

/* Isolated from the environment and the current folder, without what the administrator starts with every Python, and
 * without caches of compiled files. torchtyping brings PyTorch. */
#define COMMAND(mode, module)                                                                                          \
    (const char *const[])                                                                                              \
    {                                                                                                                  \
        PYTHON_INTERPRETER, "-I", "-S", "-B", "-W", "ignore", PYTHON_HARNESS, mode, module, NULL                       \
    }
#define COMMANDS(module) .run = COMMAND("run", module), .warm = COMMAND("warm", module)

static const char *const parts[] = {PYTHON_INTERPRETER,
                                    "/usr/lib/python3/dist-packages/numpy/__init__.py",
                                    "/usr/lib/python3/dist-packages/torch/__init__.py",
                                    "harness.py",
                                    "python/judge_values.py",
                                    "python/judge_warm.py",
                                    "python/torchtyping.py",
                                    NULL};

const struct interpreted python_interpreted = {
    .kind_count = PYTHON_KINDS,
    .kind = {[PYTHON_NUMPY] = {"NumPy", "python3-numpy", COMMANDS("numpy")},
             [PYTHON_TORCH] = {"PyTorch", "python3-torch", COMMANDS("torchtyping")}},
    .parts = parts,
    .kind_of = python_kind_of,
    .has = python_has,
    .version = version,
    .signature = signature,
    .failure = failure,
};
