#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/command.h"
#include "judge/report/report.h"

static const struct command_option options[] = {
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {"source", 0, NULL, WORDS_NONE, NULL, "print the source as well"},
    {"reveal", 0, NULL, WORDS_NONE, NULL, "show values of hidden and fresh cases too (owner of the database)"},
    {0},
};

/* Hidden values are for whoever could read them in the database anyway. */
static int check_reveal(const struct context *context, struct err *err)
{
    struct stat status;
    if (!command_option(context, "reveal"))
        return 0;
    if (stat(store_path(context->store), &status) != 0 || status.st_uid == geteuid() || geteuid() == 0)
        return 0;
    return err_set(err, ERR_USE, "--reveal is for the owner of '%s'", store_path(context->store));
}

static void add_judgements(const struct store_record *record, const struct ui *ui, struct text *text)
{
    if (record->judgement_count < 2)
        return;
    text_add(text, "\n");
    ui_add(ui, text, STYLE_DIM, "judged %zu times:", record->judgement_count);
    for (size_t i = 0; i < record->judgement_count; i++)
        text_format(text, "%s %s", i ? "," : "", verdict_code(record->judgements[i].verdict));
    text_add(text, "\n");
}

static void add_origin(const struct report *report, const struct ui *ui, struct text *text)
{
    text_add(text, "  ");
    ui_safe_line(ui, text, report->user);
    text_format(text, " %s ", ui_dot(ui));
    ui_safe_line(ui, text, report->file_name);
    text_format(text, " %s ", ui_dot(ui));
    ui_safe_line(ui, text, report->submitted_at);
    text_add(text, "\n");
}

static int print(const struct context *context, const struct store_record *record, const struct report *report,
                 struct err *err)
{
    bool reveal = command_option(context, "reveal"), source = command_option(context, "source");
    const char *bytes = (const char *)record->source;
    if (command_option(context, "json")) {
        struct json_writer json = {0};
        report_json(report, reveal, &json);
        if (source)
            json_writer_bytes(&json, "source", bytes, record->source_bytes);
        json_writer_end(&json);
        return command_print_json(&json, err);
    }
    struct text text = {0};
    report_text(report, &context->out, &(struct report_view){.reveal = reveal, .details = reveal ? 1000 : 8}, &text);
    add_judgements(record, &context->out, &text);
    text_add(&text, "\n");
    add_origin(report, &context->out, &text);
    if (source) {
        text_add(&text, "\n");
        ui_safe(&context->out, &text, bytes, record->source_bytes);
        text_add(&text, record->source_bytes && bytes[record->source_bytes - 1] != '\n' ? "\n" : "");
    }
    return command_print(&text, err);
}

static int exit_code(const struct report *report)
{
    return report->pending || report->verdict != VERDICT_AC ? EXIT_NOT_ACCEPTED : EXIT_ACCEPTED;
}

static int run(struct context *context, struct err *err)
{
    struct store_record record;
    struct report report;
    struct problem *problem = NULL;
    int64_t id;
    if (check_reveal(context, err) || command_submission(context->operand[0], &id, err) ||
        store_get_submission(context->store, id, context->user, &record, err))
        return -1;
    /* a problem that is gone takes nothing from the record but the allowed distance */
    if (problem_find(&context->problems, record.submission.problem, &problem, NULL) != 0)
        problem = NULL;
    int result = report_from_record(&record, problem, &report, err);
    if (result == 0) {
        result = print(context, &record, &report, err);
        if (result == 0)
            result = exit_code(&report);
        report_release(&report);
    }
    if (problem)
        problem_free(problem);
    store_record_free(&record);
    return result;
}

const struct command command_result = {
    .name = "result",
    .summary = "one submission in full",
    .operands = "SUBMISSION",
    .operands_min = 1,
    .operands_max = 1,
    .words = WORDS_LIST,
    .details = "SUBMISSION is a number, or @last for your latest one. Exits with 0 when it was accepted,\n"
               "with 1 when it was not, or not yet.\n",
    .examples = "  judge result @last\n"
                "  judge result 17 --source\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
