#include "judge/store/store_internal.h"

int store_hints_shown(struct store *store, const char *user, const char *problem, int64_t *ret_steps, struct err *err)
{
    return db_number(store->db, 0, ret_steps, err,
                     "SELECT ifnull(max(shown), 0) FROM hint WHERE user = ?1 AND problem = ?2", "tt", user, problem);
}

static int note(struct db *db, const char *user, const char *problem, int64_t step, struct err *err)
{
    char now[STORE_TIME];
    store_now(now);
    return db_run(db, err, "INSERT INTO user (name, created_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING", "tt", user,
                  now) != 0 ||
                   db_run(db, err,
                          "INSERT INTO hint (user, problem, shown, shown_at) VALUES (?1, ?2, ?3, ?4)"
                          " ON CONFLICT (user, problem) DO UPDATE SET shown = excluded.shown,"
                          " shown_at = excluded.shown_at WHERE excluded.shown > shown",
                          "ttit", user, problem, step, now) != 0
               ? -1
               : 0;
}

int store_note_hint(struct store *store, const char *user, const char *problem, int64_t step, struct err *err)
{
    if (store_check_user(user, err) != 0 || db_begin_write(store->db, err) != 0)
        return -1;
    if (note(store->db, user, problem, step, err) != 0) {
        db_rollback(store->db);
        return -1;
    }
    return db_commit(store->db, err);
}
