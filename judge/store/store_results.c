#include <stdlib.h>

#include "judge/store/store_internal.h"

static int out_of_memory(struct err *err)
{
    return err_set(err, ERR_JUDGE, "out of memory");
}

static int result_read(const struct db_rows *rows, struct store_texts *texts, struct store_result *ret_result,
                       struct err *err)
{
    *ret_result = (struct store_result){.user = db_keep(rows, 0, texts),
                                        .problem = db_keep(rows, 1, texts),
                                        .language = db_keep(rows, 2, texts),
                                        .submitted_at = db_keep(rows, 3, texts),
                                        .score = db_real(rows, 5),
                                        .submission = db_int(rows, 6),
                                        .tries = db_int(rows, 7),
                                        .time_ns = db_int(rows, 8),
                                        .memory_kib = db_int(rows, 9),
                                        .source_bytes = db_int(rows, 10)};
    const char *code = db_text(rows, 4);
    if (texts->failed)
        return out_of_memory(err);
    return code && verdict_parse(code, &ret_result->verdict)
               ? 0
               : err_set(err, ERR_JUDGE, "the database holds an unknown verdict '%s'", code ? code : "");
}

static int results_read(struct db_rows *rows, struct store_results *results, struct err *err)
{
    int more;
    while ((more = db_next(rows, err)) > 0) {
        struct store_result *grown = store_grow(results->at, results->count, sizeof *grown);
        if (!grown)
            return out_of_memory(err);
        results->at = grown;
        if (result_read(rows, &results->texts, &grown[results->count], err) != 0)
            return -1;
        results->count++;
    }
    return more;
}

int store_best_results(struct store *store, const char *problem, struct store_results *ret_results, struct err *err)
{
    static const char sql[] =
        "SELECT b.user, b.problem, b.language, b.submitted_at, b.verdict, b.score, b.submission, b.tries, j.time_ns,"
        " b.memory_kib, b.source_bytes FROM best_submissions AS b"
        " JOIN judgement AS j ON j.submission = b.submission AND j.active = 1"
        " WHERE ?1 IS NULL OR b.problem = ?1 ORDER BY b.user, b.problem";
    DB_ROWS rows = NULL;
    struct store_results results = {0};
    if (db_query(store->db, &rows, err, sql, "t", problem) != 0)
        return -1;
    if (results_read(rows, &results, err) != 0) {
        store_results_free(&results);
        return -1;
    }
    *ret_results = results;
    return 0;
}

void store_results_free(struct store_results *results)
{
    free(results->at);
    store_texts_free(&results->texts);
    *results = (struct store_results){0};
}
