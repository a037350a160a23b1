#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/cmd/unmet.h"
#include "judge/judging/source.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    {"language", 'l', "LANG", WORDS_NONE, NULL, "the language of your solution (default: c)"},
    {"dir", 'd', "D", WORDS_FOLDER, NULL, "make the folder in D instead of here"},
    {"force", 0, NULL, WORDS_NONE, NULL, "write again over what is there; the old solution becomes solution.*.bak"},
    {0},
};

static int cannot_write(const char *path, struct err *err)
{
    return err_set(err, ERR_USE, "'%s' cannot be written: %s", path, strerror(errno));
}

/* Beside its place first, then moved: a file is there whole or not at all, and a link there is replaced, not followed.
 */
static int write_file(const char *folder, const char *name, const char *bytes, size_t size, struct err *err)
{
    char *path = xasprintf("%s/%s", folder, name), *draft = xasprintf("%s/.%s.new", folder, name);
    unlink(draft);
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), failed = 0;
    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || rename(draft, path) != 0)
        failed = cannot_write(path, err);
    if (fd >= 0)
        close(fd);
    if (failed && fd >= 0)
        unlink(draft);
    free(path);
    free(draft);
    return failed;
}

/* The headers that a solution includes, so that an editor finds them. The judge uses its own. */
static int copy_header(const struct install *install, const char *folder, const char *name, struct err *err)
{
    enum { HEADER_MAX = 256 * 1024 };
    char *path = xasprintf("%s/%s", install->headers, name), *bytes = xmalloc(HEADER_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, bytes, HEADER_MAX);
    int failed = size < 0 ? err_system(err, "the installation is not complete: '%s' cannot be read", path)
                          : write_file(folder, name, bytes, (size_t)size, err);
    if (fd >= 0)
        close(fd);
    free(path);
    free(bytes);
    return failed;
}

static int write_statement(const struct problem *problem, const char *folder, struct err *err)
{
    char *text;
    size_t size;
    if (problem_read_file(problem, "statement.md", &text, &size, err) != 0)
        return -1;
    int failed = write_file(folder, "statement.md", text, size, err);
    free(text);
    return failed;
}

static int write_headers(const struct context *context, const struct problem *problem, const char *folder,
                         struct err *err)
{
    char *header = signature_header(problem->id, problem->functions, problem->function_count, problem->constructor,
                                    problem->constructor_count);
    int failed = write_file(folder, "problem.h", header, strlen(header), err) ||
                 copy_header(&context->install, folder, "tensor.h", err) ||
                 copy_header(&context->install, folder, "torch_random.h", err);
    free(header);
    return failed ? -1 : 0;
}

static int keep_old(const char *path, struct err *err)
{
    char *backup = xasprintf("%s.bak", path);
    int failed = rename(path, backup) != 0 ? cannot_write(backup, err) : 0;
    free(backup);
    return failed;
}

static int make_folder(const char *dir, const char *folder, struct err *err)
{
    struct stat status;
    if (stat(dir, &status) != 0 || !S_ISDIR(status.st_mode))
        return err_set(err, ERR_USE, "'%s' is no folder", dir);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return cannot_write(folder, err);
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return err_set(err, ERR_USE, "'%s' is in the way: it is no folder", folder);
    return 0;
}

static int make(const struct context *context, const struct problem *problem, const struct language *language,
                const char *folder, struct err *err)
{
    char *name = xasprintf("starter/%s", language->source), *path = xasprintf("%s/%s", folder, language->source);
    char *starter = NULL;
    size_t size;
    bool exists = access(path, F_OK) == 0;
    int failed = 0;
    if (exists && !command_option(context, "force"))
        failed = err_set(err, ERR_USE, "'%s' exists; --force writes a new one and keeps the old one as %s.bak", path,
                         language->source);
    failed = failed || problem_read_file(problem, name, &starter, &size, err) ||
             make_folder(command_option(context, "dir") ? command_option(context, "dir") : ".", folder, err) ||
             (exists && keep_old(path, err)) || write_file(folder, language->source, starter, size, err) ||
             write_statement(problem, folder, err);
    if (!failed && language->run_policy == BOX_RUN_STATIC)
        failed = write_headers(context, problem, folder, err);
    free(starter);
    free(name);
    free(path);
    return failed ? -1 : 0;
}

static int tell_next(const struct context *context, const struct problem *problem, const struct language *language,
                     const char *folder, struct err *err)
{
    const struct ui *ui = &context->out;
    struct text text = {0};
    text_add(&text, "made ");
    ui_safe_line(ui, &text, folder);
    text_format(&text, "/%s\n\n", language->source);
    if (unmet_add(context, problem, &text, err) != 0) {
        text_release(&text);
        return -1;
    }
    ui_add(ui, &text, STYLE_TITLE, "Next");
    text_add(&text, "\n  cd ");
    ui_safe_line(ui, &text, folder);
    text_format(&text, "\n  judge test                try %s on the samples\n", language->source);
    text_add(&text, "  judge watch               the same, again on every save\n");
    text_add(&text, "  judge hint                a hint, when you are stuck\n");
    text_format(&text, "  judge submit %-12s judge it on all cases\n", language->source);
    return command_print(&text, err);
}

/* A second folder in the first one is hardly meant. Whoever means it says --dir. */
static int check_place(const struct problem *problem, struct err *err)
{
    char *here = getcwd(NULL, 0);
    const char *slash = here ? strrchr(here, '/') : NULL;
    const bool inside = slash && strcmp(slash + 1, problem->id) == 0;
    free(here);
    if (!inside)
        return 0;
    return err_set(err, ERR_USE,
                   "this is the folder '%s' already; start it in the folder above (--dir ..), or say --dir . to make "
                   "'%s' in here",
                   problem->id, problem->id);
}

static int run(struct context *context, struct err *err)
{
    const char *wanted = command_option(context, "language"), *dir = command_option(context, "dir");
    const struct language *language = language_by_id(wanted ? wanted : "c");
    struct problem *problem;
    char list[64];
    if (!language)
        return err_set(err, ERR_USE, "unknown language '%s'; known are %s", wanted,
                       source_languages(list, sizeof list));
    if (problem_find(&context->problems, context->operand[0], &problem, err) != 0)
        return -1;
    char *folder = dir ? xasprintf("%s/%s", dir, problem->id) : xstrdup(problem->id);
    int result = dir ? 0 : check_place(problem, err);
    if (result == 0)
        result = make(context, problem, language, folder, err);
    if (result == 0)
        result = tell_next(context, problem, language, folder, err);
    free(folder);
    problem_free(problem);
    return result;
}

const struct command command_start = {
    .name = "start",
    .summary = "make a folder with a solution to fill in",
    .operands = "ID",
    .operands_min = 1,
    .operands_max = 1,
    .words = WORDS_PROBLEM,
    .details = "Makes ID/solution.c, the statement, and the headers that it includes, for your editor.\n"
               "Whatever is there stays, unless you say --force.\n",
    .examples = "  judge start linear-regression\n"
                "  judge start attention -l cpp --dir ~/exercises\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL | NEED_STORE_READ | NEED_USER,
    .run = run,
};
