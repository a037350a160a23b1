#include "judge/store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int out_of_memory(struct err *err)
{
    return err_set(err, ERR_JUDGE, "out of memory");
}

static int read_verdict(const struct db_rows *rows, int column, enum verdict *ret_verdict, struct err *err)
{
    const char *code = db_text(rows, column);
    if (code && verdict_parse(code, ret_verdict))
        return 0;
    return err_set(err, ERR_JUDGE, "the database holds an unknown verdict '%s'", code ? code : "");
}

int store_judgement_read(const struct db_rows *rows, int first_column, struct store_texts *texts,
                         struct store_judgement *ret_judgement, struct err *err)
{
    int at = first_column;
    struct store_judgement j = {.id = db_int(rows, at), .active = db_int(rows, at + 1)};
    if (read_verdict(rows, at + 2, &j.verdict, err) != 0)
        return -1;
    j.score = db_real(rows, at + 3);
    j.passed = db_int(rows, at + 4);
    j.total = db_int(rows, at + 5);
    j.time_ns = db_int(rows, at + 6);
    j.memory_kib = db_int(rows, at + 7);
    j.reason = db_keep(rows, at + 8, texts);
    j.judge_version = db_keep(rows, at + 9, texts);
    j.problem_hash = db_keep(rows, at + 10, texts);
    j.sandbox = db_keep(rows, at + 11, texts);
    j.compile_ok = db_int(rows, at + 12);
    j.compile_ns = db_int(rows, at + 13);
    j.compile_messages = db_keep(rows, at + 14, texts);
    j.started_at = db_keep(rows, at + 15, texts);
    j.finished_at = db_keep(rows, at + 16, texts);
    if (texts->failed)
        return out_of_memory(err);
    *ret_judgement = j;
    return 0;
}

/* --- submissions -------------------------------------------------------------------------------------------------- */

#define SUBMISSION_COLUMNS                                                                                             \
    "s.id, s.user, s.problem, s.language, s.file_name, s.source_hash, s.source_bytes, s.seed, s.submitted_at, "        \
    "s.state = 'pending', s.owner_pid, s.owner_started, s.owner_namespace, s.owner_boot, " STORE_JUDGEMENT_COLUMNS

enum { OWNER_COLUMN = 10, JUDGEMENT_COLUMN = 14 };

static bool is_abandoned(const struct db_rows *rows, const char *submitted_at)
{
    struct store_owner owner = {.pid = db_int(rows, OWNER_COLUMN),
                                .started = db_int(rows, OWNER_COLUMN + 1),
                                .namespace = db_int(rows, OWNER_COLUMN + 2)};
    const char *boot = db_text(rows, OWNER_COLUMN + 3);
    if (boot)
        strncpy(owner.boot, boot, sizeof owner.boot - 1);
    return !store_owner_lives(&owner, submitted_at);
}

static int submission_read(const struct db_rows *rows, struct store_texts *texts,
                           struct store_submission *ret_submission, struct err *err)
{
    struct store_submission s = {.id = db_int(rows, 0),
                                 .user = db_keep(rows, 1, texts),
                                 .problem = db_keep(rows, 2, texts),
                                 .language = db_keep(rows, 3, texts),
                                 .file_name = db_keep(rows, 4, texts),
                                 .source_hash = db_keep(rows, 5, texts),
                                 .source_bytes = db_int(rows, 6),
                                 .seed = db_keep(rows, 7, texts),
                                 .submitted_at = db_keep(rows, 8, texts),
                                 .pending = db_int(rows, 9)};
    if (texts->failed)
        return out_of_memory(err);
    s.abandoned = s.pending && is_abandoned(rows, s.submitted_at);
    if (!db_is_null(rows, JUDGEMENT_COLUMN) &&
        store_judgement_read(rows, JUDGEMENT_COLUMN, texts, &s.judgement, err) != 0)
        return -1;
    *ret_submission = s;
    return 0;
}

static int list_read(struct db_rows *rows, struct store_list *list, struct err *err)
{
    int more;
    while ((more = db_next(rows, err)) > 0) {
        struct store_submission *grown = store_grow(list->at, list->count, sizeof *list->at);
        if (!grown)
            return out_of_memory(err);
        list->at = grown;
        if (submission_read(rows, &list->texts, &list->at[list->count], err) != 0)
            return -1;
        list->count++;
    }
    return more;
}

void store_list_free(struct store_list *list)
{
    free(list->at);
    store_texts_free(&list->texts);
    *list = (struct store_list){0};
}

