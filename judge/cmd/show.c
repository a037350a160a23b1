#include <stdlib.h>

#include "judge/cmd/unmet.h"
#include "judge/base/json_writer.h"
#include "judge/judging/language.h"
#include "judge/report/markdown.h"

static const struct command_option options[] = {
    {"raw", 0, NULL, WORDS_NONE, NULL, "print statement.md as it is"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

static double half_unit(int decimals)
{
    double bound = 0.5;
    while (decimals-- > 0)
        bound /= 10;
    return bound;
}

/* Decimals mean something where a result is a float, and perhaps to a checker. */
static bool uses_decimals(const struct problem *problem)
{
    for (int i = 0; i < problem->function_count; i++) {
        for (int k = 0; k < problem->functions[i].result_count; k++) {
            const enum frame_kind kind = problem->functions[i].results[k].type.kind;
            if (problem->checked[i] || kind == FRAME_F64 || kind == FRAME_TENSOR_F32 || kind == FRAME_TENSOR_F64)
                return true;
        }
    }
    return false;
}

static void add_limits(const struct problem *problem, struct json_writer *json)
{
    json_writer_object(json, "limits");
    json_writer_integer(json, "time_ms", problem->limits.time_ms);
    json_writer_integer(json, "memory_kib", problem->limits.memory_kib);
    json_writer_integer(json, "output_bytes", problem->limits.output_bytes);
    json_writer_end(json);
    json_writer_integer(json, "decimals", problem->decimals);
}

static int print_json(const struct problem *problem, const char *statement, size_t size, struct err *err)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.problem/1");
    json_writer_text(&json, "id", problem->id);
    json_writer_text(&json, "title", problem->title);
    json_writer_text(&json, "difficulty", difficulty_text(problem->difficulty));
    json_writer_text(&json, "track", problem->track);
    json_writer_integer(&json, "order", problem->order);
    json_writer_array(&json, "requires");
    for (int i = 0; i < problem->requires_count; i++)
        json_writer_text(&json, NULL, problem->requires[i]);
    json_writer_end(&json);
    json_writer_array(&json, "languages");
    for (int i = 0; language_at(i); i++)
        json_writer_text(&json, NULL, language_at(i)->id);
    json_writer_end(&json);
    json_writer_array(&json, "functions");
    for (int i = 0; i < problem->function_count; i++) {
        char *signature = signature_text(&problem->functions[i]);
        json_writer_text(&json, NULL, signature);
        free(signature);
    }
    json_writer_end(&json);
    add_limits(problem, &json);
    json_writer_bytes(&json, "statement", statement, size);
    json_writer_end(&json);
    return command_print_json(&json, err);
}

static int add_facts(const struct context *context, const struct problem *problem, struct text *text, struct err *err)
{
    const struct ui *ui = &context->out;
    char memory[32];
    text_add(text, "\n");
    ui_add(ui, text, STYLE_TITLE, "Limits");
    text_format(text, "\n  %lld ms of CPU time a case in C, %s of memory, %lld KiB of output\n",
                (long long)problem->limits.time_ms, ui_memory(problem->limits.memory_kib, memory, sizeof memory),
                (long long)problem->limits.output_bytes / 1024);
    if (uses_decimals(problem))
        text_format(text, "  compared to %d decimals: an answer may be off by %g\n", problem->decimals,
                    half_unit(problem->decimals));
    else
        text_add(text, "  compared exactly\n");
    if (unmet_add(context, problem, text, err) != 0)
        return -1;
    ui_add(ui, text, STYLE_TITLE, "Next");
    text_format(text, "\n  judge start %s\n  judge hint %s\n", problem->id, problem->id);
    return 0;
}

static int print_text(const struct context *context, const struct problem *problem, const char *statement, size_t size,
                      struct err *err)
{
    const struct ui *ui = &context->out;
    struct text text = {0};
    markdown_render(ui, &text, statement, size);
    if (add_facts(context, problem, &text, err) == 0)
        return command_print(&text, err);
    text_release(&text);
    return -1;
}

static int run(struct context *context, struct err *err)
{
    struct problem *problem;
    char *statement = NULL;
    size_t size;
    if (problem_find(&context->problems, context->operand[0], &problem, err) != 0)
        return -1;
    int result = problem_read_file(problem, "statement.md", &statement, &size, err);
    if (result == 0 && command_option(context, "json"))
        result = print_json(problem, statement, size, err);
    else if (result == 0 && command_option(context, "raw")) {
        struct text text = {0};
        text_add_bytes(&text, statement, size);
        result = command_print(&text, err);
    } else if (result == 0)
        result = print_text(context, problem, statement, size, err);
    free(statement);
    problem_free(problem);
    return result;
}

const struct command command_show = {
    .name = "show",
    .summary = "a problem's statement, its limits, how answers are compared",
    .operands = "ID",
    .operands_min = 1,
    .operands_max = 1,
    .words = WORDS_PROBLEM,
    .examples = "  judge show linear-regression\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
