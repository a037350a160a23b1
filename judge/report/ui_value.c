#include "judge/report/ui_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compare/compare.h"

enum {
    EDGE = 3,
    ROWS_MAX = 8,
    WHOLE_MAX = 400,
    TEXT_MAX = 120,
    STRINGS_MAX = 6,
    CELL = 40,
    DECIMALS_MAX = 6,
    EXPONENT_DECIMALS = 4,
    DIGITS_MAX = 16,
    SHOWN_MAX = 4096
};

/* A float32 is told from other float32s; of a double eight digits say enough. */
static bool reads_back(const char *digits, double number)
{
    double again = strtod(digits, NULL);
    return (double)(float)number == number ? (float)again == (float)number
                                           : fabs(again - number) <= fabs(number) * 1e-8;
}

static const char *not_finite(double number)
{
    return isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
}

static void write_digits(double number, int digits, char *buffer, size_t size)
{
    const bool plain = number == 0 || (fabs(number) >= 1e-4 && fabs(number) < 1e15);
    snprintf(buffer, size, plain ? "%.*f" : "%.*e", digits, number);
}

const char *ui_number(double number, char *buffer, size_t size)
{
    if (!isfinite(number))
        snprintf(buffer, size, "%s", not_finite(number));
    for (int digits = 0; isfinite(number) && digits <= DIGITS_MAX; digits++) {
        write_digits(number, digits, buffer, size);
        if (reads_back(buffer, number))
            break;
    }
    return buffer;
}

const char *ui_number_apart(double number, double other, char *buffer, size_t size)
{
    char theirs[CELL];
    ui_number(number, buffer, size);
    ui_number(other, theirs, sizeof theirs);
    for (int digits = 0; number != other && digits <= DIGITS_MAX && strcmp(buffer, theirs) == 0; digits++) {
        write_digits(number, digits, buffer, size);
        write_digits(other, digits, theirs, sizeof theirs);
    }
    return buffer;
}

/* --- a tensor ----------------------------------------------------------------------------------------------------- */

/* How its numbers are written: decimals that all of them can do with, perhaps with an exponent. */
struct form {
    bool whole, exponent;
    int decimals;
    int width;
};

struct tensor_text {
    const struct ui *ui;
    struct text *text;
    const struct value *value;
    const struct ui_value_look *look;
    struct form form;
    int shown[VALUE_MAX_RANK]; /* of each axis; less than its length: edges only */
};

static bool is_unset(const struct tensor_text *t, int64_t i)
{
    return t->look->poison && compare_is_unwritten(t->value, i, t->look->poison);
}

static void write_number(const struct form *form, double x, char cell[CELL])
{
    if (!isfinite(x))
        snprintf(cell, CELL, "%s", not_finite(x));
    else if (form->exponent)
        snprintf(cell, CELL, "%.*e", form->decimals, x);
    else
        snprintf(cell, CELL, "%.*f%s", form->decimals, x, form->decimals ? "" : ".");
}

static void write_cell(const struct tensor_text *t, int64_t i, char cell[CELL])
{
    if (is_unset(t, i))
        snprintf(cell, CELL, "unset");
    else if (t->value->kind == FRAME_TENSOR_I64)
        snprintf(cell, CELL, "%" PRId64, t->value->i64s[i]);
    else
        write_number(&t->form, value_number(t->value, i), cell);
}

/* Position p of the shown ones of an axis is this index; -1 stands for "...". */
static int64_t index_at(const struct tensor_text *t, int axis, int p)
{
    int64_t length = t->value->shape[axis];
    int shown = t->shown[axis];
    if (length <= shown)
        return p;
    int front = shown / 2;
    return p < front ? p : p == front ? -1 : length - (shown - p);
}

static int positions(const struct tensor_text *t, int axis)
{
    return t->value->shape[axis] <= t->shown[axis] ? (int)t->value->shape[axis] : t->shown[axis];
}

/* Calls `visit` for each shown element. */
static void each_shown(struct tensor_text *t, int axis, int64_t base, void (*visit)(struct tensor_text *, int64_t))
{
    if (axis == t->value->rank) {
        visit(t, base);
        return;
    }
    for (int p = 0; p < positions(t, axis); p++) {
        int64_t index = index_at(t, axis, p);
        if (index >= 0)
            each_shown(t, axis + 1, base * t->value->shape[axis] + index, visit);
    }
}

static void choose_notation(struct tensor_text *t, int64_t i)
{
    double x = fabs(value_number(t->value, i));
    char digits[CELL];
    if (!isfinite(x) || is_unset(t, i))
        return;
    if (x >= 1e8 || (x > 0 && x < 1e-5))
        t->form.exponent = true;
    snprintf(digits, sizeof digits, "%.*f", DECIMALS_MAX, x < 1e8 ? x : 0);
    size_t length = strlen(digits);
    int decimals = DECIMALS_MAX;
    while (decimals > 0 && digits[--length] == '0')
        decimals--;
    if (decimals > t->form.decimals)
        t->form.decimals = decimals;
}

