/* store.h - the record of everything that was judged: one SQLite file, $JUDGE_HOME/judge.db.
 *
 * A submission is recorded as pending before it is judged (store_begin_submission) and becomes done together with its
 * judgement, its cases and the standings in one transaction (store_finish_submission). A process may die at any point:
 * what is pending without a living owner is marked by store_recover, which says what to judge again. Judging a done
 * submission again adds a judgement and keeps the old ones; exactly one is active, and a JE never takes the place of a
 * verdict.
 *
 * Any number of processes may use one file at once. Writers wait for each other, 30 s at most. No transaction is open
 * between two calls, so a process may fork and may be killed whenever it likes.
 *
 * Ownership: what is passed in stays the caller's. Lists own all the text their rows point to, until store_list_free
 * and its like; rows themselves are plain values.
 *
 * A user's name is 1 to 64 bytes of UTF-8 in which everything is seen: no controls, no characters without a width or
 * with another direction, no blanks but single ones between words. What is recorded under a name stands on
 * leaderboards, where "ada " would pass for "ada". Names that look alike with all their characters seen (Cyrillic
 * letters, composed and decomposed accents) are other names all the same: who may use which is for whoever runs the
 * judge.
 *
 * Failure: ERR_USE for what the user can mend (a user name that is none, a home that cannot be written); ERR_JUDGE for
 * a damaged or foreign file, one of a newer judge, a full disk, a file that stays locked.
 *
 * For people at the `sqlite3` shell there are the views best_submissions, leaderboard, leaderboard_by and
 * leaderboard_total; `.schema VIEW` shows what each column means (judge/store/store_schema.c).
 */
#ifndef JUDGE_STORE_H
#define JUDGE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/err.h"
#include "judge/judging/verdict.h"

struct store;

enum store_mode {
    STORE_READ,  /* makes nothing: without a file it reads like an empty store */
    STORE_WRITE, /* makes the home (mode 0700) and the file (0600) when they are missing */
};

enum { STORE_USER_MAX = 64 }; /* bytes of a user name */

/* Opens `home`/judge.db and brings an older layout up to date. */
int store_open(const char *home, enum store_mode mode, struct store **ret_store, struct err *err);
void store_close(struct store *store); /* NULL is fine */
bool store_is_writable(const struct store *store);

/* --- writing ------------------------------------------------------------------------------------------------------ */

struct store_new {
    const char *user; /* a name as above */
    const char *problem;
    const char *language;
    const char *file_name;
    const void *source; /* any bytes; kept once for equal contents */
    size_t source_bytes;
    const char *seed; /* what a rejudge needs besides the source, as text; NULL: nothing */
};

/* Records a pending submission that this process owns. Needs STORE_WRITE, as everything that writes. */
int store_begin_submission(struct store *store, const struct store_new *submission, int64_t *ret_id, struct err *err);

/* One judging of one submission. Text may be NULL on the way in (stored as "") and never is on the way out. */
struct store_judgement {
    int64_t id;  /* out only */
    bool active; /* out only: the judgement that counts */
    enum verdict verdict;
    double score; /* 0..100, kept to three decimals; 100 if and only if AC, so a failure that weighs nothing
                     gives 99.999 */
    int64_t passed, total;
    int64_t time_ns; /* CPU time over hidden and fresh cases */
    int64_t memory_kib;
    const char *reason; /* for people: why a JE, "" otherwise */
    const char *judge_version;
    const char *problem_hash;
    const char *sandbox; /* the tier it ran in */
    bool compile_ok;
    int64_t compile_ns;
    const char *compile_messages;
    const char *counterexample; /* in only: JSON object, or NULL */
    const char *started_at;     /* as store_now; finished_at is the time of recording, out only */
    const char *finished_at;
};

struct store_case {
    const char *name;
    const char *set;
    const char *function;
    enum verdict verdict;
    int64_t time_ns;
    int64_t memory_kib;
    double weight;
    const char *seed;  /* "" for a literal */
    int64_t attempt;   /* which draw of the seed */
    const char *diff;  /* JSON object, or NULL (in and out) */
    const char *facts; /* JSON object: how the process ended; NULL (in and out) when there was none */
};

/* Adds a judgement with its cases, in order; a pending submission becomes done. ERR_USE when there is no such
 * submission. */
int store_finish_submission(struct store *store, int64_t id, const struct store_judgement *judgement,
                            const struct store_case *cases, size_t count, struct err *err);

