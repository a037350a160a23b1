/* store_db.h - the one door to SQLite: a connection, statements with parameters, errors in words for people.
 *
 * For the files of judge/store/ alone. Values are always bound, never pasted into SQL: `types` has a letter for
 * each parameter that follows, in the order ?1, ?2, ...: i int64_t, d double, t const char * (NULL is SQL's NULL), b
 * const void * and size_t (two arguments).
 *
 * The rollback journal is used, not the write-ahead log: before SQLite 3.51.3 the log can be reset under a second
 * writing process and lose pages. Mode TRUNCATE: an empty journal counts as none, so who may read only the file can
 * read it, which PERSIST would not let them (3.2 ms a submission against 2.9), and with synchronous FULL what is
 * committed survives a power cut, which DELETE would not promise. Every transaction that writes starts as IMMEDIATE, so
 * that no two can wait for each other.
 *
 * Failure: every function returns -1 and fills err, as everywhere.
 */
#ifndef JUDGE_STORE_DB_H
#define JUDGE_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/err.h"
#include "judge/store/store.h"

struct db;
struct db_rows;

enum db_mode {
    DB_MEMORY, /* an empty database of its own */
    DB_READ,   /* existing file; refuses to write, but may undo what a killed writer left half done */
    DB_WRITE,  /* existing file */
};

int db_open(const char *path, enum db_mode mode, struct db **ret_db, struct err *err);
void db_close(struct db *db);
const char *db_path(const struct db *db);

/* Statements without parameters, one after the other. */
int db_script(struct db *db, const char *sql, struct err *err);
/* One statement, to its end. */
int db_run(struct db *db, struct err *err, const char *sql, const char *types, ...);
/* One statement that yields one number; `fallback` when it yields none. */
int db_number(struct db *db, int64_t fallback, int64_t *ret_number, struct err *err, const char *sql, const char *types,
              ...);
int64_t db_last_id(const struct db *db);
int64_t db_changes(const struct db *db);

/* A statement whose rows are read one by one. db_next: 1 a row, 0 the end, -1. Columns count from 0; text belongs to
 * the row. */
int db_query(struct db *db, struct db_rows **ret_rows, struct err *err, const char *sql, const char *types, ...);
int db_next(struct db_rows *rows, struct err *err);
/* The same statement once more, with other values. */
int db_again(struct db_rows *rows, struct err *err, const char *types, ...);
bool db_is_null(const struct db_rows *rows, int column);
int64_t db_int(const struct db_rows *rows, int column);
double db_real(const struct db_rows *rows, int column);
const char *db_text(const struct db_rows *rows, int column);                   /* NULL for SQL's NULL */
const void *db_blob(const struct db_rows *rows, int column, size_t *ret_size); /* may be NULL when empty */
void db_rows_free(struct db_rows *rows);
void db_rows_cleanup(struct db_rows **rows);
#define DB_ROWS __attribute__((cleanup(db_rows_cleanup))) struct db_rows *

int db_begin_write(struct db *db, struct err *err); /* waits for other writers */
int db_begin_read(struct db *db, struct err *err);  /* all that is read until the end is of one moment */
int db_commit(struct db *db, struct err *err);      /* rolls back when it fails */
void db_rollback(struct db *db);

/* The text of a column, "" for NULL, copied to live as long as a list. When memory is out it is NULL and texts->failed
 * is set, to be asked once a row. */
const char *db_keep(const struct db_rows *rows, int column, struct store_texts *texts);
void *store_texts_add(struct store_texts *texts, const void *bytes,
                      size_t size); /* a NUL is put behind; NULL as above */
void store_texts_free(struct store_texts *texts);

/* Makes room for one more in a growing array; NULL (and the old array untouched) when memory is out. */
void *store_grow(void *array, size_t count, size_t size);

#endif