/* More decimals, until a wrong element reads otherwise than the right one. */
static void tell_apart(struct tensor_text *t, int64_t i)
{
    const struct ui_value_look *look = t->look;
    char cell[CELL], theirs[CELL];
    if (!look->other || !look->wrong || !look->wrong(look->context, i) || is_unset(t, i))
        return;
    const double x = value_number(t->value, i), other = value_number(look->other, i);
    for (; isfinite(x) && isfinite(other) && x != other && t->form.decimals < DIGITS_MAX; t->form.decimals++) {
        write_number(&t->form, x, cell);
        write_number(&t->form, other, theirs);
        if (strcmp(cell, theirs) != 0)
            break;
    }
}

static void choose_width(struct tensor_text *t, int64_t i)
{
    char cell[CELL];
    write_cell(t, i, cell);
    if ((int)strlen(cell) > t->form.width)
        t->form.width = (int)strlen(cell);
}

static void add_element(const struct tensor_text *t, int64_t i)
{
    char cell[CELL];
    write_cell(t, i, cell);
    bool wrong = t->look->wrong && !t->look->unmarked && t->look->wrong(t->look->context, i);
    ui_pad(t->text, t->form.width - (int)strlen(cell));
    ui_add(t->ui, t->text, wrong ? STYLE_BAD : STYLE_PLAIN, "%s", cell);
}

static void add_axis(const struct tensor_text *t, int axis, int64_t base)
{
    int rank = t->value->rank;
    if (axis == rank) {
        add_element(t, base);
        return;
    }
    text_add(t->text, "[");
    for (int p = 0; p < positions(t, axis); p++) {
        int64_t index = index_at(t, axis, p);
        if (p > 0 && axis == rank - 1)
            text_add(t->text, " ");
        else if (p > 0) {
            text_add(t->text, "\n");
            ui_pad(t->text, axis + 1);
        }
        if (index < 0)
            text_add(t->text, "...");
        else
            add_axis(t, axis + 1, base * t->value->shape[axis] + index);
    }
    text_add(t->text, "]");
}

static void measure(struct tensor_text *t)
{
    t->form = (struct form){.width = 1};
    if (t->value->kind != FRAME_TENSOR_I64) {
        each_shown(t, 0, 0, choose_notation);
        if (t->form.exponent)
            t->form.decimals = EXPONENT_DECIMALS;
        each_shown(t, 0, 0, tell_apart);
    }
    each_shown(t, 0, 0, choose_width);
}

/* Outer axes keep few positions, the last one as many as fit into the width. The tensor is not empty. */
static void choose_shown(struct tensor_text *t)
{
    const struct value *value = t->value;
    const int last = value->rank - 1;
    const bool whole = t->look->whole && value_size(value) <= WHOLE_MAX;
    for (int k = 0; k < value->rank; k++) {
        int most = k == last ? 64 : whole ? WHOLE_MAX : k == last - 1 ? ROWS_MAX : EDGE;
        t->shown[k] = value->shape[k] <= most ? (int)value->shape[k] : most % 2 ? most : most - 1;
    }
    measure(t);
    while (last >= 0 && t->shown[last] > EDGE &&
           2 * value->rank + t->shown[last] * (t->form.width + 1) > t->look->columns) {
        t->shown[last] = t->shown[last] % 2 ? t->shown[last] - 2 : t->shown[last] - 1;
        measure(t);
    }
}

bool ui_value_leaves_out_columns(const struct value *value, const struct ui_value_look *look)
{
    struct tensor_text t = {.value = value, .look = look};
    if (!value_is_tensor(value) || value->rank == 0 || value_size(value) == 0)
        return false;
    choose_shown(&t);
    return t.shown[value->rank - 1] < value->shape[value->rank - 1];
}

static void add_tensor(const struct ui *ui, struct text *text, const struct value *value,
                       const struct ui_value_look *look)
{
    struct tensor_text t = {.ui = ui, .text = text, .value = value, .look = look};
    if (value_size(value) == 0) {
        char shape[160];
        text_format(text, "[] of shape %s", value_shape_text(value->rank, value->shape, shape, sizeof shape));
        return;
    }
    choose_shown(&t);
    add_axis(&t, 0, 0);
}

/* --- the other kinds ---------------------------------------------------------------------------------------------- */

static void add_string(const struct ui *ui, struct text *text, const char *bytes, size_t size)
{
    text_add(text, "\"");
    ui_safe_line_bytes(ui, text, bytes, size < TEXT_MAX ? size : TEXT_MAX);
    text_format(text, "\"%s", size > TEXT_MAX ? ui_dots(ui) : "");
}

