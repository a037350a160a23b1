/* diagnostic.h - what is wrong with a problem, for its author: in the manner of compilers.
 *
 *     error[P001]: unknown key
 *       --> problems/softmax/problem.json:9:5
 *        |
 *      9 |     "time_limt": 2.0,
 *        |     ^^^^^^^^^^^
 *        = help: did you mean 'time_limit'?
 *
 * A list of diagnostics owns all its text. Each has a code that does not change, so that scripts can rely on it; what
 * the codes mean is one table (diagnostic.c). Text that comes from files is sanitised when it is rendered.
 */
#ifndef JUDGE_DIAGNOSTIC_H
#define JUDGE_DIAGNOSTIC_H

#include "judge/base/json_writer.h"
#include "judge/report/ui.h"
#include "sandbox/err.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE, SEVERITY_COUNT };

enum diagnostic_code {
    P001_LOAD,
    P002_REQUIRES,
    P010_STATEMENT_MISSING,
    P011_SECTION,
    P012_FORMULA,
    P013_SIGNATURE,
    P014_NUMBER,
    P015_RULE,
    P016_NO_SAMPLE,
    P017_HINTS,
    P020_REFERENCE,
    P021_SAMPLE,
    P022_REFERENCE_BUILD,
    P023_GENERATE,
    P024_GENERATE_STATE,
    P025_GENERATE_WARNING,
    P026_UNUSED,
    P027_CHECKER,
    P030_VERDICT,
    P031_TOO_FEW,
    P032_LANGUAGE,
    P033_FOLDER,
    P034_IDLE_GROUP,
    P035_TIME,
    P036_SKIPPED,
    P040_STARTER,
    P050_TRIVIAL,
    P060_MUTANT,
    P061_WEAK,
    P062_CHECKER_MUTANT,
    P070_EXCUSE,
    P071_STALE,
    DIAGNOSTIC_CODES,
};

struct diagnostic {
    enum diagnostic_code code;
    enum severity severity; /* the code's */
    char *text;             /* the failure, one line */
    char *file;             /* NULL: no place */
    int line, column;       /* from 1, columns in characters; 0: none */
    int length;             /* characters that the caret underlines */
    char *quote;            /* the line of the file, NULL */
    char *help;             /* a remedy, NULL */
    char *note;             /* more about it, NULL */
};

struct diagnostics {
    int count, errors, warnings;
    struct diagnostic *at;
};

/* Adds one and returns it, until the next is added. */
struct diagnostic *diagnostics_add(struct diagnostics *list, enum diagnostic_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Where it is. `source` (may be NULL) is the file's text, of which the line is quoted; length 0: the word or string
 * that begins there. */
void diagnostic_place(struct diagnostic *diagnostic, const char *file, const char *source, int line, int column,
                      int length);
/* The same by the first occurrence of `word`; only the file when it does not occur. */
void diagnostic_find(struct diagnostic *diagnostic, const char *file, const char *source, const char *word);

void diagnostic_help(struct diagnostic *diagnostic, const char *format, ...) __attribute__((format(printf, 2, 3)));
void diagnostic_note(struct diagnostic *diagnostic, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* From an error whose text may begin with "file:line:column: " and end with ", did you mean ...?": reads the line from
 * the file. */
struct diagnostic *diagnostics_add_err(struct diagnostics *list, enum diagnostic_code code, const struct err *err);

void diagnostics_text(const struct diagnostics *list, const struct ui *ui, struct text *text);
/* An array under `key`. */
void diagnostics_json(const struct diagnostics *list, const char *key, struct json_writer *json);
void diagnostics_release(struct diagnostics *list);

/* "P014". */
const char *diagnostic_code_name(enum diagnostic_code code);

#endif
