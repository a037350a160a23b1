#include <stdlib.h>
#include <string.h>

#include "judge/command.h"
#include "judge/export.h"

static const struct command_option options[] = {
    {"problem", 'p', "ID", WORDS_PROBLEM, NULL, "csv, canvas, moodle: of one problem (default: of all)"},
    {"bom", 0, NULL, WORDS_NONE, NULL, "csv, canvas, moodle: begin with the mark by which Excel knows UTF-8"},
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

static int print_table(const struct context *context, const struct format *format, struct err *err)
{
    const char *problem = command_option(context, "problem");
    struct store_results results;
    struct text text = {0};
    if (context->operand_count > 1)
        return err_set(err, ERR_USE, "'%s' is about everybody's results: leave out '%s'", format->name,
                       context->operand[1]);
    if (store_best_results(context->store, problem, &results, err) != 0)
        return -1;
    int failed = check_problem(context, &results, problem, err);
    if (!failed) {
        text_add(&text, command_option(context, "bom") ? "\xef\xbb\xbf" : "");
        format->table(&results, &text);
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
    if (command_option(context, "problem") || command_option(context, "bom"))
        return err_set(err, ERR_USE, "--%s means nothing to '%s', which is about one submission",
                       command_option(context, "bom") ? "bom" : "problem", format->name);
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
                "  judge export gradescope >/autograder/results/results.json\n"
                "  judge export junit 17 >report.xml\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
