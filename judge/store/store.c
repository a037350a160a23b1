#include "judge/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "judge/base/digest.h"
#include "judge/base/home.h"
#include "judge/store/store_schema.h"

/* --- opening ------------------------------------------------------------------------------------------------------ */

/* SQLite would make the file readable to all that the umask lets in; sources of others are nobody's business. */
static int make_file(const char *path, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    else if (errno != EEXIST)
        return err_set(err, ERR_USE, "database '%s' cannot be made: %s; set JUDGE_HOME to a folder of your own", path,
                       strerrordesc_np(errno));
    return 0;
}

/* The version of the layout; 0 for an empty file. */
static int read_version(struct db *db, int64_t *ret_version, struct err *err)
{
    int64_t application, version, objects;
    if (db_number(db, 0, &application, err, "PRAGMA application_id", "") != 0 ||
        db_number(db, 0, &version, err, "PRAGMA user_version", "") != 0 ||
        db_number(db, 0, &objects, err, "SELECT count(*) FROM sqlite_schema", "") != 0)
        return -1;
    bool empty = application == 0 && version == 0 && objects == 0;
    if (!empty && application != STORE_SCHEMA_APPLICATION)
        return err_set(err, ERR_JUDGE,
                       "'%s' is a database of another program; move it away, or set JUDGE_HOME to a folder of your own",
                       db_path(db));
    if (version < 0 || version > STORE_SCHEMA_VERSION)
        return err_set(
            err, ERR_JUDGE,
            "database '%s' was written by a newer judge (layout %lld, this one knows %d); install that judge, "
            "or set JUDGE_HOME to another folder",
            db_path(db), (long long)version, STORE_SCHEMA_VERSION);
    *ret_version = version;
    return 0;
}

static int run_steps(struct db *db, struct err *err)
{
    int64_t version; /* read again: another process may have been faster */
    if (read_version(db, &version, err) != 0)
        return -1;
    if (version == STORE_SCHEMA_VERSION)
        return 0;
    for (int64_t step = version + 1; step <= STORE_SCHEMA_VERSION; step++)
        if (db_script(db, store_schema_step((int)step), err) != 0)
            return err_prefix(err, "layout %lld", (long long)step);
    char pragmas[128];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d;", STORE_SCHEMA_APPLICATION,
             STORE_SCHEMA_VERSION);
    if (db_script(db, store_schema_rebuild, err) != 0)
        return -1;
    return db_script(db, pragmas, err);
}

/* All steps or none. */
static int migrate(struct db *db, struct err *err)
{
    if (db_begin_write(db, err) != 0)
        return -1;
    if (run_steps(db, err) != 0) {
        db_rollback(db);
        return -1;
    }
    return db_commit(db, err);
}

static int open_file(const char *path, enum store_mode mode, struct db **ret_db, struct err *err)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return err_set(err, ERR_JUDGE, "database '%s' is not a file; move it away", path);
    struct db *db;
    int64_t version;
    if (db_open(path, mode == STORE_WRITE ? DB_WRITE : DB_READ, &db, err) != 0)
        return -1;
    int code = read_version(db, &version, err);
    if (code == 0 && version < STORE_SCHEMA_VERSION) {
        if (mode == STORE_READ) { /* an older layout is not readable as it is */
            db_close(db);
            return open_file(path, STORE_WRITE, ret_db, err);
        }
        code = migrate(db, err);
    }
    if (code != 0) {
        db_close(db);
        return -1;
    }
    *ret_db = db;
    return 0;
}

static int open_empty(const char *path, struct db **ret_db, struct err *err)
{
    struct db *db;
    if (db_open(path, DB_MEMORY, &db, err) != 0)
        return -1;
    if (migrate(db, err) != 0) {
        db_close(db);
        return -1;
    }
    *ret_db = db;
    return 0;
}

