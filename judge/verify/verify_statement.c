/* verify_statement.c - what a student reads: complete, and the same as what is judged. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/problem/hints.h"
#include "judge/verify/verify_internal.h"

struct statement {
    struct verify_work *work;
    char *path, *text;
};

/* From a heading to the next one of its rank. */
struct section {
    const char *at;
    size_t size;
};

static struct diagnostic *complain(const struct statement *statement, enum diagnostic_code code, char *text)
{
    struct diagnostic *diagnostic = diagnostics_add(&statement->work->result->diagnostics, code, "%s", text);
    diagnostic_place(diagnostic, statement->path, NULL, 0, 0, 0);
    free(text);
    return diagnostic;
}

static bool find_section(const char *text, const char *title, struct section *ret_section)
{
    for (const char *at = strstr(text, "## "); at; at = strstr(at + 3, "## ")) {
        if ((at > text && at[-1] != '\n') || strncmp(at + 3, title, strlen(title)) != 0)
            continue;
        const char *end = strstr(at, "\n## ");
        *ret_section = (struct section){at, end ? (size_t)(end - at) : strlen(at)};
        return true;
    }
    return false;
}

static bool contains(struct section section, const char *word)
{
    return memmem(section.at, section.size, word, strlen(word)) != NULL;
}

/* --- formula ------------------------------------------------------------------------------------------------------ */

static bool has_sign(const char *line, size_t length)
{
    static const char *const signs[] = {"=", "←", "→", "->", "≤", "·", "Σ", "∈"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (memmem(line, length, signs[i], strlen(signs[i])))
            return true;
    }
    return false;
}

/* A line of code, or one with an inline formula ("f(x) = x²", `a = b`), between the heading and the signature. */
static bool has_formula(const struct section *task, const struct section *signature)
{
    const char *end = signature->at > task->at ? signature->at : task->at + task->size;
    for (const char *line = task->at; line < end;) {
        size_t length = strcspn(line, "\n");
        if (has_sign(line, length))
            return true;
        line += length + 1;
    }
    return false;
}

/* --- declarations ------------------------------------------------------------------------------------------------- */

/* Without blanks and comments: declarations may be broken over lines. Heap. */
static char *squeeze_blanks(const char *from, size_t size)
{
    char *text = xmalloc(size + 1), *to = text;
    for (size_t i = 0; i < size; i++) {
        const char *end =
            size - i > 4 && from[i] == '/' && from[i + 1] == '*' ? memmem(from + i, size - i, "*/", 2) : NULL;
        if (end)
            i = (size_t)(end - from) + 1;
        else if (!isspace((unsigned char)from[i]))
            *to++ = from[i];
    }
    *to = '\0';
    return text;
}

static void check_signature(const struct statement *statement, struct section section)
{
    const struct problem *problem = statement->work->problem;
    char *squeezed = squeeze_blanks(section.at, section.size);
    for (int f = 0; f < problem->function_count; f++) {
        const struct function *function = &problem->functions[f];
        char *c = signature_c(function, problem->constructor, problem->constructor_count);
        char *c_squeezed = squeeze_blanks(c, strlen(c)), *python = xasprintf("def %s(", function->name);
        if (!strstr(squeezed, c_squeezed))
            diagnostic_help(complain(statement, P013_SIGNATURE,
                                     xasprintf("the section 'Signature' does not declare '%s' for C", function->name)),
                            "%s;", c);
        if (!contains(section, python))
            complain(statement, P013_SIGNATURE,
                     xasprintf("the section 'Signature' does not show '%s' in Python", function->name));
        free(c);
        free(c_squeezed);
        free(python);
    }
    free(squeezed);
}

/* --- numbers of the example --------------------------------------------------------------------------------------- */

static bool minus_before(const char *start, const char *at)
{
    return (at > start && at[-1] == '-') || (at - start >= 3 && memcmp(at - 3, "−", 3) == 0);
}

/* Does the number stand there, to the problem's decimals? A minus in front may be an operator as well. */
static bool shows_number(struct section section, double number, int decimals)
{
    const char *end = section.at + section.size;
    double slack = 0.51 * pow(10, -decimals);
    for (const char *at = section.at; at < end;) {
        bool starts =
            isdigit((unsigned char)*at) && (at == section.at || !(isalnum((unsigned char)at[-1]) || at[-1] == '.'));
        if (!starts) {
            at++;
            continue;
        }
        char *behind;
        double found = strtod(at, &behind);
        if (fabs(found - fabs(number)) <= slack && (number >= 0 || found == 0 || minus_before(section.at, at)))
            return true;
        at = behind;
    }
    return false;
}

static void check_value(const struct statement *statement, struct section section, const struct group *group,
                        const struct value *value)
{
    const struct problem *problem = statement->work->problem;
    const char *function = problem->functions[group->function].name;
    if (value->kind == FRAME_STR && !contains(section, value->text))
        complain(statement, P014_NUMBER, xasprintf("the example lacks the result '%s' of '%s'", value->text, function));
    bool numbers = value_is_float(value) || value_is_integer(value);
    for (int64_t i = 0; numbers && i < value_size(value); i++) {
        double number = value_number(value, i);
        bool whole = value_is_integer(value);
        if (isfinite(number) && !shows_number(section, number, whole ? 1 : problem->decimals)) {
            struct diagnostic *diagnostic = complain(statement, P014_NUMBER,
                                                     xasprintf("the example lacks the number %.*f of a result of '%s'",
                                                               whole ? 0 : problem->decimals, number, function));
            diagnostic_note(diagnostic, "a sample of problem.json expects it");
            return;
        }
    }
}

