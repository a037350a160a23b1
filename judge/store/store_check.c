#include "judge/store/store_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/store/store_schema.h"

/* --- recovery ----------------------------------------------------------------------------------------------------- */

/* The pending submissions without a living owner. */
static int find_abandoned(struct store *store, struct store_list *ret_list, struct err *err)
{
    struct store_list list;
    struct store_filter filter = {.pending_only = true, .oldest_first = true};
    if (store_history(store, &filter, &list, err) != 0)
        return -1;
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (list.at[i].abandoned)
            list.at[kept++] = list.at[i];
    list.count = kept;
    *ret_list = list;
    return 0;
}

static const char interrupted_reason[] = "judging was interrupted";

bool store_was_interrupted(const struct store_judgement *judgement)
{
    return judgement->verdict == VERDICT_JE && strcmp(judgement->reason, interrupted_reason) == 0;
}

static int mark(struct store *store, const struct store_list *list, struct err *err)
{
    static const struct store_judgement interrupted = {.verdict = VERDICT_JE, .reason = interrupted_reason};
    for (size_t i = 0; i < list->count; i++)
        if (store_add_judgement(store, list->at[i].id, &interrupted, NULL, 0, err) != 0)
            return -1;
    return 0;
}

/* Looked at without a lock first: nearly always there is nothing to do. */
int store_recover(struct store *store, struct store_list *ret_list, struct err *err)
{
    struct store_list list = {0};
    if (find_abandoned(store, &list, err) != 0)
        return -1;
    if (list.count == 0 || store->mode == STORE_READ) {
        store_list_free(&list);
        *ret_list = list;
        return 0;
    }
    store_list_free(&list);
    if (db_begin_write(store->db, err) != 0)
        return -1;
    if (find_abandoned(store, &list, err) != 0 || mark(store, &list, err) != 0) {
        db_rollback(store->db);
        store_list_free(&list);
        return -1;
    }
    if (db_commit(store->db, err) != 0) {
        store_list_free(&list);
        return -1;
    }
    *ret_list = list;
    return 0;
}

/* --- integrity ---------------------------------------------------------------------------------------------------- */

struct check {
    const char *sql;    /* a row for each fault, a text in its first column; "ok" is none */
    const char *prefix; /* of the line */
};

static const struct check checks[] = {
    {"PRAGMA integrity_check(20)", "damaged: "},
    {"SELECT \"table\" || ' row ' || ifnull(rowid, '?') || ' points into nothing in ' || parent FROM "
     "pragma_foreign_key_check"
     " LIMIT 20",
     "dangling reference: "},
    {"SELECT 'submission ' || id FROM submission WHERE state = 'done' AND NOT EXISTS"
     " (SELECT 1 FROM judgement WHERE submission = submission.id AND active = 1) LIMIT 20",
     "done without a judgement: "},
    /* Every row that ought to be is there, and there are no more of them: cheaper by far than EXCEPT, which sorts both.
     */
    {"SELECT n.user || ' in ' || n.problem || ' by ' || n.metric FROM standing_now AS n WHERE NOT EXISTS"
     " (SELECT 1 FROM standing AS s WHERE s.problem = n.problem AND s.metric = n.metric AND s.score = n.score"
     " AND s.value = n.value AND s.submitted_at = n.submitted_at AND s.submission = n.submission AND s.user = n.user"
     " AND s.time_ns = n.time_ns AND s.memory_kib = n.memory_kib AND s.source_bytes = n.source_bytes) LIMIT 20",
     "standing that is missing or wrong: "},
    {"SELECT (there - due) || ' more than the judgements give' FROM (SELECT (SELECT count(*) FROM standing) AS there,"
     " (SELECT count(*) FROM standing_now) AS due) WHERE there > due",
     "standings without a reason: "},
    {"SELECT user || ' by ' || metric FROM (SELECT * FROM standing_total_now EXCEPT SELECT * FROM standing_total) "
     "LIMIT 20",
     "total that is missing or wrong: "},
    {"SELECT user || ' by ' || metric FROM (SELECT * FROM standing_total EXCEPT SELECT * FROM standing_total_now) "
     "LIMIT 20",
     "total without a reason: "},
};

static int run_check(struct db *db, const struct check *check, FILE *out, size_t *faults, struct err *err)
{
    DB_ROWS rows = NULL;
    int more;
    if (db_query(db, &rows, err, check->sql, "") != 0)
        return -1;
    while ((more = db_next(rows, err)) > 0) {
        const char *text = db_text(rows, 0);
        if (!text || strcmp(text, "ok") == 0)
            continue;
        fprintf(out, "%s%s\n", check->prefix, text);
        (*faults)++;
    }
    return more;
}

/* All checks see one moment. Behind damaged pages nothing else can be believed, and the check that finds them may break
 * off there: what it has said until then is the answer. */
static int run_checks(struct db *db, FILE *out, size_t *faults, struct err *err)
{
    if (db_begin_read(db, err) != 0)
        return -1;
    int status = run_check(db, &checks[0], out, faults, err);
    bool damaged = *faults > 0;
    if (damaged)
        status = 0;
    for (size_t i = 1; status == 0 && !damaged && i < sizeof checks / sizeof checks[0]; i++)
        status = run_check(db, &checks[i], out, faults, err);
    db_rollback(db);
    return status;
}

int store_integrity(struct store *store, size_t *ret_faults, char **ret_text, struct err *err)
{
    char *text = NULL;
    size_t size, faults = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return err_set(err, ERR_JUDGE, "out of memory");
    int status = run_checks(store->db, out, &faults, err);
    fclose(out);
    if (status != 0 || !text) {
        free(text);
        return status != 0 ? -1 : err_set(err, ERR_JUDGE, "out of memory");
    }
    *ret_faults = faults;
    *ret_text = text;
    return 0;
}

int store_rebuild_standings(struct store *store, struct err *err)
{
    if (db_begin_write(store->db, err) != 0)
        return -1;
    if (db_script(store->db, store_schema_rebuild, err) != 0) {
        db_rollback(store->db);
        return -1;
    }
    return db_commit(store->db, err);
}