/* Only the conditions that are meant, so that the planner sees which index serves; the values themselves are bound. */
static void history_sql(const struct store_filter *filter, char *sql, size_t size)
{
    snprintf(sql, size,
             "SELECT " SUBMISSION_COLUMNS
             " FROM submission AS s LEFT JOIN judgement AS j ON j.submission = s.id AND j.active = 1"
             " WHERE %s AND %s AND %s AND %s ORDER BY s.id %s LIMIT ?4 OFFSET ?5",
             filter->user ? "s.user = ?1" : "?1 IS NULL", filter->problem ? "s.problem = ?2" : "?2 IS NULL",
             filter->id ? "s.id = ?3" : "?3 = 0", filter->pending_only ? "s.state = 'pending'" : "1",
             filter->oldest_first ? "ASC" : "DESC");
}

int store_history(struct store *store, const struct store_filter *filter, struct store_list *ret_list, struct err *err)
{
    DB_ROWS rows = NULL;
    struct store_list list = {0};
    char sql[1024];
    history_sql(filter, sql, sizeof sql);
    if (db_query(store->db, &rows, err, sql, "ttiii", filter->user, filter->problem, filter->id,
                 filter->limit ? filter->limit : -1, filter->offset) != 0)
        return -1;
    if (list_read(rows, &list, err) != 0) {
        store_list_free(&list);
        return -1;
    }
    *ret_list = list;
    return 0;
}

/* --- one in full -------------------------------------------------------------------------------------------------- */

static int find_submission(struct store *store, int64_t id, const char *user, struct store_record *record,
                           struct err *err)
{
    struct store_list list;
    struct store_filter filter = {.id = id, .user = id ? NULL : user, .limit = 1};
    if (store_history(store, &filter, &list, err) != 0)
        return -1;
    if (list.count == 0) {
        store_list_free(&list);
        if (id)
            return err_set(err, ERR_USE, "there is no submission %" PRId64, id);
        return err_set(err, ERR_USE, "there is no submission yet; make one with 'judge submit FILE'");
    }
    record->submission = list.at[0];
    record->texts = list.texts;
    free(list.at);
    return 0;
}

static int read_source(struct store *store, struct store_record *record, struct err *err)
{
    DB_ROWS rows = NULL;
    if (db_query(store->db, &rows, err, "SELECT content FROM source WHERE hash = ?1", "t",
                 record->submission.source_hash) != 0)
        return -1;
    int more = db_next(rows, err);
    if (more < 0)
        return -1;
    if (more == 0)
        return err_set(err, ERR_JUDGE, "the source of submission %" PRId64 " is missing from '%s'",
                       record->submission.id, store_path(store));
    const void *bytes = db_blob(rows, 0, &record->source_bytes);
    record->source = store_texts_add(&record->texts, bytes, record->source_bytes);
    return record->source ? 0 : out_of_memory(err);
}

static int read_judgements(struct store *store, struct store_record *record, struct err *err)
{
    DB_ROWS rows = NULL;
    int more;
    if (db_query(store->db, &rows, err,
                 "SELECT " STORE_JUDGEMENT_COLUMNS " FROM judgement AS j WHERE j.submission = ?1 ORDER BY j.id", "i",
                 record->submission.id) != 0)
        return -1;
    while ((more = db_next(rows, err)) > 0) {
        struct store_judgement *grown = store_grow(record->judgements, record->judgement_count, sizeof *grown);
        if (!grown)
            return out_of_memory(err);
        record->judgements = grown;
        if (store_judgement_read(rows, 0, &record->texts, &grown[record->judgement_count], err) != 0)
            return -1;
        record->judgement_count++;
    }
    return more;
}

static int case_read(const struct db_rows *rows, struct store_texts *texts, struct store_case *ret_case,
                     struct err *err)
{
    *ret_case = (struct store_case){.name = db_keep(rows, 0, texts),
                                    .set = db_keep(rows, 1, texts),
                                    .function = db_keep(rows, 2, texts),
                                    .time_ns = db_int(rows, 4),
                                    .memory_kib = db_int(rows, 5),
                                    .weight = db_real(rows, 6),
                                    .seed = db_keep(rows, 7, texts),
                                    .attempt = db_int(rows, 8),
                                    .diff = db_is_null(rows, 9) ? NULL : db_keep(rows, 9, texts),
                                    .facts = db_is_null(rows, 10) ? NULL : db_keep(rows, 10, texts)};
    return texts->failed ? out_of_memory(err) : read_verdict(rows, 3, &ret_case->verdict, err);
}