static void add_strings(const struct ui *ui, struct text *text, const struct value *value)
{
    text_add(text, "[");
    for (int64_t i = 0; i < value->shape[0] && i < STRINGS_MAX; i++) {
        text_add(text, i ? ",\n " : "");
        add_string(ui, text, value->texts[i], strlen(value->texts[i]));
    }
    if (value->shape[0] > STRINGS_MAX)
        text_format(text, ",\n %s %lld more", ui_dots(ui), (long long)(value->shape[0] - STRINGS_MAX));
    text_add(text, "]");
}

static void add_scalar(const struct ui *ui, struct text *text, const struct value *value,
                       const struct ui_value_look *look)
{
    char number[CELL];
    bool wrong = look->wrong && look->wrong(look->context, 0);
    double x = value_number(value, 0);
    if (value->kind == FRAME_BOOL)
        snprintf(number, sizeof number, "%s", value->i64 ? "true" : "false");
    else if (value->kind == FRAME_I64)
        snprintf(number, sizeof number, "%" PRId64, value->i64);
    else
        ui_number_apart(x, wrong && look->other ? value_number(look->other, 0) : x, number, sizeof number);
    ui_add(ui, text, wrong && !look->unmarked ? STYLE_BAD : STYLE_PLAIN, "%s", number);
}

void ui_value(const struct ui *ui, struct text *text, const struct value *value, const struct ui_value_look *look)
{
    static const struct ui_value_look usual = {.columns = 60};
    char description[200];
    look = look ? look : &usual;
    if (value_is_tensor(value) && (value->rank > 0 || value->kind == FRAME_TENSOR_I64))
        add_tensor(ui, text, value, look);
    else if (value_is_float(value) || value->kind == FRAME_I64 || value->kind == FRAME_BOOL)
        add_scalar(ui, text, value, look);
    else if (value->kind == FRAME_STR)
        add_string(ui, text, value->text, (size_t)value->shape[0]);
    else if (value->kind == FRAME_STRINGS)
        add_strings(ui, text, value);
    else
        ui_safe_line(ui, text, value_describe(value, description, sizeof description));
}

/* --- side by side ------------------------------------------------------------------------------------------------- */

enum { BESIDE_GAP = 4, BESIDE_MAX = 4 };

static int block_columns(const char *title, const char *block)
{
    int most = ui_columns(title);
    while (*block) {
        size_t length = strcspn(block, "\n");
        char *line = xasprintf("%.*s", (int)length, block);
        int columns = ui_columns(line);
        most = columns > most ? columns : most;
        free(line);
        block += length + (block[length] == '\n');
    }
    return most;
}

static void add_block(const struct ui *ui, struct text *text, int indent, const char *title, const char *block)
{
    ui_pad(text, indent);
    ui_add(ui, text, STYLE_DIM, "%s", title);
    text_add(text, "\n");
    while (*block) {
        size_t length = strcspn(block, "\n");
        ui_pad(text, indent);
        text_format(text, "%.*s\n", (int)length, block);
        block += length + (block[length] == '\n');
    }
}

static void add_rows(const struct ui *ui, struct text *text, int indent, int count, const char *const *titles,
                     const char *const *blocks, const int *widths)
{
    const char *at[BESIDE_MAX];
    memcpy(at, blocks, (size_t)count * sizeof *at);
    for (bool title = true, more = true; more; title = false) {
        int due = indent; /* blanks before the next piece; none behind the last */
        more = false;
        for (int i = 0; i < count; i++) {
            size_t length = title ? strlen(titles[i]) : strcspn(at[i], "\n");
            char *piece = xasprintf("%.*s", (int)length, title ? titles[i] : at[i]);
            if (*piece) {
                ui_pad(text, due);
                ui_add(ui, text, title ? STYLE_DIM : STYLE_PLAIN, "%s", piece);
                due = 0;
            }
            due += widths[i] - ui_columns(piece) + BESIDE_GAP;
            free(piece);
            if (!title)
                at[i] += length + (at[i][length] == '\n');
            more = more || *at[i];
        }
        text_add(text, "\n");
    }
}

void ui_beside(const struct ui *ui, struct text *text, int indent, int count, const char *const *titles,
               const char *const *blocks)
{
    int widths[BESIDE_MAX], sum = indent - BESIDE_GAP;
    for (int i = 0; i < count; i++) {
        widths[i] = block_columns(titles[i], blocks[i]);
        sum += widths[i] + BESIDE_GAP;
    }
    if (sum <= ui->width) {
        add_rows(ui, text, indent, count, titles, blocks, widths);
        return;
    }
    for (int i = 0; i < count; i++)
        add_block(ui, text, indent, titles[i], blocks[i]);
}