int store_open(const char *home, enum store_mode mode, struct store **ret_store, struct err *err)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/judge.db", home) >= (int)sizeof path)
        return err_set(err, ERR_USE, "JUDGE_HOME '%s' is too long", home);
    if (mode == STORE_WRITE && (home_make(home, err) != 0 || make_file(path, err) != 0))
        return -1;
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        return err_set(err, ERR_JUDGE, "out of memory");
    store->mode = mode;
    bool absent = access(path, F_OK) != 0 && errno == ENOENT;
    if ((absent ? open_empty(path, &store->db, err) : open_file(path, mode, &store->db, err)) != 0) {
        free(store);
        return -1;
    }
    *ret_store = store;
    return 0;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    db_close(store->db);
    free(store);
}

bool store_is_writable(const struct store *store)
{
    return store->mode == STORE_WRITE;
}

const char *store_path(const struct store *store)
{
    return db_path(store->db);
}

/* --- recording ---------------------------------------------------------------------------------------------------- */

char *store_now(char text[STORE_TIME])
{
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    size_t length = strftime(text, STORE_TIME, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + length, STORE_TIME - length, ".%03dZ", (int)(now.tv_nsec / 1000000));
    return text;
}

static int insert_submission(struct db *db, const struct store_new *new, struct err *err)
{
    struct store_owner owner;
    struct digest digest = digest_of(new->source, new->source_bytes);
    char hash[DIGEST_HEX], now[STORE_TIME];
    digest_hex(&digest, hash);
    store_owner_self(&owner);
    store_now(now); /* under the lock: ids and times rise together */
    if (db_run(db, err, "INSERT INTO user (name, created_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", "tt", new->user,
               now) != 0 ||
        db_run(db, err, "INSERT INTO source (hash, content) VALUES (?1, ?2) ON CONFLICT DO NOTHING", "tb", hash,
               new->source, new->source_bytes) != 0)
        return -1;
    return db_run(db, err,
                  "INSERT INTO submission (user, problem, language, file_name, source_hash, source_bytes, seed,"
                  " submitted_at, state, owner_pid, owner_started, owner_namespace, owner_boot)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', ?9, ?10, ?11, ?12)",
                  "tttttittiiit", new->user, new->problem, new->language, new->file_name, hash,
                  (int64_t) new->source_bytes, new->seed ? new->seed : "", now, owner.pid, owner.started,
                  owner.namespace, owner.boot);
}

int store_begin_submission(struct store *store, const struct store_new *submission, int64_t *ret_id, struct err *err)
{
    if (store_check_user(submission->user, err) != 0 || db_begin_write(store->db, err) != 0)
        return -1;
    if (insert_submission(store->db, submission, err) != 0) {
        db_rollback(store->db);
        return -1;
    }
    int64_t id = db_last_id(store->db);
    if (db_commit(store->db, err) != 0)
        return -1;
    *ret_id = id;
    return 0;
}

/* Three decimals, the same double for the same score wherever it was computed, so that equal scores tie. What is not
 * accepted stays below 100. */
