#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/command.h"
#include "judge/judging/interpreters.h"
#include "judge/base/json_writer.h"
#include "judge/judging/judging.h"
#include "judge/judging/language.h"
#include "judge/problem/npz.h"
#include "judge/report/ui_table.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

/* What a missing thing means. */
enum weight { WEIGHT_NICE, WEIGHT_WEAKER, WEIGHT_NEEDED };

struct finding {
    const char *group;
    char *name, *detail, *remedy;
    bool works;
    enum weight weight;
};

struct findings {
    int count;
    struct finding at[64];
};

/* Some details come as several lines. */
static char *in_one_line(const char *detail)
{
    struct text text = {0};
    while (*detail) {
        size_t length = strcspn(detail, "\n");
        text_add(&text, text.size && length ? "; " : "");
        text_add_bytes(&text, detail, length);
        detail += length + (detail[length] == '\n');
    }
    return text_take(&text);
}

static void add(struct findings *findings, const char *group, const char *name, bool works, enum weight weight,
                const char *detail, const char *remedy)
{
    if (findings->count == (int)(sizeof findings->at / sizeof *findings->at))
        return;
    findings->at[findings->count++] =
        (struct finding){group, xstrdup(name), in_one_line(detail), xstrdup(works ? "" : remedy), works, weight};
}

static void release(struct findings *findings)
{
    for (int i = 0; i < findings->count; i++) {
        free(findings->at[i].name);
        free(findings->at[i].detail);
        free(findings->at[i].remedy);
    }
}

/* --- examinations ------------------------------------------------------------------------------------------------- */

static void examine_sandbox(const struct context *context, struct findings *findings)
{
    struct sandbox_layer layers[SANDBOX_LAYERS_MAX];
    struct judging *judging;
    struct err err = {0};
    int count = sandbox_probe(layers, SANDBOX_LAYERS_MAX);
    for (int i = 0; i < count; i++)
        add(findings, "sandbox", layers[i].name, layers[i].works, layers[i].isolates ? WEIGHT_WEAKER : WEIGHT_NICE,
            layers[i].detail, layers[i].remedy);
    if (!context->home.path) /* told already */
        return;
    bool opens = judging_open(&context->install, &context->home, false, &judging, &err) == 0;
    add(findings, "sandbox", "judging", opens, WEIGHT_NEEDED, opens ? "the sandbox opens" : err.text, "");
    if (opens)
        judging_close(judging);
}

/* The first line of "gcc --version". */
static char *version_of(const char *compiler)
{
    char *command = xasprintf("'%s' --version 2>/dev/null", compiler), line[200] = "";
    FILE *pipe = popen(command, "re");
    if (pipe && !fgets(line, sizeof line, pipe))
        line[0] = '\0';
    if (pipe)
        pclose(pipe);
    free(command);
    line[strcspn(line, "\n")] = '\0';
    return xstrdup(*line ? line : compiler);
}

static void examine_languages(struct findings *findings)
{
    for (int i = 0; language_at(i); i++) {
        const struct language *language = language_at(i);
        struct err err = {0};
        bool works = language_check(language, &err) == 0;
        char *detail = works ? version_of(language->compiler) : xstrdup(err.text);
        char *remedy = xasprintf("apt-get install %s", language->package);
        /* references are written in C: without its compiler nothing can be judged. Others may not be wanted here */
        add(findings, "languages", language->name, works, i == 0 ? WEIGHT_NEEDED : WEIGHT_NICE, detail, remedy);
        free(detail);
        free(remedy);
    }
}

static void examine_interpreted(const struct context *context, const struct language *language,
                                struct findings *findings)
{
    const struct interpreted *interpreted = language->interpreted;
    for (int kind = 0; kind < interpreted->kind_count; kind++) {
        bool works = interpreted->has(kind);
        char *remedy = xasprintf("apt-get install %s", interpreted->kind[kind].package);
        char *version = interpreted->version(kind);
        char *detail = works ? xasprintf("%s%s", *version ? version : "for ", *version ? "" : language->name)
                             : xasprintf("solutions in %s that need it cannot be judged", language->name);
        add(findings, "languages", interpreted->kind[kind].name, works, WEIGHT_NICE, detail, remedy);
        free(detail);
        free(version);
        free(remedy);
    }
    if (!context->home.path) /* told already */
        return;
    char *warm = interpreters_describe(&context->home, &context->install, language);
    add(findings, "languages", "warm interpreters", true, WEIGHT_NICE, warm, "");
    free(warm);
}