static void check_example(const struct statement *statement, struct section section)
{
    const struct problem *problem = statement->work->problem;
    bool shown[PROBLEM_FUNCTIONS_MAX] = {false};
    for (int g = 0; g < problem->group_count; g++) {
        const struct group *group = &problem->groups[g];
        shown[group->function] = shown[group->function] || (group->set == SET_SAMPLE && group->generator);
        if (group->expect.count == 0 || group->set != SET_SAMPLE)
            continue;
        shown[group->function] = true;
        for (size_t v = 0; v < group->expect.count; v++)
            check_value(statement, section, group, &group->expect.at[v]);
    }
    for (int f = 0; f < problem->function_count; f++) {
        if (!shown[f])
            diagnostic_help(complain(statement, P016_NO_SAMPLE,
                                     xasprintf("no sample says what '%s' returns", problem->functions[f].name)),
                            "add one to \"samples\" of problem.json, with \"expect\"; for large inputs, a group with "
                            "\"set\": \"sample\"");
    }
}

/* --- the rule ----------------------------------------------------------------------------------------------------- */

/* Which kinds of results there are. */
/* Of functions whose answers are compared, not given to a checker. */
static bool has_results(const struct problem *problem, bool want_floats)
{
    for (int f = 0; f < problem->function_count; f++) {
        for (int r = 0; r < problem->functions[f].result_count && !problem->checked[f]; r++) {
            enum frame_kind kind = problem->functions[f].results[r].type.kind;
            bool is_float = kind == FRAME_F64 || kind == FRAME_TENSOR_F32 || kind == FRAME_TENSOR_F64;
            if (is_float == want_floats)
                return true;
        }
    }
    return false;
}

static void check_rule(const struct statement *statement, struct section section)
{
    const struct problem *problem = statement->work->problem;
    bool floats = has_results(problem, true), exact = has_results(problem, false);
    char *decimals = xasprintf("%d decimal", problem->decimals);
    if (floats && !contains(section, decimals))
        diagnostic_help(complain(statement, P015_RULE,
                                 xstrdup("the section 'How answers are compared' does not say to "
                                         "how many decimals")),
                        "say \"%ss\", as problem.json does", decimals);
    if (exact && !contains(section, "xact") && !contains(section, "equal"))
        complain(statement, P015_RULE,
                 xstrdup("the section 'How answers are compared' does not say that numbers or texts must be exact"));
    free(decimals);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void check_sections(const struct statement *statement)
{
    static const char *const titles[] = {"Task", "Signature", "Example", "How answers are compared"};
    struct section sections[4];
    bool found[4];
    for (int i = 0; i < 4; i++) {
        found[i] = find_section(statement->text, titles[i], &sections[i]);
        if (!found[i])
            diagnostic_help(complain(statement, P011_SECTION, xasprintf("the section '%s' is missing", titles[i])),
                            "add a heading \"## %s\"", titles[i]);
    }
    if (strncmp(statement->text, "# ", 2) != 0)
        complain(statement, P011_SECTION, xstrdup("the statement does not begin with its title (\"# ...\")"));
    bool numeric = has_results(statement->work->problem, true);
    if (numeric && found[0] && found[1] && !has_formula(&sections[0], &sections[1]))
        diagnostic_help(complain(statement, P012_FORMULA, xstrdup("the task has no formula")),
                        "say what is to be computed in one line, indented by four blanks: y = a x + b");
    if (found[1])
        check_signature(statement, sections[1]);
    if (found[2])
        check_example(statement, sections[2]);
    if (found[3])
        check_rule(statement, sections[3]);
}

/* Hints are part of what a student reads: the gate asks for steps, so that the first one is not the solution. */
static void check_hints(struct verify_work *work)
{
    struct hints hints;
    struct err err = {0};
    if (hints_read(work->problem, &hints, &err) != 0) {
        struct diagnostic *diagnostic = diagnostics_add_err(&work->result->diagnostics, P017_HINTS, &err);
        if (!diagnostic->help)
            diagnostic_help(diagnostic, "'# Hints', then a section '## ...' for each step, from the idea on");
        return;
    }
    if (hints.count < HINTS_MIN) {
        char *path = verify_path(work, "hints.md");
        struct diagnostic *diagnostic =
            diagnostics_add(&work->result->diagnostics, P017_HINTS, "there is only one hint");
        diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
        diagnostic_help(diagnostic, "give hints in steps, from the idea to nearly the solution");
        free(path);
    }
    hints_release(&hints);
}

int verify_statement(struct verify_work *work, struct err *err)
{
    struct statement statement = {.work = work};
    struct err ours = {0};
    size_t size;
    (void)err;
    check_hints(work);
    if (work->options->known.count > 0)
        requires_check(work->problem, &work->options->known, &work->result->diagnostics);
    if (problem_read_file(work->problem, "statement.md", &statement.text, &size, &ours)) {
        diagnostics_add_err(&work->result->diagnostics, P010_STATEMENT_MISSING, &ours);
        return 0;
    }
    statement.path = verify_path(work, "statement.md");
    check_sections(&statement);
    free(statement.path);
    free(statement.text);
    return 0;
}
