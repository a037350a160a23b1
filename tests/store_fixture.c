#include "tests/store_fixture.h"

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fixture_init(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    bool memory = access("/dev/shm", W_OK) == 0; /* nothing here is about power cuts, so nobody waits for a disk */
    snprintf(fixture->folder, sizeof fixture->folder, "%s/judge-store-XXXXXX", memory ? "/dev/shm" : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(fixture->folder));
    snprintf(fixture->home, sizeof fixture->home, "%s/home", fixture->folder);
    snprintf(fixture->database, sizeof fixture->database, "%s/judge.db", fixture->home);
}

void fixture_release(struct fixture *fixture)
{
    char path[128];
    fixture_close(fixture);
    unlink(fixture->database);
    snprintf(path, sizeof path, "%s-journal", fixture->database);
    unlink(path);
    rmdir(fixture->database);
    rmdir(fixture->home);
    ck_assert_int_eq(rmdir(fixture->folder), 0);
}

void fixture_open(struct fixture *fixture, enum store_mode mode)
{
    struct err err;
    fixture_close(fixture);
    if (store_open(fixture->home, mode, &fixture->store, &err) != 0)
        ck_abort_msg("%s", err.text);
}

void fixture_close(struct fixture *fixture)
{
    store_close(fixture->store);
    fixture->store = NULL;
}

int64_t fixture_begin(struct store *store, const char *user, const char *problem, size_t source_bytes)
{
    static const char source[] =
        "double get_minimizer(int64_t n, double r, int64_t g) { return g * pow(1 - 2 * r, n); }";
    struct store_new new = {.user = user,
                            .problem = problem,
                            .language = "c",
                            .file_name = "solution.c",
                            .source = source,
                            .source_bytes = source_bytes,
                            .seed = "5eed"};
    int64_t id;
    struct err err;
    ck_assert_uint_lt(source_bytes, sizeof source);
    if (store_begin_submission(store, &new, &id, &err) != 0)
        ck_abort_msg("%s", err.text);
    return id;
}

void fixture_finish(struct store *store, int64_t id, enum verdict verdict, double score, int64_t time_ns,
                    int64_t memory_kib)
{
    struct store_judgement judgement = {.verdict = verdict,
                                        .score = score,
                                        .passed = 1,
                                        .total = 2,
                                        .time_ns = time_ns,
                                        .memory_kib = memory_kib,
                                        .compile_ok = true};
    struct store_case cases[] = {
        {.name = "sample/f/1", .set = "sample", .function = "f", .verdict = verdict, .weight = 1},
        {.name = "hidden/f/1", .set = "hidden", .function = "f", .verdict = verdict, .weight = 2, .seed = "ab"}};
    struct err err;
    if (store_finish_submission(store, id, &judgement, cases, 2, &err) != 0)
        ck_abort_msg("%s", err.text);
}

void fixture_expect_sound(struct store *store)
{
    size_t faults;
    char *text;
    struct err err;
    if (store_integrity(store, &faults, &text, &err) != 0)
        ck_abort_msg("%s", err.text);
    ck_assert_msg(faults == 0, "%zu faults:\n%s", faults, text);
    ck_assert_str_eq(text, "");
    free(text);
}

static int first_number(void *context, int count, char **values, char **names)
{
    (void)names;
    *(int64_t *)context = count > 0 && values[0] ? strtoll(values[0], NULL, 10) : -1;
    return 1;
}

int64_t fixture_sql_number(const char *database, const char *sql)
{
    sqlite3 *handle;
    int64_t number = -1;
    ck_assert_int_eq(sqlite3_open(database, &handle), SQLITE_OK);
    int code = sqlite3_exec(handle, sql, first_number, &number, NULL);
    ck_assert_msg(code == SQLITE_OK || code == SQLITE_ABORT, "%s: %s", sqlite3_errmsg(handle), sql);
    sqlite3_close(handle);
    return number;
}

void fixture_sql(const char *database, const char *sql)
{
    fixture_sql_number(database, sql);
}

void fixture_hold(const char *database, int fd, int milliseconds)
{
    sqlite3 *handle;
    ck_assert_int_eq(sqlite3_open(database, &handle), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(handle, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(write(fd, "x", 1), 1);
    usleep((useconds_t)milliseconds * 1000);
    ck_assert_int_eq(sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

uint64_t fixture_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}