static void examine_packages(const struct context *context, struct findings *findings)
{
    for (int i = 0; language_at(i); i++)
        if (language_at(i)->interpreted)
            examine_interpreted(context, language_at(i), findings);
}

static void examine_home(struct context *context, struct findings *findings)
{
    struct err err = {0};
    struct digest key;
    bool opens = home_open(&context->home, &err) == 0;
    char *folder = home_folder();
    add(findings, "home", "folder", opens, WEIGHT_NEEDED, opens ? folder : err.text,
        "set JUDGE_HOME to a folder of yours");
    free(folder);
    if (!opens)
        return;
    bool has_key = home_key(&context->home, &key, &err) == 0;
    add(findings, "home", "instance key", has_key, WEIGHT_NEEDED, has_key ? "there, and private" : err.text,
        "restore the file 'key' from a backup");
}

static void examine_rows(struct store *store, struct findings *findings)
{
    struct err err = {0};
    char *text = NULL;
    size_t faults = 0;
    if (store_integrity(store, &faults, &text, &err) != 0) {
        add(findings, "home", "database", false, WEIGHT_NEEDED, err.text, "restore the file from a backup");
        return;
    }
    char *detail = faults ? xasprintf("%zu faults in %s: %s", faults, store_path(store), text)
                          : xasprintf("%s is sound", store_path(store));
    add(findings, "home", "database", faults == 0, WEIGHT_NEEDED, detail, "restore the file from a backup");
    free(detail);
    free(text);
}

static void examine_store(const struct context *context, struct findings *findings)
{
    struct store *store;
    struct err err = {0};
    if (!context->home.path)
        return;
    if (store_open(context->home.path, STORE_READ, &store, &err) != 0) {
        add(findings, "home", "database", false, WEIGHT_NEEDED, err.text, "restore the file from a backup");
        return;
    }
    examine_rows(store, findings);
    store_close(store);
}

static void examine_problems(const struct context *context, struct findings *findings)
{
    struct problem **problems;
    struct err err = {0};
    char *bad = NULL;
    int count;
    if (problem_list(&context->problems, &problems, &count, &bad, &err) != 0) {
        add(findings, "problems", "folders", false, WEIGHT_NEEDED, err.text, "check JUDGE_PROBLEMS");
        return;
    }
    char *detail = xasprintf("%d found", count);
    add(findings, "problems", "folders", count > 0, WEIGHT_NEEDED, detail, "check JUDGE_PROBLEMS, or install again");
    free(detail);
    if (bad && *bad)
        add(findings, "problems", "readable", false, WEIGHT_WEAKER, bad, "mend the file that is named");
    for (int i = 0; i < count; i++)
        problem_free(problems[i]);
    free(problems);
    free(bad);
}

/* Loaded when it is needed, so a judge without it starts all the same. */
static void examine_libraries(struct findings *findings)
{
    struct err err = {0};
    const bool works = npz_check(&err) == 0;
    add(findings, "problems", "libzip", works, WEIGHT_NICE,
        works ? "literals in .npz files can be read"
              : "problems whose literals are in .npz files cannot be read; all others can",
        "apt-get install libzip4");
}

/* --- results ------------------------------------------------------------------------------------------------------ */

static const char *const weight_names[] = {
    [WEIGHT_NICE] = "optional", [WEIGHT_WEAKER] = "recommended", [WEIGHT_NEEDED] = "needed"};

