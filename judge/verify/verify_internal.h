/* verify_internal.h - what the parts of verify.h share. */
#ifndef JUDGE_VERIFY_INTERNAL_H
#define JUDGE_VERIFY_INTERNAL_H

#include "judge/judging/checker.h"
#include "judge/judging/compile.h"
#include "judge/judging/expected.h"
#include "judge/verify/verify.h"

enum { VERIFY_SETS_ALL = (1 << SET_COUNT) - 1 };

struct excuses; /* verify.json */

struct verify_work {
    struct judging *judging;
    const struct problem *problem;
    const struct verify_options *options;
    struct verification *result;
    struct excuses *excuses;
    struct checker *checker; /* NULL: the problem has none */
    int *column_of;          /* by group */
    int example_count;       /* with check.c: right submissions, wrong ones and trivial answers under the first key */
    struct judged *examples;
};

void verify_progress(const struct verify_work *work, const char *what, int done, int total);

/* What failed is the reference, or check.c: a diagnostic in that file. */
struct diagnostic *verify_blame(struct verify_work *work, const struct err *err);

/* The reference, generate.c or check.c failed: everything else would only say so again. */
bool verify_is_over(const struct verify_work *work);

/* The path of a file of the problem's folder. Heap. */
char *verify_path(const struct verify_work *work, const char *name);

/* The k-th key. */
struct digest verify_key(int k);

int verify_column(const struct verify_work *work, const struct group *group);

/* The cases that the judge's own answers are tried on: all sets; the fresh ones as for a source that is the key. */
struct verify_cases {
    struct case_plan plan;
    struct expected expected;
};
/* Fills the cases of key `k`. False: the reference fails, which is a diagnostic now. */
bool verify_cases_get(struct verify_work *work, int k, struct verify_cases *ret_cases);
void verify_cases_release(struct verify_cases *cases);

/* A program in the reference's place: case `i`, run under each variant and compared, up to the first difference. */
struct verify_run {
    bool same; /* it says what the reference says */
    struct diff diff;
    struct box_facts facts; /* of the last variant that ran */
};
int verify_run(const struct verify_work *work, const struct verify_cases *cases, int i, int program_fd,
               struct verify_run *ret_run, struct err *err);

/* Takes `judged`, with the values of all cases, for the mutants of check.c. */
void verify_keep_example(struct verify_work *work, struct judged *judged);

/* Fills work->checker. Its failure is a diagnostic, behind which nothing else is tried. */
void verify_open_checker(struct verify_work *work);

/* The parts. Each returns -1 only when the judge failed. */
int verify_statement(struct verify_work *work, struct err *err);
int verify_inputs(struct verify_work *work, struct err *err);
int verify_samples(struct verify_work *work, struct err *err);
int verify_checker(struct verify_work *work, struct err *err);
int verify_reference(struct verify_work *work, struct err *err);
int verify_submissions(struct verify_work *work, struct err *err);
int verify_starters(struct verify_work *work, struct err *err);
int verify_trivial(struct verify_work *work, struct err *err);
int verify_mutants(struct verify_work *work, struct err *err);
int verify_checker_mutants(struct verify_work *work, struct err *err);

/* A source of the problem whose mutants are hunted. */
struct quarry {
    const char *file; /* "reference.c" */
    enum mutate_role role;
    const char *what;               /* for verify_progress */
    const char *passes, *sometimes; /* what is wrong with a mutant in that state */
    const char *remedy;             /* what the author may do, but for explaining it */
    struct verify_hunt *hunt;       /* the result */
    int (*start)(const struct verify_work *work, const char *source, const char *const *flags,
                 struct compile_job **ret_job, struct err *err);
    /* Runs one that compiled: sets its state, and where it failed. */
    int (*run)(struct verify_work *work, void *context, int program_fd, struct verify_mutant *row, struct err *err);
    void *context;
};
int verify_hunt(struct verify_work *work, const struct quarry *quarry, struct err *err);

/* verify.json: what the author explains. NULL: it is not explained. Faults of an entry are diagnostics and touch no
 * other entry. Each use is noted, so that excuses_check can complain about those that nobody needed, or that do not say
 * which of several equal lines they mean. */
void excuses_read(struct verify_work *work);
const char *excuse_trivial(struct excuses *excuses, const char *function, const char *answer);
const char *excuse_mutant(struct excuses *excuses, const char *file, const struct mutant *mutant);
void excuses_check(struct verify_work *work);
void excuses_free(struct excuses *excuses);

#endif
