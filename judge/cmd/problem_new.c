#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/cmd/problem.h"
#include "judge/base/copy_folder.h"
#include "judge/problem/problem_read.h"
#include "judge/base/value.h"

/* "Layer norm" for "layer-norm". Heap. */
static char *title_of(const char *id)
{
    char *title = xstrdup(id);
    for (char *at = title; *at; at++)
        *at = *at == '-' ? ' ' : *at;
    *title = (char)toupper((unsigned char)*title);
    return title;
}

/* --- where -------------------------------------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder of problems that belongs to whoever asks: theirs by JUDGE_PROBLEMS, then the one of the tree they stand in.
 * The installed ones, last on the path, are the judge's. */
static const char *parent_folder(const struct context *context)
{
    const char *dir = command_option(context, "dir");
    for (int i = 0; !dir && i + 1 < context->problems.count; i++) {
        const char *folder = context->problems.at[i];
        dir = is_folder(folder) && access(folder, W_OK | X_OK) == 0 ? folder : NULL;
    }
    return dir ? dir : is_folder("problems") ? "problems" : ".";
}

static bool is_on_path(const struct problem_path *path, const char *folder)
{
    struct stat wanted, status;
    if (stat(folder, &wanted) != 0)
        return false;
    for (int i = 0; i < path->count; i++) {
        if (stat(path->at[i], &status) == 0 && status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino)
            return true;
    }
    return false;
}

/* A second problem of the same id would hide the first one, and their submissions would be mixed. */
static int check_id(const struct problem_path *path, const char *id, struct err *err)
{
    if (!problem_id_valid(id))
        return err_set(err, ERR_USE,
                       "'%s' is no name for a problem: small letters, digits and '-' expected, at most %d", id,
                       PROBLEM_ID - 1);
    for (int i = 0; i < path->count; i++) {
        char *folder = xasprintf("%s/%s", path->at[i], id);
        bool exists = access(folder, F_OK) == 0;
        if (exists)
            err_set(err, ERR_USE, "there is a problem '%s' already, '%s'; take another id", id, folder);
        free(folder);
        if (exists)
            return -1;
    }
    return 0;
}

static int check_place(const char *parent, const char *folder, struct err *err)
{
    struct stat status;
    if (!is_folder(parent))
        return err_set(err, ERR_USE, "'%s' is no folder", parent);
    return lstat(folder, &status) == 0 ? err_set(err, ERR_USE, "'%s' exists already", folder) : 0;
}

/* --- making ------------------------------------------------------------------------------------------------------- */

/* The skeleton has a word where the title belongs; another problem keeps its own title. */
static int make(const struct context *context, const char *id, const char *folder, struct err *err)
{
    const char *like = command_option(context, "like");
    struct problem *pattern = NULL;
    if (like && problem_find(&context->problems, like, &pattern, err) != 0)
        return -1;
    char *title = title_of(id);
    const struct copy_request request = {.from = pattern ? pattern->folder : context->install.skeleton,
                                         .to = folder,
                                         .word = pattern ? NULL : "TITLE",
                                         .by = title};
    int failed = copy_folder(&request, err);
    free(title);
    problem_free(pattern);
    return failed;
}

static void add_step(struct text *text, const char *name, const char *what)
{
    text_format(text, "  %-14s %s\n", name, what);
}

static void add_steps(const struct context *context, struct text *text)
{
    add_step(text, "problem.json", "title, track, functions, limits, samples, groups of drawn cases");
    add_step(text, "statement.md", "title, task, formula, signature, example, how answers are compared");
    add_step(text, "reference.c", "the right answer, with the tensor core if you like");
    add_step(text, "starter/", "what students begin with, in each language");
    add_step(text, "submissions/", "at least two that are right, five that are wrong");
    add_step(text, "hints.md", "hints in steps, one a section: judge hint");
    if (command_option(context, "like"))
        add_step(text, "verify.json", "if there is one: what cannot fail, and why");
}

/* verify tells a folder from an id by its slash. */
static int tell_next(const struct context *context, const char *parent, const char *folder, struct err *err)
{
    const struct ui *ui = &context->out;
    const char *like = command_option(context, "like");
    struct text text = {0};
    text_add(&text, "made ");
    ui_safe_line(ui, &text, folder);
    text_format(&text, like ? ", a copy of %s under another id\n\n" : ", a problem that verifies as it is\n\n", like);
    ui_add(ui, &text, STYLE_TITLE, "Make it yours");
    text_add(&text, "\n");
    add_steps(context, &text);
    text_add(&text, "\n");
    ui_add(ui, &text, STYLE_TITLE, "Next");
    text_add(&text, "\n  judge problem verify ");
    ui_safe_line(ui, &text, folder);
    if (!is_on_path(&context->problems, parent)) {
        char *real = realpath(parent, NULL);
        text_add(&text, "\n  export JUDGE_PROBLEMS=");
        ui_safe_line(ui, &text, real ? real : parent);
        text_add(&text, "      and 'judge list' shows it");
        free(real);
    }
    text_add(&text, "\n");
    return command_print(&text, err);
}

int problem_new(struct context *context, const char *const *operands, int count, struct err *err)
{
    if (count != 1)
        return err_set(err, ERR_USE, "say what the problem is called, once: judge problem new ID");
    if (check_id(&context->problems, operands[0], err) != 0)
        return -1;
    const char *parent = parent_folder(context);
    char *folder = xasprintf("%s/%s", parent, operands[0]);
    int failed = check_place(parent, folder, err) || make(context, operands[0], folder, err) ||
                 tell_next(context, parent, folder, err);
    free(folder);
    return failed ? -1 : EXIT_ACCEPTED;
}
