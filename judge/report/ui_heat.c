#include "judge/report/ui_heat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/report/ui_value.h"

/* ELEMENTS_MIN: what is smaller is printed whole right above. */
enum { LINES_MAX = 20, COLUMNS_MAX = 64, LABEL = 6, ELEMENTS_MIN = 16 };

/* What is above `from` times the allowed distance (on a log scale) looks like this. */
static const struct level {
    double from;
    int r, g, b, colour256;
    char character;
} levels[] = {
    {0, 70, 85, 100, 239, '.'},         {1, 253, 231, 37, 220, '-'},   {3, 253, 200, 40, 214, '+'},
    {10, 250, 150, 40, 208, '*'},       {100, 245, 110, 35, 202, '#'}, {1000, 235, 60, 45, 196, '@'},
    {INFINITY, 230, 90, 230, 201, 'N'}, /* not a number */
};
enum { LEVELS = sizeof levels / sizeof *levels, LEVEL_NAN = LEVELS - 1 };

bool ui_heat_fits(const struct value *got, const struct value *want)
{
    return value_is_tensor(got) && value_is_tensor(want) && got->rank == want->rank && want->rank >= 2 &&
           value_size(want) >= ELEMENTS_MIN &&
           memcmp(got->shape, want->shape, (size_t)want->rank * sizeof *want->shape) == 0;
}

double ui_heat_ratio(const struct value *got, const struct value *want, const struct compare_rules *rules, int64_t i)
{
    double g = value_number(got, i), w = value_number(want, i);
    if (isfinite(g) && isfinite(w)) {
        if (value_is_integer(want))
            return g == w ? 0 : INFINITY;
        return fabs(g - w) / compare_bound(rules, got->kind == FRAME_TENSOR_F32, w);
    }
    return g == w || (isnan(g) && isnan(w) && rules->nan_allowed) ? 0 : NAN;
}

/* --- the slice, shrunk -------------------------------------------------------------------------------------------- */

struct grid {
    int rows, columns;
    double *at; /* the worst ratio of each cell */
};

static double worse(double a, double b)
{
    return isnan(a) || isnan(b) ? NAN : a > b ? a : b;
}

static struct grid shrink(const struct value *got, const struct value *want, const struct compare_rules *rules,
                          const int64_t *worst, int rows_max, int columns_max)
{
    int rank = want->rank;
    int64_t rows = want->shape[rank - 2], columns = want->shape[rank - 1], slice = 0;
    for (int k = 0; k < rank - 2; k++)
        slice = slice * want->shape[k] + worst[k];
    struct grid grid = {.rows = rows < rows_max ? (int)rows : rows_max,
                        .columns = columns < columns_max ? (int)columns : columns_max};
    grid.at = xcalloc((size_t)grid.rows * (size_t)grid.columns, sizeof *grid.at);
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t c = 0; c < columns; c++) {
            double *cell = &grid.at[r * grid.rows / rows * grid.columns + c * grid.columns / columns];
            *cell = worse(*cell, ui_heat_ratio(got, want, rules, (slice * rows + r) * columns + c));
        }
    }
    return grid;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static const struct level *level_of(double ratio)
{
    int level = 0;
    if (isnan(ratio))
        return &levels[LEVEL_NAN];
    for (int i = 1; i < LEVEL_NAN; i++)
        level = ratio > levels[i].from ? i : level;
    return &levels[level];
}

static void add_colour(const struct ui *ui, struct text *text, const struct level *level, bool foreground)
{
    if (ui->truecolour)
        text_format(text, "\033[%d;2;%d;%d;%dm", foreground ? 38 : 48, level->r, level->g, level->b);
    else
        text_format(text, "\033[%d;5;%dm", foreground ? 38 : 48, level->colour256);
}

static bool has_blocks(const struct ui *ui)
{
    return ui->colour && ui->unicode;
}

static void add_row(const struct ui *ui, struct text *text, const struct grid *grid, int r)
{
    for (int c = 0; c < grid->columns; c++) {
        const struct level *upper = level_of(grid->at[r * grid->columns + c]);
        if (!has_blocks(ui)) {
            if (ui->colour)
                add_colour(ui, text, upper, true);
            text_format(text, "%c", upper->character);
            continue;
        }
        add_colour(ui, text, upper, true);
        if (r + 1 < grid->rows)
            add_colour(ui, text, level_of(grid->at[(r + 1) * grid->columns + c]), false);
        else
            text_add(text, "\033[49m");
        text_add(text, "▀");
    }
    text_add(text, ui->colour ? "\033[0m\n" : "\n");
}

static void add_legend(const struct ui *ui, struct text *text)
{
    static const char *const words[LEVELS] = {"right", "to 3x", "to 10x", "to 100x", "to 1000x", "more", "NaN or inf"};
    for (int i = 0; i < LEVELS; i++) {
        text_add(text, i ? "  " : "");
        if (ui->colour)
            add_colour(ui, text, &levels[i], true);
        text_format(text, has_blocks(ui) ? "█" : "%c", levels[i].character);
        text_format(text, "%s %s", ui->colour ? "\033[0m" : "", words[i]);
    }
    text_add(text, "\n");
}

static void add_title(const struct ui *ui, struct text *text, int indent, const struct value *want,
                      const int64_t *worst, bool shrunk)
{
    struct text title = {0}, first = {0};
    ui_pad(&first, indent);
    text_add(&title, "|got - wanted| / allowed");
    if (want->rank > 2) {
        text_add(&title, ", slice [");
        for (int k = 0; k < want->rank - 2; k++)
            text_format(&title, "%lld,", (long long)worst[k]);
        text_add(&title, ":,:]");
    }
    text_format(&title, ", %lld x %lld%s", (long long)want->shape[want->rank - 2],
                (long long)want->shape[want->rank - 1], shrunk ? " (each cell shows its worst)" : "");
    ui_wrap(ui, text, first.at ? first.at : "", title.at);
    text_release(&title);
    text_release(&first);
}

void ui_heat(const struct ui *ui, struct text *text, int indent, const struct value *got, const struct value *want,
             const struct compare_rules *rules, const int64_t *worst)
{
    int room = ui->width - indent - LABEL, per_line = has_blocks(ui) ? 2 : 1;
    struct grid grid = shrink(got, want, rules, worst, LINES_MAX * per_line, room < COLUMNS_MAX ? room : COLUMNS_MAX);
    int64_t rows = want->shape[want->rank - 2], columns = want->shape[want->rank - 1];
    add_title(ui, text, indent, want, worst, grid.rows < rows || grid.columns < columns);
    for (int r = 0; r < grid.rows; r += per_line) {
        ui_pad(text, indent);
        text_format(text, "%*lld ", LABEL - 1, (long long)((r * rows + grid.rows - 1) / grid.rows));
        add_row(ui, text, &grid, r);
    }
    ui_pad(text, indent);
    add_legend(ui, text);
    free(grid.at);
}
