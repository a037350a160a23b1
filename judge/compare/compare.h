/* compare.h - is this the right answer? If not, where, by how much, and of what kind is the difference.
 *
 * In this order: number of results, missing results, dtype kind, rank, shape; elements never written; NaN and infinity
 * by bit class and sign; integers and strings exactly; floats with
 *
 *     |got - want| <= 0.5 * 10^-decimals * 1.02 + rtol * |want|
 *
 * in double against the unrounded reference, so that an answer rounded to `decimals` and an unrounded one both pass.
 * rtol follows the dtype that came back. Rounded values are never compared with each other. A NaN fails every
 * comparison here: accepting is what is tested for, never rejecting, and this file refuses to be built with
 * -ffast-math.
 */
#ifndef JUDGE_COMPARE_H
#define JUDGE_COMPARE_H

#include "judge/problem/expr.h"
#include "judge/problem/signature.h"
#include "judge/base/value.h"

/* What kind of difference, in the order in which they are looked for. */
enum diff_class {
    DIFF_NONE,
    DIFF_RESULTS, /* another number of results */
    DIFF_MISSING, /* nothing (NULL, None) where a result belongs */
    DIFF_DTYPE,
    DIFF_RANK,
    DIFF_SHAPE,
    DIFF_UNWRITTEN,
    DIFF_NAN,
    DIFF_INFINITY,
    DIFF_INTEGERS,
    DIFF_STRINGS,
    DIFF_VALUES,
    DIFF_CHECKER, /* check.c says so (checker.h) */
    DIFF_CLASS_COUNT,
};

struct compare_rules {
    int decimals; /* 0..9 */
    double rtol_f32, rtol_f64;
    bool nan_allowed;  /* NaN may be the right answer */
    bool whole_floats; /* a float tensor of whole numbers may stand for integers */
    struct poison poison;
};

enum { DIFF_DIAGNOSES_MAX = 4, DIFF_DIAGNOSIS = 200 };

struct diff {
    enum diff_class class;
    int output; /* which result */
    int rank;   /* of what came back */
    int64_t shape[VALUE_MAX_RANK];
    int want_rank;
    int64_t want_shape[VALUE_MAX_RANK];
    int64_t elements;
    int64_t mismatched; /* elements that differ in any way */
    int64_t of_class;   /* those that differ in the way of `class` */
    double max_abs;     /* over the finite ones that differ; 0 when there is none */
    double max_rel;
    int64_t at[VALUE_MAX_RANK]; /* where it is worst, or the first of its class */
    double got, want;           /* there */
    char what[512];             /* the difference in a sentence, without got and want */
    int diagnosis_count;
    char diagnosis[DIFF_DIAGNOSES_MAX][DIFF_DIAGNOSIS]; /* filled by diagnose.h */
};

/* Compares what came back with what is right. True when it is accepted; ret_diff is filled either way. The types are
 * the function's declared results, as many as `want` has. */
bool compare_results(const struct compare_rules *rules, const struct param *types, const struct values *got,
                     const struct values *want, struct diff *ret_diff);

/* Only what any right answer must have, where there are several: the kinds and the declared shapes (sizes that the
 * arguments, in the scope, decide; any size elsewhere), no element that was never written, NaN only where allowed, and
 * no infinity unless `want` has one. */
bool compare_form(const struct compare_rules *rules, const struct param *types, const struct expr_scope *scope,
                  const struct values *got, const struct values *want, struct diff *ret_diff);

/* The allowed distance from `want`, for a value that came back as float32 or as float64. */
double compare_bound(const struct compare_rules *rules, bool as_float32, double want);

/* Element `i` of a result was never written: it holds the pattern of a fresh tensor, perhaps after arithmetic. */
bool compare_is_unwritten(const struct value *value, int64_t i, const struct poison *poison);

/* For a case whose input is hidden: takes out of the words what a program could choose at will to tell its input by
 * (names of types, lengths, numbers of results). What was got and wanted is for the report to leave out. */
void diff_guard(struct diff *diff, const struct values *got);

/* In `what` of DIFF_RESULTS: behind it stands what a program chose itself. */
#define DIFF_CAME "; what came: "

/* "values", "shape", ... as in the JSON. */
const char *diff_class_name(enum diff_class class);

/* Compares known pairs (NaN, infinities, subnormals, signed zeros, the edge of the tolerance, poison) and fails when
 * this build answers one of them wrongly: the judge runs it when it starts. */
int compare_self_test(struct err *err);

#endif
