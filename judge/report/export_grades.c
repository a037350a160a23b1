/* export_grades.c - the best submissions of everybody, as tables. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/csv.h"
#include "judge/report/export.h"
#include "judge/base/value.h"

enum { POINTS = 100 };

static void add_row_of_titles(struct csv *csv, const char *const *titles)
{
    for (int i = 0; titles[i]; i++)
        csv_text(csv, titles[i]);
}

void export_csv(const struct store_results *results, struct text *text)
{
    static const char *const titles[] = {"user",    "problem",    "score",        "verdict",
                                         "tries",   "submission", "submitted_at", "language",
                                         "time_ms", "memory_kib", "source_bytes", NULL};
    struct csv csv = {.text = text};
    add_row_of_titles(&csv, titles);
    csv_end_row(&csv);
    for (size_t i = 0; i < results->count; i++) {
        const struct store_result *at = &results->at[i];
        csv_text(&csv, at->user);
        csv_text(&csv, at->problem);
        csv_number(&csv, at->score, 3);
        csv_text(&csv, verdict_code(at->verdict));
        csv_integer(&csv, at->tries);
        csv_integer(&csv, at->submission);
        csv_text(&csv, at->submitted_at);
        csv_text(&csv, at->language);
        csv_number(&csv, (double)at->time_ns / 1e6, 3);
        csv_integer(&csv, at->memory_kib);
        csv_integer(&csv, at->source_bytes);
        csv_end_row(&csv);
    }
}

void export_json(const struct store_results *results, struct text *text)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.results/1");
    json_writer_array(&json, "results");
    for (size_t i = 0; i < results->count; i++) {
        const struct store_result *at = &results->at[i];
        char id[32];
        snprintf(id, sizeof id, "%lld", (long long)at->submission);
        json_writer_object(&json, NULL);
        json_writer_text(&json, "user", at->user);
        json_writer_text(&json, "problem", at->problem);
        json_writer_number(&json, "score", at->score);
        json_writer_text(&json, "verdict", verdict_code(at->verdict));
        json_writer_integer(&json, "tries", at->tries);
        json_writer_text(&json, "submission", id);
        json_writer_text(&json, "submitted_at", at->submitted_at);
        json_writer_text(&json, "language", at->language);
        ui_json_ms(&json, "time_ms", at->time_ns);
        json_writer_integer(&json, "memory_kib", at->memory_kib);
        json_writer_integer(&json, "source_bytes", at->source_bytes);
        json_writer_end(&json);
    }
    json_writer_end(&json);
    json_writer_end(&json);
    json_writer_line(&json, text);
}

/* --- one row a user, one column a problem ------------------------------------------------------------------------- */

/* The problems that occur, by id. Text is borrowed. */
struct columns {
    size_t count;
    const char **at;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct columns columns_of(const struct store_results *results)
{
    struct columns columns = {.at = xcalloc(results->count + 1, sizeof *columns.at)};
    size_t kept = 0;
    for (size_t i = 0; i < results->count; i++)
        columns.at[i] = results->at[i].problem;
    qsort(columns.at, results->count, sizeof *columns.at, by_text);
    for (size_t i = 0; i < results->count; i++) {
        if (kept == 0 || strcmp(columns.at[kept - 1], columns.at[i]) != 0)
            columns.at[kept++] = columns.at[i];
    }
    columns.count = kept;
    return columns;
}

/* 99.999 is not accepted, and must not look so: down, not to the nearest. */
double export_points(double score)
{
    return floor(score * POINTS + 1e-6) / POINTS;
}

static size_t end_of_user(const struct store_results *results, size_t first)
{
    size_t end = first;
    while (end < results->count && strcmp(results->at[end].user, results->at[first].user) == 0)
        end++;
    return end;
}

/* The result for a problem among those of one user; NULL when there is none. */
static const struct store_result *result_for(const struct store_results *results, size_t first, size_t end,
                                             const char *problem)
{
    for (size_t i = first; i < end; i++) {
        if (strcmp(results->at[i].problem, problem) == 0)
            return &results->at[i];
    }
    return NULL;
}

/* Canvas looks for "Student" first, "ID" second and "Section" last of the columns about students, and finds a student
 * by the login when the ids are empty. Its row of points makes new columns worth 100. An empty cell is no score. */
void export_canvas(const struct store_results *results, struct text *text)
{
    static const char *const titles[] = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section", NULL};
    static const char *const points[] = {"    Points Possible", "", "", "", "", NULL};
    struct csv csv = {.text = text};
    struct columns columns = columns_of(results);
    add_row_of_titles(&csv, titles);
    for (size_t c = 0; c < columns.count; c++)
        csv_text(&csv, columns.at[c]);
    csv_end_row(&csv);
    add_row_of_titles(&csv, points);
    for (size_t c = 0; c < columns.count; c++)
        csv_integer(&csv, POINTS);
    csv_end_row(&csv);
    for (size_t first = 0, end; first < results->count; first = end) {
        end = end_of_user(results, first);
        csv_text(&csv, results->at[first].user);
        csv_text(&csv, "");
        csv_text(&csv, "");
        csv_text(&csv, results->at[first].user);
        csv_text(&csv, "");
        for (size_t c = 0; c < columns.count; c++) {
            const struct store_result *result = result_for(results, first, end, columns.at[c]);
            if (result)
                csv_number(&csv, export_points(result->score), 2);
            else
                csv_text(&csv, "");
        }
        csv_end_row(&csv);
    }
    free(columns.at);
}

static void add_feedback(struct csv *csv, const struct store_result *result)
{
    char *words =
        xasprintf("%s, submission %lld, %lld %s", verdict_text(result->verdict), (long long)result->submission,
                  (long long)result->tries, result->tries == 1 ? "try" : "tries");
    csv_text(csv, words);
    free(words);
}

/* Columns are mapped by hand when Moodle imports the file: users by "username". An empty cell is no grade. */
void export_moodle(const struct store_results *results, struct text *text)
{
    struct csv csv = {.text = text};
    struct columns columns = columns_of(results);
    csv_text(&csv, "username");
    for (size_t c = 0; c < columns.count; c++) {
        char *feedback = xasprintf("%s feedback", columns.at[c]);
        csv_text(&csv, columns.at[c]);
        csv_text(&csv, feedback);
        free(feedback);
    }
    csv_end_row(&csv);
    for (size_t first = 0, end; first < results->count; first = end) {
        end = end_of_user(results, first);
        csv_text(&csv, results->at[first].user);
        for (size_t c = 0; c < columns.count; c++) {
            const struct store_result *result = result_for(results, first, end, columns.at[c]);
            if (result) {
                csv_number(&csv, export_points(result->score), 2);
                add_feedback(&csv, result);
            } else {
                csv_text(&csv, "");
                csv_text(&csv, "");
            }
        }
        csv_end_row(&csv);
    }
    free(columns.at);
}
