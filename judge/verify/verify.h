/* verify.h - can a problem be trusted? The gate that it passes before students meet it.
 *
 * verify_problem looks at a loaded problem in parts, each of which may be left out:
 *
 *   statement    its sections, its declarations, its numbers, the comparison rule; hints in steps; prerequisites
 *   inputs       generate.c works, and says the same for the same seed; no array lies about unused
 *   samples      the reference agrees with the expectations that were written by hand
 *   reference    it says the same when it is built with -O0, -O3 and on each instruction set of this machine
 *   submissions  each example earns its folder's verdict under every key; a factor 4 is left to honest ones
 *   starters     they compile without a word and are not accepted
 *   trivial      answers that need no understanding (trivial.h) fail under every key
 *   mutants      the reference with one small mistake (mutate.h) fails; check.c with one judges some example otherwise;
 *                what survives must be explained
 *
 * Keys are made from their number alone, so that two runs say the same; more keys look further. A file verify.json in
 * the folder explains what cannot fail, "why" it cannot; an explanation of something that does not occur is told:
 *
 *     {"schema": "judge.verify/1",
 *      "trivial": [{"function": "constant", "answer": "ones", "why": "the constant schedule is 1 at every step"}],
 *      "mutants": [{"line": "while (i < n)", "becomes": "while (i != n)", "why": "i counts up by one, from 0"}]}
 *
 * Of several lines that read alike "nth" says which one is meant, 1 for the first; "file": "check.c" that the line is
 * one of the checker. Each entry stands for itself.
 *
 * Faults of the problem are diagnostics; struct err is for failures of the judge alone. What is known of a group is a
 * column: literal samples are one, literal hidden cases are another, every group has its own.
 */
#ifndef JUDGE_VERIFY_H
#define JUDGE_VERIFY_H

#include "judge/report/diagnostic.h"
#include "judge/judging/judging.h"
#include "judge/verify/mutate.h"
#include "judge/report/requires.h"

enum verify_part {
    VERIFY_STATEMENT = 1 << 0,
    VERIFY_SAMPLES = 1 << 1,
    VERIFY_REFERENCE = 1 << 2,
    VERIFY_SUBMISSIONS = 1 << 3,
    VERIFY_STARTERS = 1 << 4,
    VERIFY_TRIVIAL = 1 << 5,
    VERIFY_MUTANTS = 1 << 6,
    VERIFY_INPUTS = 1 << 7,
    VERIFY_ALL = (1 << 8) - 1,
};

enum { VERIFY_KEYS = 5, VERIFY_KEYS_MAX = 100, VERIFY_MUTANTS_MAX = 60 };

struct verify_options {
    unsigned parts;              /* mask of enum verify_part */
    int keys;                    /* 1..VERIFY_KEYS_MAX */
    struct requires_known known; /* problems that a prerequisite may name; none: prerequisites are not looked at */
    /* Called now and then; may be NULL. */
    void (*progress)(void *context, const char *what, int done, int total);
    void *context;
};

struct verify_column {
    const char *name; /* the group's, "samples" or "cases" */
    enum case_set set;
};

/* One candidate for a right answer: by column, under how many keys a case of it failed. `failed` is heap. */
struct verify_submission {
    char *name; /* "accepted/loop.c" */
    const struct language *language;
    enum verdict wanted, earned; /* earned: under the first key that gives another one, else the wanted */
    bool skipped;                /* it cannot be judged here: a package is missing */
    int *failed;
    int64_t slowest_ns; /* CPU time of its slowest case, under the key that was kindest to it */
};

enum verify_state {
    VERIFY_FAILS,
    VERIFY_FAILS_SOMETIMES,
    VERIFY_PASSES,
    VERIFY_EXPLAINED,
    VERIFY_REWORDED, /* a mutant of check.c that judges alike in other words: no fault */
    VERIFY_STATES
};

struct verify_trivial {
    int function;
    char *name; /* "zeros", "the argument 'x' returned" */
    enum verify_state state;
    int *failed;
    char *why; /* VERIFY_EXPLAINED; NULL otherwise */
};

struct verify_mutant {
    struct mutant mutant;
    enum verify_state state;
    int *failed; /* under the first key, and under the others up to the first case that failed; of check.c: nowhere */
    char *why;
};

/* The mutants of one source: `count`, `unbuilt` and `same` were tried. */
struct verify_hunt {
    int count;
    struct verify_mutant *at;
    int possible; /* how many could be made */
    int unbuilt;  /* did not compile */
    int same;     /* compiled to the program of the source itself, or to that of an earlier mutant */
    int by_state[VERIFY_STATES];
};

struct verification {
    const struct problem *problem; /* borrowed */
    int keys;
    struct diagnostics diagnostics;
    int column_count;
    struct verify_column *columns;
    int submission_count;
    struct verify_submission *submissions;
    int trivial_count;
    struct verify_trivial *trivials;
    struct verify_hunt mutants;  /* of reference.c */
    struct verify_hunt checkers; /* of check.c */
    char *builds;                /* "-O0, -O3, scalar, avx2": what the reference was tried with; NULL */
};

/* -1: the judge failed; ret_verification is not set then. */
int verify_problem(struct judging *judging, const struct problem *problem, const struct verify_options *options,
                   struct verification *ret_verification, struct err *err);
void verification_release(struct verification *verification);

/* Of a folder that cannot even be loaded: a verification with the reasons as its diagnostics, in the order of the
 * file. `problem` stays NULL. */
void verification_of_failed_load(const struct faults *faults, struct verification *ret_verification);

/* Mutants of the reference that fail, out of those that are not explained, in percent; 100 when there are none. */
double verification_kill_score(const struct verification *verification);

/* The diagnostics, the tables when they are wanted, the scores. */
void verification_text(const struct verification *verification, const char *id, const struct ui *ui, bool tables,
                       struct text *text);
/* An item of an array. */
void verification_json(const struct verification *verification, const char *id, struct json_writer *json);

#endif