static enum exit_code code_of(const struct findings *findings)
{
    static const enum exit_code codes[] = {
        [WEIGHT_NICE] = EXIT_ACCEPTED, [WEIGHT_WEAKER] = EXIT_NOT_ACCEPTED, [WEIGHT_NEEDED] = EXIT_JUDGE};
    enum exit_code worst = EXIT_ACCEPTED;
    for (int i = 0; i < findings->count; i++) {
        enum exit_code code = findings->at[i].works ? EXIT_ACCEPTED : codes[findings->at[i].weight];
        worst = code > worst ? code : worst;
    }
    return worst;
}

static int print_json(const struct findings *findings, struct err *err)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.doctor/1");
    json_writer_text(&json, "version", judge_version);
    json_writer_bool(&json, "ok", code_of(findings) == EXIT_ACCEPTED);
    json_writer_bool(&json, "can_judge", code_of(findings) != EXIT_JUDGE);
    json_writer_array(&json, "checks");
    for (int i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->at[i];
        json_writer_object(&json, NULL);
        json_writer_text(&json, "group", finding->group);
        json_writer_text(&json, "name", finding->name);
        json_writer_bool(&json, "works", finding->works);
        json_writer_text(&json, "weight", weight_names[finding->weight]);
        json_writer_text(&json, "detail", finding->detail);
        json_writer_text(&json, "remedy", finding->remedy);
        json_writer_end(&json);
    }
    json_writer_end(&json);
    json_writer_end(&json);
    return command_print_json(&json, err);
}

static void add_finding(const struct finding *finding, const struct ui *ui, struct text *text)
{
    bool bad = !finding->works && finding->weight != WEIGHT_NICE;
    enum ui_style style = finding->works ? STYLE_GOOD : bad ? STYLE_BAD : STYLE_WARN;
    enum ui_mark mark = finding->works ? MARK_YES : bad ? MARK_NO : MARK_WARN;
    struct text head = {0};
    text_format(&head, "  %s%s%s ", ui_on(ui, style), ui_mark(ui, mark), ui_off(ui, style));
    ui_pad(&head, 5 - ui_columns(head.at));
    ui_safe_line(ui, &head, finding->name);
    text_add(&head, "  ");
    ui_pad(&head, 26 - ui_columns(head.at));
    ui_sentence(ui, text, head.at, finding->detail);
    text_release(&head);
    if (!finding->works && *finding->remedy)
        ui_sentence(ui, text, "       = help: ", finding->remedy);
}

static int print_text(const struct context *context, const struct findings *findings, struct err *err)
{
    static const char *const ends[] = {"\neverything that judging needs works here\n",
                                       "\njudging works, but not everything is as it should be\n", "",
                                       "\nnothing can be judged here\n"};
    const struct ui *ui = &context->out;
    struct text text = {0};
    for (int i = 0; i < findings->count; i++) {
        if (i == 0 || strcmp(findings->at[i].group, findings->at[i - 1].group) != 0) {
            ui_add(ui, &text, STYLE_TITLE, "%s", findings->at[i].group);
            text_add(&text, "\n");
        }
        add_finding(&findings->at[i], ui, &text);
    }
    text_add(&text, ends[code_of(findings)]);
    return command_print(&text, err);
}

/* Opens everything itself: what cannot be opened is a finding, not an error. */
static int run(struct context *context, struct err *err)
{
    struct findings findings = {0};
    examine_home(context, &findings);
    examine_store(context, &findings);
    examine_languages(&findings);
    examine_packages(context, &findings);
    examine_problems(context, &findings);
    examine_libraries(&findings);
    examine_sandbox(context, &findings);
    int result = command_option(context, "json") ? print_json(&findings, err) : print_text(context, &findings, err);
    if (result == 0)
        result = code_of(&findings);
    release(&findings);
    return result;
}

const struct command command_doctor = {
    .name = "doctor",
    .summary = "what works on this machine, and the remedy for what does not",
    .operands = "",
    .details = "Tries each layer of the sandbox for real, looks for the compilers, and checks the\n"
               "database. Exits with 0 when all is well, with 1 when judging works but something is\n"
               "weaker than it should be, with 3 when nothing can be judged.\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL,
    .run = run,
};
