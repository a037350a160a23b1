/* store_fixture.h - a store in a folder of its own, for the tests of store and board.
 *
 * Everything here fails the running test when it cannot do its work.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "judge/store/store.h"

/* A new empty folder; fixture_release removes it with all that it holds (not its own folders' folders). */
struct fixture {
    char home[64]; /* within the folder; does not exist yet */
    char folder[48];
    char database[80];
    struct store *store;
};
void fixture_init(struct fixture *fixture);
void fixture_release(struct fixture *fixture);
void fixture_open(struct fixture *fixture, enum store_mode mode); /* closes what was open */
void fixture_close(struct fixture *fixture);

int64_t fixture_begin(struct store *store, const char *user, const char *problem, size_t source_bytes);
void fixture_finish(struct store *store, int64_t id, enum verdict verdict, double score, int64_t time_ns,
                    int64_t memory_kib);

/* No faults, or the test fails with their text. */
void fixture_expect_sound(struct store *store);

/* Direct access, as somebody with the sqlite3 shell has it (no foreign keys). */
void fixture_sql(const char *database, const char *sql);
int64_t fixture_sql_number(const char *database, const char *sql);

/* Holds the lock of a writer, says so by a byte into `fd`, and gives it up again. */
void fixture_hold(const char *database, int fd, int milliseconds);

/* xorshift64: the same histories in every run. */
uint64_t fixture_random(uint64_t *state);

#endif