static int read_cases(struct store *store, struct store_record *record, struct err *err)
{
    DB_ROWS rows = NULL;
    int more;
    if (db_query(store->db, &rows, err,
                 "SELECT name, case_set, function, verdict, time_ns, memory_kib, weight, seed, attempt, diff, facts"
                 " FROM case_result WHERE judgement = ?1 ORDER BY ordinal",
                 "i", record->submission.judgement.id) != 0)
        return -1;
    while ((more = db_next(rows, err)) > 0) {
        struct store_case *grown = store_grow(record->cases, record->case_count, sizeof *grown);
        if (!grown)
            return out_of_memory(err);
        record->cases = grown;
        if (case_read(rows, &record->texts, &grown[record->case_count], err) != 0)
            return -1;
        record->case_count++;
    }
    return more;
}

static int read_counterexample(struct store *store, struct store_record *record, struct err *err)
{
    DB_ROWS rows = NULL;
    if (db_query(store->db, &rows, err, "SELECT counterexample FROM judgement WHERE id = ?1", "i",
                 record->submission.judgement.id) != 0)
        return -1;
    int more = db_next(rows, err);
    if (more > 0 && !db_is_null(rows, 0))
        record->counterexample = db_keep(rows, 0, &record->texts);
    return more < 0 ? -1 : record->texts.failed ? out_of_memory(err) : 0;
}

int store_get_submission(struct store *store, int64_t id, const char *user, struct store_record *ret_record,
                         struct err *err)
{
    struct store_record record = {0};
    if (db_begin_read(store->db, err) != 0)
        return -1;
    int status = find_submission(store, id, user, &record, err);
    if (status == 0)
        status = read_source(store, &record, err);
    if (status == 0)
        status = read_judgements(store, &record, err);
    if (status == 0)
        status = read_cases(store, &record, err);
    if (status == 0)
        status = read_counterexample(store, &record, err);
    db_rollback(store->db);
    if (status != 0) {
        store_record_free(&record);
        return -1;
    }
    *ret_record = record;
    return 0;
}

void store_record_free(struct store_record *record)
{
    free(record->cases);
    free(record->judgements);
    store_texts_free(&record->texts);
    *record = (struct store_record){0};
}

/* --- what a user has reached -------------------------------------------------------------------------------------- */

static int state_read(const struct db_rows *rows, struct store_texts *texts, struct store_state *ret_state,
                      struct err *err)
{
    *ret_state = (struct store_state){.problem = db_keep(rows, 0, texts),
                                      .tries = db_int(rows, 1),
                                      .pending = db_int(rows, 2),
                                      .scored = !db_is_null(rows, 3)};
    if (texts->failed)
        return out_of_memory(err);
    if (!ret_state->scored)
        return 0;
    ret_state->best_submission = db_int(rows, 3);
    ret_state->best_score = db_real(rows, 4);
    return read_verdict(rows, 5, &ret_state->best_verdict, err);
}

int store_problem_states(struct store *store, const char *user, struct store_states *ret_states, struct err *err)
{
    static const char sql[] =
        "SELECT s.problem, count(*) FILTER (WHERE j.verdict <> 'JE'), count(*) FILTER (WHERE s.state = 'pending'),"
        " t.submission, t.score, (SELECT verdict FROM judgement WHERE submission = t.submission AND active = 1)"
        " FROM submission AS s LEFT JOIN judgement AS j ON j.submission = s.id AND j.active = 1"
        " LEFT JOIN standing AS t ON t.user = s.user AND t.problem = s.problem AND t.metric = 'score'"
        " WHERE s.user = ?1 GROUP BY s.problem ORDER BY s.problem";
    DB_ROWS rows = NULL;
    struct store_states states = {0};
    int more;
    if (db_query(store->db, &rows, err, sql, "t", user) != 0)
        return -1;
    while ((more = db_next(rows, err)) > 0) {
        struct store_state *grown = store_grow(states.at, states.count, sizeof *grown);
        more = grown ? 0 : out_of_memory(err);
        if (grown)
            states.at = grown;
        if (more != 0 || (more = state_read(rows, &states.texts, &states.at[states.count], err)) != 0)
            break;
        states.count++;
    }
    if (more != 0) {
        store_states_free(&states);
        return -1;
    }
    *ret_states = states;
    return 0;
}

void store_states_free(struct store_states *states)
{
    free(states->at);
    store_texts_free(&states->texts);
    *states = (struct store_states){0};
}
