#include <stdlib.h>
#include <string.h>

#include "judge/command.h"
#include "judge/report/export.h"
#include "judge/report/export_fill.h"
#include "judge/base/file.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    {"problem", 'p', "ID", WORDS_PROBLEM, NULL, "csv, canvas, moodle: of one problem (default: of all)"},
    {"fill", 0, "FILE", WORDS_FILE, NULL, "canvas, moodle: put the scores into a gradebook that was downloaded"},
    {"bom", 0, NULL, WORDS_NONE, NULL, "csv, canvas, moodle: begin with the mark by which Excel knows UTF-8"},
    {"json", 0, NULL, WORDS_NONE, NULL, "csv: print one JSON object instead"},
    {0},
};

/* Tables of everybody's results have no operand; the other formats are about one submission. */
static const struct format {
    const char *name;
    void (*table)(const struct store_results *results, struct text *text);
    void (*submission)(const struct store_record *record, const struct report *report, struct text *text);
} formats[] = {
    {"csv", export_csv, NULL},       {"gradescope", NULL, export_gradescope}, {"junit", NULL, export_junit},
    {"canvas", export_canvas, NULL}, {"moodle", export_moodle, NULL},
};

static const struct format *find_format(const char *name)
{
    size_t i = 0; /* the command's table has checked the word */
    while (strcmp(formats[i].name, name) != 0)
        i++;
    return &formats[i];
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

/* Without results an unknown problem is a slip of the fingers. */
static int check_problem(const struct context *context, const struct store_results *results, const char *id,
                         struct err *err)
{
    struct problem *problem;
    if (!id || results->count > 0)
        return 0;
    if (problem_find(&context->problems, id, &problem, err) != 0)
        return -1;
    problem_free(problem);
    return 0;
}

/* Titles of the problems that occur: a gradebook's columns may be called by them. Borrowed from `problems`. */
struct names {
    int count;
    struct fill_name *at;
    struct problem **problems;
};

static struct names names_of(const struct context *context, const struct store_results *results)
{
    struct names names = {.at = xcalloc(results->count + 1, sizeof *names.at),
                          .problems = xcalloc(results->count + 1, sizeof *names.problems)};
    for (size_t i = 0; i < results->count; i++) {
        const char *id = results->at[i].problem;
        struct err err;
        int known = 0;
        while (known < names.count && strcmp(names.at[known].id, id) != 0)
            known++;
        if (known < names.count)
            continue;
        if (problem_find(&context->problems, id, &names.problems[known], &err) != 0)
            names.problems[known] = NULL; /* its id will do */
        names.at[known] = (struct fill_name){id, names.problems[known] ? names.problems[known]->title : NULL};
        names.count++;
    }
    return names;
}

static void names_release(struct names *names)
{
    for (int i = 0; i < names->count; i++)
        problem_free(names->problems[i]);
    free(names->problems);
    free(names->at);
}

static void tell_left_out(const struct context *context, const struct store_results *results,
                          const struct filled *filled)
{
    for (size_t i = 0; i < results->count; i++) {
        if (!filled->used[i])
            command_note(context, "left out: %s of '%s' has no cell in the file", results->at[i].problem,
                         results->at[i].user);
    }
}

static int fill_table(const struct context *context, const struct store_results *results, const char *path,
                      struct err *err)
{
    struct text source = {0}, text = {0};
    struct csv_table table;
    struct filled filled;
    if (file_read(path, CSV_BYTES_MAX, FILE_FOLLOW, &source, err) != 0 ||
        csv_read(path, source.at ? source.at : "", source.size, &table, err) != 0) {
        text_release(&source);
        return -1;
    }
    struct names names = names_of(context, results);
    const struct fill_request request = {.path = path,
                                         .table = &table,
                                         .results = results,
                                         .names = names.at,
                                         .name_count = names.count,
                                         .only = command_option(context, "problem") != NULL};
    int failed = export_fill(&request, &text, &filled, err);
    if (!failed) {
        tell_left_out(context, results, &filled);
        free(filled.used);
        failed = command_print(&text, err);
    }
    names_release(&names);
    csv_table_release(&table);
    text_release(&source);
    return failed;
}

static int print_table(const struct context *context, const struct format *format, struct err *err)
{
    const char *problem = command_option(context, "problem"), *fill = command_option(context, "fill");
    bool json = command_option(context, "json");
    struct store_results results;
    struct text text = {0};
    if (context->operand_count > 1)
        return err_set(err, ERR_USE, "'%s' is about everybody's results: leave out '%s'", format->name,
                       context->operand[1]);
    if (fill && (format->table == export_csv || command_option(context, "bom")))
        return err_set(err, ERR_USE, "--fill is for canvas and moodle, and leaves the file's beginning as it is");
    if (json && (format->table != export_csv || command_option(context, "bom")))
        return err_set(err, ERR_USE, "--json is another form of csv: judge export csv --json");
    if (store_best_results(context->store, problem, &results, err) != 0)
        return -1;
    int failed = check_problem(context, &results, problem, err);
    if (!failed && fill) {
        failed = fill_table(context, &results, fill, err);
    } else if (!failed) {
        text_add(&text, command_option(context, "bom") ? "\xef\xbb\xbf" : "");
        (json ? export_json : format->table)(&results, &text);
        failed = command_print(&text, err);
    }
    store_results_free(&results);
    return failed;
}

/* --- one submission ----------------------------------------------------------------------------------------------- */

static int print_record(const struct format *format, const struct store_record *record, struct err *err)
{
    struct report report;
    struct text text = {0};
    if (record->submission.pending)
        return err_set(err, ERR_USE, "submission %lld is being judged", (long long)record->submission.id);
    if (report_from_record(record, NULL, &report, err) != 0)
        return -1;
    format->submission(record, &report, &text);
    report_release(&report);
    return command_print(&text, err);
}

static int print_submission(const struct context *context, const struct format *format, struct err *err)
{
    const char *word = context->operand_count > 1 ? context->operand[1] : NULL;
    struct store_record record;
    int64_t id;
    for (int i = 0; options[i].name; i++) {
        if (context->option[i])
            return err_set(err, ERR_USE, "--%s means nothing to '%s', which is about one submission", options[i].name,
                           format->name);
    }
    if (command_submission(word ? word : "@last", &id, err) != 0 ||
        store_get_submission(context->store, id, context->user, &record, err) != 0)
        return -1;
    int failed = print_record(format, &record, err);
    store_record_free(&record);
    return failed;
}

static int run(struct context *context, struct err *err)
{
    const struct format *format = find_format(context->operand[0]);
    return format->table ? print_table(context, format, err) : print_submission(context, format, err);
}

const struct command command_export = {
    .name = "export",
    .summary = "results for gradebooks and continuous integration",
    .operands = "FORMAT [SUBMISSION]",
    .operands_min = 1,
    .operands_max = 2,
    .words = WORDS_LIST,
    .operand_list = "csv gradescope junit canvas moodle",
    .details = "csv      a row for each user and problem: the best submission\n"
               "canvas   a gradebook to import: a row for each user, a column for each problem\n"
               "moodle   the same, for Moodle's CSV import: map 'username' and the grades there\n"
               "gradescope, junit   one submission (a number; default: @last, your latest one), as\n"
               "         results.json of a Gradescope autograder, and as XML for CI\n",
    .examples = "  judge export csv >results.csv\n"
                "  judge export canvas --problem linear-regression >grades.csv\n"
                "  judge export canvas --fill downloaded.csv >to-upload.csv\n"
                "  judge export gradescope >/autograder/results/results.json\n"
                "  judge export junit 17 >report.xml\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
