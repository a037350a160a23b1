/* judging.h - the path of one submission: source -> compile -> run each case -> compare -> verdict.
 *
 * A `struct judging` is what judging needs and keeps between submissions: the sandbox, the installation, the private
 * folder (home.h) and the instance key. judging_run judges one source; it records nothing, the store is the caller's
 * business.
 *
 * The reference of the problem goes the same way in boxes of its own, beside the compiler: its results for fixed cases
 * are kept in the private cache under the digest of the problem, so that a changed problem never meets an old answer.
 *
 * A beginner whose samples pass learns little from a hidden failure. So where only hidden or fresh cases fail, a
 * counterexample is looked for: the smallest input from the generator of a group that failed, with seeds of its own,
 * on which this program truly fails. It is shown in full and counts for nothing.
 *
 * Failure: `struct err` means that the judge could not do its work (JE); whatever the submission did is in `struct
 * judged`.
 */
#ifndef JUDGE_JUDGING_H
#define JUDGE_JUDGING_H

#include "judge/problem/cases.h"
#include "judge/compare/compare.h"
#include "judge/base/home.h"
#include "judge/base/install.h"
#include "judge/judging/language.h"
#include "judge/problem/problem.h"
#include "judge/judging/verdict.h"
#include "sandbox/box.h"

enum { SOURCE_BYTES_MAX = 64 * 1024 };

struct judging;
struct compiled;     /* compile.h */
struct compile_shop; /* compile.h */

/* The draw of one case of an earlier judging. */
struct judging_seed {
    const char *name; /* of the case */
    struct digest seed;
    int attempt;
};

struct judging_request {
    const struct problem *problem;
    const struct language *language;
    const char *file_name; /* the student's name for the file: compiler messages show it */
    const void *source;
    size_t source_size;       /* 1 .. SOURCE_BYTES_MAX */
    unsigned sets;            /* mask of 1 << enum case_set */
    bool keep_hidden;         /* keep arguments and results of hidden and fresh cases too (--reveal) */
    bool counterexample;      /* look for a small failing case that may be shown when only unseen ones fail */
    const struct digest *key; /* instead of the instance's; NULL: that one */
    /* Cases that are drawn as they once were, whatever key and source say (rejudging). */
    const struct judging_seed *seeds;
    int seed_count;
    /* What judging_compile made of this source; NULL: it is compiled. */
    const struct compiled *compiled;
    /* Called after each case and once after compiling (done == 0); may be NULL. */
    void (*progress)(void *context, int done, int total, enum verdict verdict);
    /* Called when the submission has to wait for something that later ones will not: "starting PyTorch..."; may be
     * NULL. */
    void (*note)(void *context, const char *what);
    void *context;
};

struct judged_case {
    char name[CASE_NAME];
    const struct group *group; /* the problem's */
    enum case_set set;
    char function[SIGNATURE_NAME];
    char note[160]; /* the group's, for samples; "" */
    enum verdict verdict;
    double weight;
    char seed[DIGEST_HEX + 8]; /* "<hex>+<attempt>", "" for a literal */
    struct box_facts facts;
    bool ran;
    bool has_diff;
    struct diff diff;     /* of WA */
    struct poison poison; /* what an element of `got` holds that was never written */
    char *message;        /* RTE, SV, ...: what happened, a sentence; NULL when there is nothing to say */
    char *output; /* what the program printed (stdout, then stderr), bounded, raw bytes of the student: sanitise before
                     showing; NULL when nothing or not to be shown */
    struct values arguments, got, want; /* of samples, or of all with keep_hidden, when there was an answer */
    const struct param *params;         /* names and types of `arguments`: the problem's */
};

struct judged {
    enum verdict verdict;
    double score; /* 0..100: weights of accepted cases over all weights */
    int passed, total;
    int64_t time_ns;  /* CPU, summed over hidden and fresh cases */
    int64_t peak_kib; /* greatest of all cases */
    bool compiled;
    int64_t compile_ns; /* wall */
    char *messages;     /* of the compiler, trimmed, raw bytes of the student possible; "" when silent */
    char *error;        /* JE: what failed; else NULL */
    int count;
    struct judged_case *cases;
    struct judged_case *counterexample; /* NULL: none was looked for or found; counts for nothing */
    int64_t stage_ns[8];                /* wall time per stage, see judging_stage_name */
    struct param *params;               /* storage behind judged_case.params */
};

/* Opens what judging needs. `require_isolation`: refuse when a layer of the sandbox that isolates is missing. */
int judging_open(const struct install *install, const struct home *home, bool require_isolation,
                 struct judging **ret_judging, struct err *err);
void judging_close(struct judging *judging);

/* One line about missing protections, "" when all are there. */
const char *judging_missing(const struct judging *judging);

/* The same in two halves: the compiler is at work when judging_start returns, so that the caller can record the
 * submission meanwhile. The request and what it points to must live until the end. judging_finish frees the job; its
 * result is that of judging_run. */
struct judging_job;
int judging_start(struct judging *judging, const struct judging_request *request, struct judging_job **ret_job,
                  struct err *err);
int judging_finish(struct judging_job *job, struct judged *ret_judged, struct err *err);
/* Ends a job whose result nobody wants; NULL is fine. */
void judging_abandon(struct judging_job *job);

/* The compiler's part alone, for a source that is to be judged several times. */
int judging_compile(struct judging *judging, const struct judging_request *request, struct compiled *ret_compiled,
                    struct err *err);

/* Judges. -1: the judge failed; ret_judged is then VERDICT_JE with `error` set and must be released all the same. */
int judging_run(struct judging *judging, const struct judging_request *request, struct judged *ret_judged,
                struct err *err);
void judged_release(struct judged *judged);
void judged_case_release(struct judged_case *judged_case); /* what it owns, not itself */

/* Does the reference agree with what the problem's samples and literal cases expect? ERR_USE names the case. */
int judging_check_samples(struct judging *judging, const struct problem *problem, struct err *err);

/* For whoever looks closer at a problem than a submission does: where its reference is compiled and run, and how its
 * results are compared. */
const struct compile_shop *judging_shop(const struct judging *judging);
struct compare_rules judging_rules(const struct problem *problem, const struct poison *poison);

/* "start", "compile", "reference", "run", "compare", ...; NULL behind the last. */
const char *judging_stage_name(int stage);

#endif
