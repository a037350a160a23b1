#include "judge/store/store_db.h"

#include <sqlite3.h>

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WAIT_MAX_MS = 30000 };

struct db {
    sqlite3 *handle;
    char *path;
    struct timespec waiting_since;
    uint64_t jitter;
};

struct db_rows {
    struct db *db;
    sqlite3_stmt *statement;
};

/* --- errors ------------------------------------------------------------------------------------------------------- */

struct fault {
    int code; /* extended, or primary for all of its kind */
    enum err_kind kind;
    const char *text;
};

static const struct fault faults[] = {
    {SQLITE_CORRUPT, ERR_JUDGE, "is not a database or is damaged; restore a copy, or move it away"},
    {SQLITE_NOTADB, ERR_JUDGE, "is not a database or is damaged; restore a copy, or move it away"},
    {SQLITE_BUSY, ERR_JUDGE, "is locked by another process for 30 s; see what holds it (fuser), then try again"},
    {SQLITE_LOCKED, ERR_JUDGE, "is locked by another process for 30 s; see what holds it (fuser), then try again"},
    {SQLITE_FULL, ERR_JUDGE, "cannot grow: the disk is full"},
    {SQLITE_READONLY, ERR_USE, "cannot be written; make it writable, or set JUDGE_HOME to a folder of your own"},
    {SQLITE_PERM, ERR_USE, "may not be opened; set JUDGE_HOME to a folder of your own"},
    {SQLITE_AUTH, ERR_USE, "may not be opened; set JUDGE_HOME to a folder of your own"},
    {SQLITE_NOMEM, ERR_JUDGE, "cannot be read: out of memory"},
};

static int db_fail(struct db *db, int code, struct err *err)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        if (faults[i].code == (code & 0xff))
            return err_set(err, faults[i].kind, "database '%s' %s", db->path, faults[i].text);
    bool system = (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_IOERR;
    int number = system && db->handle ? sqlite3_system_errno(db->handle) : 0;
    if ((code & 0xff) == SQLITE_CANTOPEN && (number == EACCES || number == EPERM || number == EROFS))
        return err_set(err, ERR_USE, "database '%s' cannot be opened: %s; set JUDGE_HOME to a folder of your own",
                       db->path, strerrordesc_np(number));
    return err_set(err, ERR_JUDGE, "database '%s' fails: %s%s%s", db->path,
                   db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code), number ? ": " : "",
                   number ? strerrordesc_np(number) : "");
}

/* --- waiting for other processes ---------------------------------------------------------------------------------- */

static int64_t elapsed_ms(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

/* SQLite asks what to do about a lock. Its own handler sleeps longer the longer it has waited, so that whoever came
 * last wins and the rest starve. Here everybody sleeps about as long as a commit takes, at random (xorshift64), for as
 * long as it takes: each waiter has the same chance at every release. */
static int db_wait(void *context, int times)
{
    struct db *db = context;
    if (times == 0)
        clock_gettime(CLOCK_MONOTONIC, &db->waiting_since);
    else if (elapsed_ms(&db->waiting_since) > WAIT_MAX_MS)
        return 0;
    db->jitter ^= db->jitter << 13;
    db->jitter ^= db->jitter >> 7;
    db->jitter ^= db->jitter << 17;
    struct timespec pause = {0, 200000 + (long)(db->jitter % 2000000)};
    nanosleep(&pause, NULL);
    return 1;
}

/* --- connection --------------------------------------------------------------------------------------------------- */

/* cell_size_check: damage is seen where it is, not where it leads. */
static int db_configure(struct db *db, enum db_mode mode, struct err *err)
{
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    db->jitter = 1;
    sqlite3_randomness(sizeof db->jitter, &db->jitter);
    db->jitter |= 1;
    sqlite3_busy_handler(db->handle, db_wait, db);
    if (mode == DB_READ)
        return db_script(db, "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536;", err);
    return db_script(
        db,
        "PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
        "PRAGMA journal_mode = TRUNCATE;",
        err);
}

int db_open(const char *path, enum db_mode mode, struct db **ret_db, struct err *err)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db || !(db->path = strdup(path))) {
        free(db);
        return err_set(err, ERR_JUDGE, "out of memory");
    }
    int code = sqlite3_open_v2(mode == DB_MEMORY ? ":memory:" : path, &db->handle, SQLITE_OPEN_READWRITE, NULL);
    int status = code == SQLITE_OK ? db_configure(db, mode, err) : db_fail(db, code, err);
    if (status == 0 && mode == DB_WRITE && sqlite3_db_readonly(db->handle, "main") == 1)
        status = db_fail(db, SQLITE_READONLY, err);
    if (status != 0) {
        db_close(db);
        return -1;
    }
    *ret_db = db;
    return 0;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    sqlite3_close(db->handle);
    free(db->path);
    free(db);
}

const char *db_path(const struct db *db)
{
    return db->path;
}

int64_t db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

/* --- statements --------------------------------------------------------------------------------------------------- */

int db_script(struct db *db, const char *sql, struct err *err)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : db_fail(db, code, err);
}

