#include "judge/base/csv_read.h"

#include <stdlib.h>
#include <string.h>

#include "judge/base/value.h"

struct reader {
    struct csv_table *table;
    const char *path;
    size_t at;
    int line;
    int cell_room, row_room;
};

static char separator_of(const char *text, size_t size)
{
    static const char separators[] = {',', ';', '\t'};
    int counts[sizeof separators] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < size && (quoted || text[i] != '\n'); i++) {
        quoted ^= text[i] == '"';
        for (int s = 0; s < (int)sizeof separators && !quoted; s++)
            counts[s] += text[i] == separators[s];
    }
    for (int s = 1; s < (int)sizeof separators; s++)
        best = counts[s] > counts[best] ? s : best;
    return separators[best];
}

static void begin_row(struct reader *reader)
{
    struct csv_table *table = reader->table;
    if (table->row_count + 2 > reader->row_room) {
        reader->row_room = reader->row_room * 2 + 16;
        table->rows = xrealloc(table->rows, (size_t)reader->row_room * sizeof *table->rows);
    }
    table->rows[table->row_count++] = table->cell_count;
}

static int add_cell(struct reader *reader, size_t from, struct err *err)
{
    struct csv_table *table = reader->table;
    if (table->cell_count == CSV_CELLS_MAX)
        return err_set(err, ERR_USE, "'%s' has more than %d cells", reader->path, CSV_CELLS_MAX);
    if (table->cell_count == reader->cell_room) {
        reader->cell_room = reader->cell_room * 2 + 64;
        table->cells = xrealloc(table->cells, (size_t)reader->cell_room * sizeof *table->cells);
    }
    table->cells[table->cell_count++] = (struct csv_cell){from, reader->at - from, table->row_count - 1};
    return 0;
}

static char next(const struct reader *reader)
{
    return reader->at < reader->table->size ? reader->table->text[reader->at] : '\n';
}

static bool at_line_end(const struct reader *reader)
{
    bool cr =
        next(reader) == '\r' && (reader->at + 1 >= reader->table->size || reader->table->text[reader->at + 1] == '\n');
    return next(reader) == '\n' || cr;
}

/* Up to behind the closing quote. */
static int pass_quoted(struct reader *reader, struct err *err)
{
    const struct csv_table *table = reader->table;
    int line = reader->line;
    for (reader->at++; reader->at < table->size; reader->at++) {
        bool quote = table->text[reader->at] == '"';
        reader->line += table->text[reader->at] == '\n';
        if (quote && reader->at + 1 < table->size && table->text[reader->at + 1] == '"')
            reader->at++;
        else if (quote)
            return reader->at++, 0;
    }
    return err_set(err, ERR_USE, "%s:%d:1: a quote that never closes", reader->path, line);
}

static int read_cell(struct reader *reader, struct err *err)
{
    size_t from = reader->at;
    if (next(reader) == '"') {
        if (pass_quoted(reader, err) != 0)
            return -1;
        if (!at_line_end(reader) && next(reader) != reader->table->separator)
            return err_set(err, ERR_USE, "%s:%d:1: text behind a cell in quotes", reader->path, reader->line);
    }
    while (!at_line_end(reader) && next(reader) != reader->table->separator)
        reader->at++;
    return add_cell(reader, from, err);
}

static int read_row(struct reader *reader, struct err *err)
{
    begin_row(reader);
    while (read_cell(reader, err) == 0) {
        if (at_line_end(reader)) {
            reader->at += next(reader) == '\r';
            reader->at += reader->at < reader->table->size;
            reader->line++;
            return 0;
        }
        reader->at++; /* the separator */
    }
    return -1;
}

int csv_read(const char *path, const char *text, size_t size, struct csv_table *ret_table, struct err *err)
{
    struct csv_table table = {.text = text, .size = size};
    struct reader reader = {.table = &table, .path = path, .line = 1};
    int failed = size > CSV_BYTES_MAX || (size > 0 && memchr(text, '\0', size))
                     ? err_set(err, ERR_USE, "'%s' is too large, or no text", path)
                     : 0;
    reader.at = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    table.separator = separator_of(text, size);
    while (!failed && reader.at < size)
        failed = read_row(&reader, err);
    if (failed) {
        csv_table_release(&table);
        return -1;
    }
    if (table.row_count > 0)
        table.rows[table.row_count] = table.cell_count;
    *ret_table = table;
    return 0;
}

void csv_table_release(struct csv_table *table)
{
    free(table->cells);
    free(table->rows);
    *table = (struct csv_table){0};
}

int csv_columns(const struct csv_table *table, int row)
{
    return row < table->row_count ? table->rows[row + 1] - table->rows[row] : 0;
}

const struct csv_cell *csv_cell_at(const struct csv_table *table, int row, int column)
{
    return column < csv_columns(table, row) ? &table->cells[table->rows[row] + column] : NULL;
}

char *csv_value(const struct csv_table *table, const struct csv_cell *cell)
{
    const char *from = cell ? table->text + cell->at : "", *end = from + (cell ? cell->size : 0);
    char *value = xmalloc((size_t)(end - from) + 1), *to = value;
    bool quoted = from < end && *from == '"';
    if (quoted)
        from++, end--;
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    for (; from < end; from++) {
        from += quoted && *from == '"' && from + 1 < end && from[1] == '"';
        *to++ = *from;
    }
    while (to > value && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    *to = '\0';
    return value;
}