static double kept_score(const struct store_judgement *judgement)
{
    double thousandths = round(judgement->score * 1000);
    if (judgement->verdict != VERDICT_AC && thousandths > 99999)
        thousandths = 99999;
    return thousandths / 1000;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static int insert_judgement(struct db *db, int64_t id, bool active, const struct store_judgement *judgement,
                            int64_t *ret_judgement, struct err *err)
{
    char now[STORE_TIME];
    store_now(now);
    if (db_run(
            db, err,
            "INSERT INTO judgement (submission, active, verdict, score, passed, total, time_ns, memory_kib, reason,"
            " judge_version, problem_hash, sandbox, compile_ok, compile_ns, compile_messages, started_at, finished_at,"
            " counterexample)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            "iitdiiiittttiitttt", id, (int64_t)active, verdict_code(judgement->verdict), kept_score(judgement),
            judgement->passed, judgement->total, judgement->time_ns, judgement->memory_kib,
            text_or_empty(judgement->reason), text_or_empty(judgement->judge_version),
            text_or_empty(judgement->problem_hash), text_or_empty(judgement->sandbox), (int64_t)judgement->compile_ok,
            judgement->compile_ns, text_or_empty(judgement->compile_messages),
            judgement->started_at ? judgement->started_at : now, now, judgement->counterexample) != 0)
        return -1;
    *ret_judgement = db_last_id(db);
    return 0;
}

static int insert_cases(struct db *db, int64_t judgement, const struct store_case *cases, size_t count, struct err *err)
{
    DB_ROWS rows = NULL;
    if (db_query(db, &rows, err,
                 "INSERT INTO case_result (judgement, ordinal, name, case_set, function, verdict, time_ns, memory_kib,"
                 " weight, seed, attempt, diff, facts)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                 "") != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const struct store_case *one = &cases[i];
        if (db_again(rows, err, "iittttiidtitt", judgement, (int64_t)i + 1, one->name, one->set, one->function,
                     verdict_code(one->verdict), one->time_ns, one->memory_kib, one->weight, text_or_empty(one->seed),
                     one->attempt, one->diff, one->facts) != 0 ||
            db_next(rows, err) < 0)
            return -1;
    }
    return 0;
}

struct standing_verdict {
    bool submitted; /* there is such a submission */
    bool judged;    /* it has an active judgement */
    bool verdict;   /* which is not a JE */
};

static int read_standing_verdict(struct db *db, int64_t id, struct standing_verdict *ret_verdict, struct err *err)
{
    DB_ROWS rows = NULL;
    if (db_query(db, &rows, err,
                 "SELECT j.id, j.verdict <> 'JE' FROM submission AS s LEFT JOIN judgement AS j ON j.submission = s.id"
                 " AND j.active = 1 WHERE s.id = ?1",
                 "i", id) != 0)
        return -1;
    int more = db_next(rows, err);
    if (more < 0)
        return -1;
    *ret_verdict = (struct standing_verdict){
        .submitted = more, .judged = more && !db_is_null(rows, 0), .verdict = more && db_int(rows, 1)};
    return 0;
}

/* A judge that fails says nothing about a submission that has a verdict already: its JE is kept, but does not count. */
int store_add_judgement(struct store *store, int64_t id, const struct store_judgement *judgement,
                        const struct store_case *cases, size_t count, struct err *err)
{
    struct db *db = store->db;
    struct standing_verdict before;
    int64_t row;
    if (read_standing_verdict(db, id, &before, err) != 0)
        return -1;
    if (!before.submitted)
        return err_set(err, ERR_USE, "there is no submission %lld", (long long)id);
    bool active = judgement->verdict != VERDICT_JE || !before.verdict;
    if (db_run(db, err,
               "UPDATE submission SET state = 'done', owner_pid = NULL, owner_started = NULL, owner_namespace = NULL,"
               " owner_boot = NULL WHERE id = ?1 AND state = 'pending'",
               "i", id) != 0 ||
        (active && before.judged &&
         db_run(db, err, "UPDATE judgement SET active = 0 WHERE submission = ?1 AND active = 1", "i", id) != 0) ||
        insert_judgement(db, id, active, judgement, &row, err) != 0)
        return -1;
    return insert_cases(db, row, cases, count, err);
}

int store_finish_submission(struct store *store, int64_t id, const struct store_judgement *judgement,
                            const struct store_case *cases, size_t count, struct err *err)
{
    if (judgement->verdict == VERDICT_AC && round(judgement->score * 1000) != 100000)
        return err_set(err, ERR_JUDGE, "submission %lld is accepted with a score of %g", (long long)id,
                       judgement->score);
    if (db_begin_write(store->db, err) != 0)
        return -1;
    if (store_add_judgement(store, id, judgement, cases, count, err) != 0) {
        db_rollback(store->db);
        return -1;
    }
    return db_commit(store->db, err);
}
