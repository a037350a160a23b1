/* report.h - a judged submission for people and for programs: one form for what was judged just now and for what the
 * database keeps.
 *
 * A report borrows from what it is made of (struct judged, struct store_record, the problem), which must outlive it,
 * and owns the rest until report_release. report_json and report_text decide what a student may see of hidden and fresh
 * cases: verdict, kind and size of the difference and its diagnosis; values and places only when `reveal` is set.
 *
 * The database keeps a diff and the facts of a case as JSON, always with values: report_diff_stored and
 * report_facts_stored write them, report_from_record reads them back. What is not of that form (a hand-edited database)
 * is ERR_JUDGE.
 */
#ifndef JUDGE_REPORT_H
#define JUDGE_REPORT_H

#include "judge/base/json_writer.h"
#include "judge/judging/judging.h"
#include "judge/store/store.h"
#include "judge/report/ui.h"

struct report_case {
    const char *name, *set, *function;
    enum verdict verdict;
    int64_t time_ns, memory_kib;
    bool open; /* a sample: everybody may see everything */
    bool has_diff;
    struct diff diff;
    char *message;                    /* what happened besides, "" when nothing */
    const struct judged_case *values; /* arguments, results, output; NULL when they are not at hand */
};

struct report {
    bool recorded; /* has an id */
    int64_t id;
    bool pending; /* recorded and not judged: nothing below `submitted_at` means anything */
    const char *problem, *user, *language, *file_name, *submitted_at; /* submitted_at NULL: not recorded */
    enum verdict verdict;
    bool interrupted; /* a JE that is nobody's failure: store_was_interrupted */
    double score;
    int64_t passed, total, time_ns, memory_kib;
    bool compile_ok;
    int64_t compile_ns;
    const char *messages;        /* of the compiler */
    const char *reason;          /* of a JE */
    const struct problem *rules; /* for the allowed distance; may be NULL */
    int count;
    struct report_case *cases;
    struct report_case *counterexample; /* NULL: none; its name is that of its group */
};

/* What a judged submission says about itself. */
struct report_origin {
    int64_t id; /* 0: not recorded */
    const struct problem *problem;
    const char *user, *language, *file_name, *submitted_at;
};
void report_from_judged(const struct report_origin *origin, const struct judged *judged, struct report *ret_report);

/* `problem` may be NULL when it is no longer there. */
int report_from_record(const struct store_record *record, const struct problem *problem, struct report *ret_report,
                       struct err *err);
void report_release(struct report *report);

/* The object "judge.submission/1" without its end, so that a command may add members; then json_writer_end. */
void report_json(const struct report *report, bool reveal, struct json_writer *json);

struct report_view {
    bool reveal;
    bool heat;    /* a picture of tensors that differ */
    bool outputs; /* what the program printed, of samples */
    bool each;    /* each failing case is told, not one of each function */
    int details;  /* so many failing cases are told in full; the others are counted */
};
void report_text(const struct report *report, const struct ui *ui, const struct report_view *view, struct text *text);

/* The one line that says how it ended. */
void report_headline(const struct report *report, const struct ui *ui, struct text *text);

/* Heap strings; NULL when there is nothing. */
char *report_diff_stored(const struct judged_case *judged_case);
char *report_facts_stored(const struct judged_case *judged_case);
char *report_example_stored(const struct judged *judged); /* the counterexample, with all values */

/* Is there one element that the diff points to? Not for a wrong shape, dtype and the like. */
bool report_has_place(const struct diff *diff);

#endif