/* The present as "2026-01-31T12:00:00.123Z". */
enum { STORE_TIME = 25 };
char *store_now(char text[STORE_TIME]);

/* --- reading ------------------------------------------------------------------------------------------------------ */

struct store_texts { /* the strings of a list */
    struct store_text *first;
    bool failed;
};

struct store_submission {
    int64_t id;
    const char *user, *problem, *language, *file_name, *source_hash, *seed, *submitted_at;
    int64_t source_bytes;
    bool pending;
    bool abandoned;                   /* pending, and its owner is dead: store_recover would mark it */
    struct store_judgement judgement; /* the active one; all zero when pending */
};

struct store_list {
    size_t count;
    struct store_submission *at;
    struct store_texts texts;
};
void store_list_free(struct store_list *list); /* leaves an empty list, as do the others */

/* Submissions that match all fields that are set. */
struct store_filter {
    const char *user, *problem; /* NULL: any */
    int64_t id;                 /* 0: any */
    bool pending_only;
    bool oldest_first;     /* default: newest first */
    int64_t limit, offset; /* limit 0: all */
};
int store_history(struct store *store, const struct store_filter *filter, struct store_list *ret_list, struct err *err);

/* One submission in full. */
struct store_record {
    struct store_submission submission;
    size_t case_count;
    struct store_case *cases;   /* of the active judgement, in order */
    const char *counterexample; /* of the active judgement: JSON object, or NULL */
    size_t judgement_count;
    struct store_judgement *judgements; /* all of them, oldest first */
    size_t source_bytes;
    unsigned char *source; /* with a NUL behind it */
    struct store_texts texts;
};
/* By id; id 0: the latest of `user` ("@last"). ERR_USE when there is none. */
int store_get_submission(struct store *store, int64_t id, const char *user, struct store_record *ret_record,
                         struct err *err);
void store_record_free(struct store_record *record);

/* What `user` has reached: one row a problem that they tried, by id. */
struct store_state {
    const char *problem;
    int64_t tries;   /* judged submissions; those that ended in JE do not count */
    int64_t pending; /* being judged */
    bool scored;     /* false: the fields below mean nothing */
    enum verdict best_verdict;
    double best_score;
    int64_t best_submission;
};
struct store_states {
    size_t count;
    struct store_state *at;
    struct store_texts texts;
};
int store_problem_states(struct store *store, const char *user, struct store_states *ret_states, struct err *err);
void store_states_free(struct store_states *states);

/* Everybody's best submission of each problem that they tried, by score: by user, then by problem. Submissions without
 * a score (being judged, JE) do not count. */
struct store_result {
    const char *user, *problem, *language, *submitted_at;
    enum verdict verdict;
    double score;
    int64_t submission, tries, time_ns, memory_kib, source_bytes;
};
struct store_results {
    size_t count;
    struct store_result *at;
    struct store_texts texts;
};
/* `problem` NULL: of all problems. */
int store_best_results(struct store *store, const char *problem, struct store_results *ret_results, struct err *err);
void store_results_free(struct store_results *results);

/* --- hints ---------------------------------------------------------------------------------------------------------
 */

/* How many steps of the problem's hints `user` has seen: up to the furthest. 0: none. */
int store_hints_shown(struct store *store, const char *user, const char *problem, int64_t *ret_steps, struct err *err);
/* Remembers that step `step` (from 1) was shown; a lesser one than before changes nothing. */
int store_note_hint(struct store *store, const char *user, const char *problem, int64_t step, struct err *err);

/* --- after a crash, and for the doctor ---------------------------------------------------------------------------- */

/* Gives every pending submission whose owner is dead a JE ("judging was interrupted", not scored), and lists them so
 * that they can be judged again. With a STORE_READ store that may not write, lists nothing. */
int store_recover(struct store *store, struct store_list *ret_list, struct err *err);

/* Is it that JE: whoever judged was stopped in the middle (Ctrl-C, a shutdown), and nothing failed? */
bool store_was_interrupted(const struct store_judgement *judgement);

/* Looks for faults: damaged pages, references into nothing, standings that differ from what the judgements say. Returns
 * the faults as lines of text ("" when all is well) in a heap string, and how many there are. */
int store_integrity(struct store *store, size_t *ret_faults, char **ret_text, struct err *err);

/* Computes all standings again from the judgements (the remedy when only they are wrong). */
int store_rebuild_standings(struct store *store, struct err *err);

/* "/home/ada/.local/share/judge/judge.db" */
const char *store_path(const struct store *store);

#endif
