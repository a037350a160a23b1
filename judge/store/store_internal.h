/* store_internal.h - what the files of judge/store/ share. */
#ifndef JUDGE_STORE_INTERNAL_H
#define JUDGE_STORE_INTERNAL_H

#include "judge/store/store.h"
#include "judge/store/store_db.h"

struct store {
    struct db *db;
    enum store_mode mode;
};

/* Is it a name to record under (store.h)? ERR_USE. */
int store_check_user(const char *user, struct err *err);

/* store_finish_submission within a transaction of the caller. */
int store_add_judgement(struct store *store, int64_t id, const struct store_judgement *judgement,
                        const struct store_case *cases, size_t count, struct err *err);

/* Who judges a pending submission. A pid comes round again, so its start time and the boot belong to it. */
struct store_owner {
    int64_t pid;
    int64_t started;   /* clock ticks after boot */
    int64_t namespace; /* inode of its pid namespace: a container's pids mean nothing outside */
    char boot[64];
};
void store_owner_self(struct store_owner *ret_owner);
/* `submitted_at` decides only where the owner cannot be seen, being in another pid namespace of this boot. */
bool store_owner_lives(const struct store_owner *owner, const char *submitted_at);

/* The columns of a judgement in the order in which store_judgement_read expects them, from an alias j. */
#define STORE_JUDGEMENT_COLUMNS                                                                                        \
    "j.id, j.active, j.verdict, j.score, j.passed, j.total, j.time_ns, j.memory_kib, j.reason, j.judge_version, "      \
    "j.problem_hash, j.sandbox, j.compile_ok, j.compile_ns, j.compile_messages, j.started_at, j.finished_at"
int store_judgement_read(const struct db_rows *rows, int first_column, struct store_texts *texts,
                         struct store_judgement *ret_judgement, struct err *err);

#endif
