#include <stdlib.h>
#include <string.h>

#include "judge/command.h"
#include "judge/problem/hints.h"
#include "judge/base/json_writer.h"
#include "judge/report/markdown.h"
#include "judge/judging/source.h"

static const struct command_option options[] = {
    {"all", 0, NULL, WORDS_NONE, NULL, "show every step"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

/* "judge hint 2" means step 2 of the problem of this folder. NULL: not said. */
static const char *said_problem(const struct context *context)
{
    const char *word = context->operand[0];
    if (context->operand_count == 0)
        return NULL;
    return context->operand_count == 1 && *word && !word[strspn(word, "0123456789")] ? NULL : word;
}

static const char *said_step(const struct context *context)
{
    const int at = said_problem(context) ? 1 : 0;
    return context->operand_count > at ? context->operand[at] : NULL;
}

/* Without a word, the problem that this folder is named like, whatever is in it. */
static int find_problem(const struct context *context, struct problem **ret_problem, struct err *err)
{
    const char *id = said_problem(context);
    if (id)
        return problem_find(&context->problems, id, ret_problem, err);
    if (source_problem("solution", NULL, &context->problems, ret_problem, err) != 0)
        return err_set(err, ERR_USE, "say which problem: judge hint ID [N]; this folder is not named like one");
    return 0;
}

/* Steps `first` to `last`, from 1: the one that was asked for, all of them, or the next one. */
static int choose(const struct context *context, const struct problem *problem, int count, int *ret_first,
                  int *ret_last, struct err *err)
{
    const char *word = said_step(context);
    int64_t step, shown;
    if (command_option(context, "all")) {
        *ret_first = 1, *ret_last = count;
        return !word ? 0 : err_set(err, ERR_USE, "--all shows every step: leave out the number");
    }
    if (word) {
        char *end;
        step = strtol(word, &end, 10);
        if (*end || end == word || step < 1 || step > count)
            return err_set(err, ERR_USE, "'%s' has hints 1 to %d, not '%s'", problem->id, count, word);
    } else {
        if (store_hints_shown(context->store, context->user, problem->id, &shown, err) != 0)
            return -1;
        step = shown < count ? shown + 1 : count;
    }
    *ret_first = *ret_last = (int)step;
    return 0;
}

static int print_json(const struct problem *problem, const struct hints *hints, int first, int last, struct err *err)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.hints/1");
    json_writer_text(&json, "problem", problem->id);
    json_writer_integer(&json, "total", hints->count);
    json_writer_array(&json, "hints");
    for (int step = first; step <= last; step++) {
        json_writer_object(&json, NULL);
        json_writer_integer(&json, "step", step);
        json_writer_text(&json, "title", hints->at[step - 1].title);
        json_writer_text(&json, "text", hints->at[step - 1].text);
        json_writer_end(&json);
    }
    json_writer_end(&json);
    json_writer_end(&json);
    return command_print_json(&json, err);
}

static int print_text(const struct context *context, const struct problem *problem, const struct hints *hints,
                      int first, int last, struct err *err)
{
    const struct ui *ui = &context->out;
    struct text text = {0}, source = {0};
    for (int step = first; step <= last; step++)
        text_format(&source, "## %d. %s\n\n%s\n", step, hints->at[step - 1].title, hints->at[step - 1].text);
    markdown_render(ui, &text, source.at, source.size);
    text_release(&source);
    if (first == last && last < hints->count) {
        text_format(&text, "hint %d of %d; when it is not enough: judge hint %s", last, hints->count, problem->id);
        if (!store_is_writable(context->store)) /* without a number it would be this one again */
            text_format(&text, " %d", last + 1);
        text_add(&text, "\n");
    } else if (first == last)
        text_format(&text, "hint %d of %d, the last one; all of them: judge hint %s --all\n", last, hints->count,
                    problem->id);
    return command_print(&text, err);
}

/* What was shown is remembered before it is printed: a hint that was seen but not noted would come again. */
static int show(struct context *context, const struct problem *problem, const struct hints *hints, struct err *err)
{
    int first = 0, last = 0;
    if (choose(context, problem, hints->count, &first, &last, err) != 0 ||
        (store_is_writable(context->store) &&
         store_note_hint(context->store, context->user, problem->id, last, err) != 0))
        return -1;
    return command_option(context, "json") ? print_json(problem, hints, first, last, err)
                                           : print_text(context, problem, hints, first, last, err);
}

static int run(struct context *context, struct err *err)
{
    struct problem *problem;
    struct hints hints;
    if (find_problem(context, &problem, err) != 0)
        return -1;
    int result = hints_read(problem, &hints, err);
    if (result == 0) {
        result = show(context, problem, &hints, err);
        hints_release(&hints);
    }
    problem_free(problem);
    return result;
}

const struct command command_hint = {
    .name = "hint",
    .summary = "the next hint for a problem, from the idea to nearly the solution",
    .operands = "[ID] [N]",
    .operands_max = 2,
    .words = WORDS_PROBLEM,
    .details = "Shows the first step that you have not seen yet, or step N. Which ones you have seen is\n"
               "remembered, where the judge's folder can be written. ID may be left out in a folder that 'judge start' "
               "made, also before N.\n",
    .examples = "  judge hint linear-regression\n"
                "  judge hint linear-regression 1\n"
                "  judge hint linear-regression --all\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_TRY | NEED_USER,
    .run = run,
};
