#include "judge/report/ui_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/utf8.h"
#include "judge/base/value.h"

enum { GAP = 2, FLEXIBLE_MIN = 10 };

struct ui_cell {
    char *text;
    enum ui_style style;
    bool line; /* the first cell of a row: takes all of it */
};

void ui_table_init(struct ui_table *table, const struct ui *ui, const struct ui_column *heads, int columns)
{
    *table = (struct ui_table){.ui = ui, .columns = columns, .heads = heads};
}

static struct ui_cell *new_cell(struct ui_table *table)
{
    if (table->count == table->capacity) {
        table->capacity = table->capacity * 2 + 64;
        table->cells = xrealloc(table->cells, (size_t)table->capacity * sizeof *table->cells);
    }
    table->cells[table->count] = (struct ui_cell){0};
    return &table->cells[table->count++];
}

__attribute__((format(printf, 4, 0))) static void fill(struct ui_table *table, struct ui_cell *cell,
                                                       enum ui_style style, const char *format, va_list arguments)
{
    char *raw = NULL;
    struct text safe = {0};
    if (vasprintf(&raw, format, arguments) < 0)
        raw = xstrdup("");
    ui_safe_line(table->ui, &safe, raw);
    free(raw);
    cell->style = style;
    cell->text = text_take(&safe);
}

void ui_table_cell(struct ui_table *table, enum ui_style style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(table, new_cell(table), style, format, arguments);
    va_end(arguments);
}

void ui_table_line(struct ui_table *table, enum ui_style style, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct ui_cell *cell = new_cell(table);
    fill(table, cell, style, format, arguments);
    cell->line = true;
    va_end(arguments);
    for (int i = 1; i < table->columns; i++)
        new_cell(table)->text = xstrdup("");
}

/* Flexible columns give way from left to right, each down to its least width. */
static void cut_columns(const struct ui_table *table, int excess, int *widths)
{
    for (int c = 0; c < table->columns && excess > 0; c++) {
        int spare = table->heads[c].flexible && widths[c] > FLEXIBLE_MIN ? widths[c] - FLEXIBLE_MIN : 0;
        int cut = spare < excess ? spare : excess;
        widths[c] -= cut;
        excess -= cut;
    }
}

static void measure(const struct ui_table *table, int indent, int *widths)
{
    int sum = indent - GAP;
    for (int c = 0; c < table->columns; c++) {
        widths[c] = ui_columns(table->heads[c].title);
        for (int i = c; i < table->count; i += table->columns) {
            int columns = ui_columns(table->cells[i].text);
            if (!table->cells[i - c].line && columns > widths[c])
                widths[c] = columns;
        }
        sum += widths[c] + GAP;
    }
    if (table->ui->terminal)
        cut_columns(table, sum - table->ui->width, widths);
}

/* A cell has no escape sequences: they come when it is written. */
static void add_cut(const struct ui *ui, struct text *text, const char *cell, int width)
{
    char one[UTF8_MAX + 1];
    int room = width - ui_columns(ui_dots(ui));
    while (*cell) {
        size_t length = utf8_decode(cell, strnlen(cell, UTF8_MAX), NULL);
        snprintf(one, sizeof one, "%.*s", (int)(length ? length : 1), cell);
        room -= ui_columns(one);
        if (room < 0)
            break;
        text_add(text, one);
        cell += strlen(one);
    }
    text_add(text, ui_dots(ui));
    ui_pad(text, room < 0 ? 0 : room);
}

static void add_one(const struct ui_table *table, struct text *text, const char *cell, enum ui_style style, int c,
                    int width)
{
    int columns = ui_columns(cell);
    bool last = c == table->columns - 1;
    if (table->heads[c].right)
        ui_pad(text, width - columns);
    text_add(text, *cell ? ui_on(table->ui, style) : "");
    if (columns > width)
        add_cut(table->ui, text, cell, width);
    else
        text_add(text, cell);
    text_add(text, *cell ? ui_off(table->ui, style) : "");
    if (!table->heads[c].right && !last)
        ui_pad(text, width - columns);
    if (!last)
        ui_pad(text, GAP);
}

/* Blanks before the end of a line are noise in a pipe. */
static void end_line(struct text *text)
{
    while (text->size && text->at[text->size - 1] == ' ')
        text->at[--text->size] = '\0';
    text_add(text, "\n");
}

void ui_table_add(const struct ui_table *table, int indent, struct text *text)
{
    int widths[UI_TABLE_COLUMNS];
    bool titled = false;
    measure(table, indent, widths);
    for (int c = 0; c < table->columns; c++)
        titled = titled || *table->heads[c].title;
    if (titled) {
        ui_pad(text, indent);
        for (int c = 0; c < table->columns; c++)
            add_one(table, text, table->heads[c].title, STYLE_DIM, c, widths[c]);
        end_line(text);
    }
    for (int i = 0; i + table->columns <= table->count; i += table->columns) {
        const struct ui_cell *row = table->cells + i;
        if (row->line) {
            text_format(text, "%s%s%s\n", ui_on(table->ui, row->style), row->text, ui_off(table->ui, row->style));
            continue;
        }
        ui_pad(text, indent);
        for (int c = 0; c < table->columns; c++)
            add_one(table, text, row[c].text, row[c].style, c, widths[c]);
        end_line(text);
    }
}

void ui_table_release(struct ui_table *table)
{
    for (int i = 0; i < table->count; i++)
        free(table->cells[i].text);
    free(table->cells);
    *table = (struct ui_table){0};
}