static int bind_one(sqlite3_stmt *statement, int at, char type, va_list *values)
{
    switch (type) {
    case 'i':
        return sqlite3_bind_int64(statement, at, va_arg(*values, int64_t));
    case 'd':
        return sqlite3_bind_double(statement, at, va_arg(*values, double));
    case 't':
        return sqlite3_bind_text(statement, at, va_arg(*values, const char *), -1, SQLITE_TRANSIENT);
    case 'b': {
        const void *bytes = va_arg(*values, const void *);
        size_t size = va_arg(*values, size_t);
        return size ? sqlite3_bind_blob64(statement, at, bytes, size, SQLITE_TRANSIENT)
                    : sqlite3_bind_zeroblob(statement, at, 0);
    }
    default:
        return SQLITE_MISUSE;
    }
}

static int bind_all(sqlite3_stmt *statement, const char *types, va_list *values)
{
    int code = SQLITE_OK;
    for (int i = 0; code == SQLITE_OK && types[i]; i++)
        code = bind_one(statement, i + 1, types[i], values);
    return code;
}

static int query_va(struct db *db, struct db_rows **ret_rows, struct err *err, const char *sql, const char *types,
                    va_list *values)
{
    struct db_rows *rows = calloc(1, sizeof *rows);
    if (!rows)
        return err_set(err, ERR_JUDGE, "out of memory");
    rows->db = db;
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &rows->statement, NULL);
    if (code == SQLITE_OK)
        code = bind_all(rows->statement, types, values);
    if (code != SQLITE_OK) {
        db_fail(db, code, err);
        db_rows_free(rows);
        return -1;
    }
    *ret_rows = rows;
    return 0;
}

int db_query(struct db *db, struct db_rows **ret_rows, struct err *err, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    int status = query_va(db, ret_rows, err, sql, types, &values);
    va_end(values);
    return status;
}

int db_run(struct db *db, struct err *err, const char *sql, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    DB_ROWS rows = NULL;
    int status = query_va(db, &rows, err, sql, types, &values);
    va_end(values);
    while (status == 0) {
        int more = db_next(rows, err);
        if (more == 0)
            break;
        status = more < 0 ? -1 : 0;
    }
    return status;
}

int db_number(struct db *db, int64_t fallback, int64_t *ret_number, struct err *err, const char *sql, const char *types,
              ...)
{
    va_list values;
    va_start(values, types);
    DB_ROWS rows = NULL;
    int status = query_va(db, &rows, err, sql, types, &values);
    va_end(values);
    if (status != 0)
        return -1;
    int more = db_next(rows, err);
    if (more < 0)
        return -1;
    *ret_number = more && !db_is_null(rows, 0) ? db_int(rows, 0) : fallback;
    return 0;
}

int db_next(struct db_rows *rows, struct err *err)
{
    int code = sqlite3_step(rows->statement);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : db_fail(rows->db, code, err);
}

int db_again(struct db_rows *rows, struct err *err, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    int code = sqlite3_reset(rows->statement);
    if (code == SQLITE_OK)
        code = bind_all(rows->statement, types, &values);
    va_end(values);
    return code == SQLITE_OK ? 0 : db_fail(rows->db, code, err);
}

bool db_is_null(const struct db_rows *rows, int column)
{
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

int64_t db_int(const struct db_rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

double db_real(const struct db_rows *rows, int column)
{
    return sqlite3_column_double(rows->statement, column);
}

const char *db_text(const struct db_rows *rows, int column)
{
    return (const char *)sqlite3_column_text(rows->statement, column);
}

const void *db_blob(const struct db_rows *rows, int column, size_t *ret_size)
{
    const void *bytes = sqlite3_column_blob(rows->statement, column);
    *ret_size = (size_t)sqlite3_column_bytes(rows->statement, column);
    return bytes;
}

void db_rows_free(struct db_rows *rows)
{
    if (!rows)
        return;
    sqlite3_finalize(rows->statement);
    free(rows);
}

void db_rows_cleanup(struct db_rows **rows)
{
    db_rows_free(*rows);
}

/* --- transactions ------------------------------------------------------------------------------------------------- */

int db_begin_write(struct db *db, struct err *err)
{
    return db_script(db, "BEGIN IMMEDIATE", err);
}

int db_begin_read(struct db *db, struct err *err)
{
    return db_script(db, "BEGIN", err);
}

int db_commit(struct db *db, struct err *err)
{
    int status = db_script(db, "COMMIT", err);
    if (status != 0)
        db_rollback(db);
    return status;
}

void db_rollback(struct db *db)
{
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* --- the strings of a list ---------------------------------------------------------------------------------------- */

struct store_text {
    struct store_text *next;
    char bytes[];
};

void *store_texts_add(struct store_texts *texts, const void *bytes, size_t size)
{
    struct store_text *text = malloc(sizeof *text + size + 1);
    if (!text) {
        texts->failed = true;
        return NULL;
    }
    if (size)
        memcpy(text->bytes, bytes, size);
    text->bytes[size] = '\0';
    text->next = texts->first;
    texts->first = text;
    return text->bytes;
}

const char *db_keep(const struct db_rows *rows, int column, struct store_texts *texts)
{
    const char *text = db_text(rows, column);
    return text ? store_texts_add(texts, text, strlen(text)) : "";
}

void store_texts_free(struct store_texts *texts)
{
    while (texts->first) {
        struct store_text *next = texts->first->next;
        free(texts->first);
        texts->first = next;
    }
}

void *store_grow(void *array, size_t count, size_t size)
{
    if (count & (count - 1)) /* full at powers of two only */
        return array;
    return realloc(array, (count ? 2 * count : 1) * size);
}
