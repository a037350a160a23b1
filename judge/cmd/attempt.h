/* attempt.h - what test, submit, watch and demo share: a file on its way to a verdict.
 *
 * An attempt is a source with its language and its problem, from a command's FILE, -p and -l or from the demo. It owns
 * all three until attempt_release. attempt_judge shows a progress line and judges; attempt_record does the same between
 * the two halves of a record in the database, so that a submission is never lost: it is pending before it is judged.
 *
 * A judge error is tried once more before it stands.
 */
#ifndef JUDGE_CMD_ATTEMPT_H
#define JUDGE_CMD_ATTEMPT_H

#include "judge/command.h"
#include "judge/judging/judging.h"
#include "judge/report/report.h"
#include "judge/judging/source.h"

struct attempt {
    struct source source;
    const struct language *language;
    struct problem *problem;
    bool keep_hidden; /* arguments and results of hidden and fresh cases too */
    /* Of a submission that is judged again; borrowed. */
    const struct judging_seed *seeds;
    int seed_count;
    const char *label; /* of the progress line; NULL: "judging <file>" */
};

enum { SETS_SAMPLE = 1 << SET_SAMPLE, SETS_ALL = (1 << SET_COUNT) - 1 };

/* From the command line: FILE (path NULL: the one solution.* here), --problem, --language. ERR_USE in one line. */
int attempt_open(const struct context *context, const char *path, struct attempt *ret_attempt, struct err *err);
void attempt_release(struct attempt *attempt);

/* judging_open; it refuses a sandbox with a layer missing when `require_isolation` (the option of that name) is set, or
 * where JUDGE_REQUIRE_ISOLATION is 1: what a class server sets. Without, judging says on stderr what is missing. */
int attempt_open_judging(const struct context *context, bool require_isolation, struct judging **ret_judging,
                         struct err *err);

/* As judging_run: ret_judged must be released in any case. */
int attempt_judge(const struct context *context, struct judging *judging, const struct attempt *attempt, unsigned sets,
                  struct judged *ret_judged, struct err *err);

/* All cases, and the record under `user`. On success ret_judged is to be released; it may be a JE. */
int attempt_record(const struct context *context, struct judging *judging, const struct attempt *attempt,
                   const char *user, struct judged *ret_judged, int64_t *ret_id, struct err *err);

/* The second half of attempt_record alone: a judgement of submission `id`. */
int attempt_finish(const struct context *context, struct judging *judging, const struct attempt *attempt, int64_t id,
                   const char *started_at, const struct judged *judged, struct err *err);

/* Prints the report, as JSON with --json. */
int attempt_print(const struct context *context, const struct report *report, const struct report_view *view,
                  struct err *err);

/* Judges the samples and prints everything about them; returns the exit code, or -1. */
int attempt_test(const struct context *context, struct judging *judging, const struct attempt *attempt,
                 struct err *err);

/* The exit code of a judged submission; for a JE -1 with err. */
int attempt_exit(const struct judged *judged, struct err *err);

/* The options -p and -l, as all commands have them that take a FILE. */
#define ATTEMPT_OPTIONS                                                                                                \
    {"problem", 'p', "ID", WORDS_PROBLEM, NULL, "the problem, when the folder's name does not tell it"},               \
        {"require-isolation", 0, NULL, WORDS_NONE, NULL, "refuse to judge when a layer of the sandbox is missing"},    \
    {                                                                                                                  \
        "language", 'l', "LANG", WORDS_NONE, NULL, "the language, when the file's name does not tell it"               \
    }

#endif
