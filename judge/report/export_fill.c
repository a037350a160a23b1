#include "judge/report/export_fill.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge/report/export.h"
#include "judge/base/value.h"

struct filling {
    const struct fill_request *request;
    int columns;        /* of the first row */
    bool *people;       /* by column: it identifies people */
    const char **grade; /* by column: the id of the problem, NULL */
    struct filled filled;
};

/* Not Canvas's own "ID": a number of its own making, which may be somebody else's name here. */
static bool identifies(const char *title)
{
    static const char *const titles[] = {"SIS Login ID", "SIS User ID",   "Student",   "Username",
                                         "Email",        "Email address", "ID number", "IDnumber"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strcasecmp(titles[i], title) == 0)
            return true;
    }
    return false;
}

/* "Assignment: mlp (Real)" and "mlp (4711)" without what is around the name; cut in place. */
static const char *bare(char *title)
{
    static const char prefix[] = "Assignment: ";
    char *open = strrchr(title, '(');
    if (open && open > title && open[-1] == ' ' && title[strlen(title) - 1] == ')')
        open[-1] = '\0';
    return strncmp(title, prefix, sizeof prefix - 1) == 0 ? title + sizeof prefix - 1 : title;
}

static const char *problem_of(const struct fill_request *request, char *title)
{
    if (request->only && request->name_count > 0 && strcmp(title, "Grade") == 0)
        return request->names[0].id;
    for (int whole = 1; whole >= 0; whole--) {
        const char *word = whole ? title : bare(title);
        for (int i = 0; i < request->name_count; i++) {
            const struct fill_name *name = &request->names[i];
            if (strcmp(word, name->id) == 0 || (name->title && strcmp(word, name->title) == 0))
                return name->id;
        }
    }
    return NULL;
}

static int read_titles(struct filling *filling, struct err *err)
{
    const struct csv_table *table = filling->request->table;
    int people = 0, grades = 0;
    for (int c = 0; c < filling->columns; c++) {
        char *title = csv_value(table, csv_cell_at(table, 0, c));
        filling->people[c] = identifies(title);
        filling->grade[c] = filling->people[c] ? NULL : problem_of(filling->request, title);
        people += filling->people[c];
        grades += filling->grade[c] != NULL;
        free(title);
    }
    if (people == 0)
        return err_set(err, ERR_USE, "'%s' has no column that says who somebody is, as 'SIS Login ID' or 'username'",
                       filling->request->path);
    return grades > 0 ? 0
                      : err_set(err, ERR_USE, "'%s' has no column that is called like a problem with results",
                                filling->request->path);
}

/* The result that belongs into a cell, NULL when there is none. Results of one user follow each other. */
static const struct store_result *result_for(const struct filling *filling, size_t first, const char *problem)
{
    const struct store_results *results = filling->request->results;
    for (size_t i = first; i < results->count && strcmp(results->at[i].user, results->at[first].user) == 0; i++) {
        if (strcmp(results->at[i].problem, problem) == 0)
            return &results->at[i];
    }
    return NULL;
}

/* The first result of a user, who may have none: results->count then. They are sorted by user. */
static size_t first_of(const struct store_results *results, const char *user)
{
    size_t low = 0, high = results->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(results->at[middle].user, user) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < results->count && strcmp(results->at[low].user, user) == 0 ? low : results->count;
}

/* The first result of the person whose row it is: by the first column that names somebody with results. */
static size_t person_of(const struct filling *filling, int row)
{
    const struct csv_table *table = filling->request->table;
    size_t count = filling->request->results->count, person = count;
    for (int c = 0; c < filling->columns && person == count; c++) {
        if (!filling->people[c])
            continue;
        char *value = csv_value(table, csv_cell_at(table, row, c));
        person = first_of(filling->request->results, value);
        free(value);
    }
    return person;
}

/* Copies up to each cell that is replaced, and goes on behind it. */
static void fill_row(struct filling *filling, int row, size_t *copied, struct text *text)
{
    const struct fill_request *request = filling->request;
    size_t person = person_of(filling, row);
    for (int c = 0; c < filling->columns && person < request->results->count; c++) {
        const struct csv_cell *cell = filling->grade[c] ? csv_cell_at(request->table, row, c) : NULL;
        const struct store_result *result = cell ? result_for(filling, person, filling->grade[c]) : NULL;
        if (!result)
            continue;
        text_add_bytes(text, request->table->text + *copied, cell->at - *copied);
        text_format(text, "%.2f", export_points(result->score));
        *copied = cell->at + cell->size;
        filling->filled.used[result - request->results->at] = true;
        filling->filled.cells++;
    }
}

int export_fill(const struct fill_request *request, struct text *text, struct filled *ret_filled, struct err *err)
{
    struct filling filling = {.request = request, .columns = csv_columns(request->table, 0)};
    filling.people = xcalloc((size_t)filling.columns + 1, sizeof *filling.people);
    filling.grade = xcalloc((size_t)filling.columns + 1, sizeof *filling.grade);
    filling.filled.used = xcalloc(request->results->count + 1, sizeof *filling.filled.used);
    int failed = read_titles(&filling, err);
    size_t copied = 0;
    for (int row = 1; row < request->table->row_count && !failed; row++)
        fill_row(&filling, row, &copied, text);
    free(filling.people);
    free(filling.grade);
    if (failed) {
        free(filling.filled.used);
        return -1;
    }
    text_add_bytes(text, request->table->text + copied, request->table->size - copied);
    *ret_filled = filling.filled;
    return 0;
}
