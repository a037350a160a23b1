/* report_values.c - what a case was given, what came back and what was wanted, as arrays beside each other. */
#include "judge/report/report_internal.h"

#include <stdlib.h>

#include "judge/report/ui_heat.h"
#include "judge/report/ui_value.h"

enum { BLOCKS = 4 };

/* Which elements are wrong, for the two results printed beside each other. */
struct wrongness {
    const struct value *got, *want;
    struct compare_rules rules;
};

static bool is_wrong(const void *context, int64_t i)
{
    const struct wrongness *wrongness = context;
    double ratio = ui_heat_ratio(wrongness->got, wrongness->want, &wrongness->rules, i);
    return !(ratio <= 1);
}

struct compare_rules report_rules(const struct problem *problem)
{
    return (struct compare_rules){.decimals = problem->decimals,
                                  .rtol_f32 = problem->rtol_f32,
                                  .rtol_f64 = problem->rtol_f64,
                                  .nan_allowed = problem->nan_allowed,
                                  .whole_floats = problem->whole_floats};
}

static char *block_of(const struct ui *ui, const struct value *value, const struct ui_value_look *look)
{
    struct text text = {0};
    ui_value(ui, &text, value, look);
    return text_take(&text);
}

/* A reference may compute in another precision than it asks for: the type of `wanted` would mislead. */
static char *title_of(const char *name, const char *kind, const struct value *value)
{
    char shape[160];
    if (!value_is_tensor(value))
        return xstrdup(name);
    return xasprintf("%s  %s%s%s", name, kind, *kind ? " " : "",
                     value_shape_text(value->rank, value->shape, shape, sizeof shape));
}

static void add_blocks(const struct ui *ui, struct text *text, int count, char **titles, char **blocks)
{
    ui_beside(ui, text, 4, count, (const char *const *)titles, (const char *const *)blocks);
    for (int i = 0; i < count; i++) {
        free(titles[i]);
        free(blocks[i]);
    }
}

/* Two blocks fit beside each other, but rather stand below each other than leave out columns, where that helps. A
 * counterexample is small and shown whole. */
static int columns_of(bool is_example, const struct value *a, const struct value *b, const struct ui *ui)
{
    const int width = ui->width < 120 ? ui->width : 120;
    const struct ui_value_look half = {.columns = width / 2 - 6}, whole = {.columns = width - 6};
    const bool fit_beside = !ui_value_leaves_out_columns(a, &half) && !ui_value_leaves_out_columns(b, &half);
    const bool fit_below = !ui_value_leaves_out_columns(a, &whole) && !ui_value_leaves_out_columns(b, &whole);
    return is_example || (fit_below && !fit_beside) ? whole.columns : half.columns;
}

void report_add_arguments(const struct report *report, const struct report_case *from, const struct ui *ui,
                          struct text *text)
{
    const struct judged_case *values = from->values;
    const bool is_example = from == report->counterexample;
    char *titles[BLOCKS], *blocks[BLOCKS];
    int count = 0;
    for (size_t i = 0; i < values->arguments.count; i++) {
        const struct value *value = &values->arguments.at[i];
        const struct ui_value_look look = {.columns = columns_of(is_example, value, value, ui), .whole = is_example};
        titles[count] = title_of(values->params[i].name, value_kind_name(value->kind), value);
        blocks[count++] = block_of(ui, value, &look);
        if (count == BLOCKS) {
            add_blocks(ui, text, count, titles, blocks);
            count = 0;
        }
    }
    if (count)
        add_blocks(ui, text, count, titles, blocks);
}

static bool comparable(const struct value *got, const struct value *want)
{
    return (value_is_float(got) || value_is_integer(got)) && (value_is_float(want) || value_is_integer(want)) &&
           value_size(got) == value_size(want) && got->rank == want->rank;
}

void report_add_results(const struct report *report, const struct report_case *from, const struct ui *ui,
                        const struct report_view *view, struct text *text)
{
    size_t output = (size_t)from->diff.output;
    if (output >= from->values->got.count || output >= from->values->want.count || from->diff.class == DIFF_RESULTS)
        return;
    const struct value *got = &from->values->got.at[output], *want = &from->values->want.at[output];
    struct wrongness wrongness = {.got = got, .want = want};
    const bool is_example = from == report->counterexample;
    struct ui_value_look right = {
        .columns = columns_of(is_example, got, want, ui), .whole = is_example, .unmarked = true};
    struct ui_value_look look = {.columns = right.columns, .whole = right.whole, .poison = &from->values->poison};
    const bool many = from->diff.class == DIFF_CHECKER; /* element by element there is nothing to compare */
    if (report->rules && !many && comparable(got, want)) {
        wrongness.rules = report_rules(report->rules);
        look.wrong = right.wrong = is_wrong;
        look.context = right.context = &wrongness;
        look.other = want;
        right.other = got;
    }
    char *titles[] = {title_of("got", value_kind_name(got->kind), got),
                      title_of(many ? "one right answer" : "wanted", "", want)};
    char *blocks[] = {block_of(ui, got, &look), block_of(ui, want, &right)};
    add_blocks(ui, text, 2, titles, blocks);
    if (view->heat && look.wrong && ui_heat_fits(got, want))
        ui_heat(ui, text, 4, got, want, &wrongness.rules, from->diff.at);
}
