#include "judge/python.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/messages.h"
#include "judge/text.h"

static const struct {
    const char *name, *module, *package;
} kinds[PYTHON_KINDS] = {
    [PYTHON_NUMPY] = {"NumPy", "numpy", "python3-numpy"},
    [PYTHON_TORCH] = {"PyTorch", "torch", "python3-torch"},
};

/* Where Debian's interpreter looks for packages, by its own (site.getsitepackages) and by pip. */
static const char *const package_folders[] = {"/usr/lib/python3/dist-packages",
                                              "/usr/local/lib/python3*/dist-packages"};

const char *python_kind_name(enum python_kind kind)
{
    return kinds[kind].name;
}

const char *python_kind_module(enum python_kind kind)
{
    return kinds[kind].module;
}

const char *python_kind_package(enum python_kind kind)
{
    return kinds[kind].package;
}

enum python_kind python_kind_of(const char *source, size_t size)
{
    return memmem(source, size, "torch", 5) ? PYTHON_TORCH : PYTHON_NUMPY;
}

/* The first file in a folder of packages that fits, as a heap string, or NULL. The name begins with the module's. */
static char *find_file(enum python_kind kind, const char *behind)
{
    char *path = NULL;
    for (size_t i = 0; i < sizeof package_folders / sizeof *package_folders && !path; i++) {
        char *pattern = xasprintf("%s/%s%s", package_folders[i], kinds[kind].module, behind);
        glob_t found;
        if (glob(pattern, 0, NULL, &found) == 0) {
            path = xstrdup(found.gl_pathv[0]);
            globfree(&found);
        }
        free(pattern);
    }
    return path;
}

bool python_has(enum python_kind kind)
{
    char *path = find_file(kind, "/__init__.py");
    free(path);
    return path != NULL;
}

/* The name of a record is "numpy-1.24.2.egg-info" or "torch-1.13.0.dist-info". */
char *python_version(enum python_kind kind)
{
    char *path = find_file(kind, "-[0-9]*-info");
    if (!path)
        return xstrdup("");
    char *version = strrchr(path, '/') + strlen(kinds[kind].module) + 2, *end = strrchr(version, '.');
    if (end)
        *end = '\0';
    version = xstrdup(version);
    free(path);
    return version;
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
                       kinds[PYTHON_NUMPY].package);
    if ((imports(source, size, "torch") || imports(source, size, "torchtyping")) && !python_has(PYTHON_TORCH))
        return err_set(err, ERR_USE,
                       "this file imports torch, and PyTorch is missing here; install the package %s, or solve it with "
                       "NumPy",
                       kinds[PYTHON_TORCH].package);
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

char *python_signature(const struct problem *problem)
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

char *python_failure(const struct values *told, const char *file_name, bool full)
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
