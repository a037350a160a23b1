/* command.h - the commands as a table: help, completion and "did you mean" are made from it.
 *
 * One command is one file in judge/cmd/ with one `const struct command`, and one line in the table of command.c. To add
 * one: write the file, declare it at the end of this header, add it to the table.
 *
 * What a command needs (its flags) is made ready before it runs and cleaned up after it: a command opens nothing that
 * others open too. Options come as rows; each command has --help and --color besides. Results go to stdout through
 * command_print, once, whole; everything else goes to stderr through command_note.
 *
 * A run returns the exit code (EXIT_ACCEPTED, EXIT_NOT_ACCEPTED), or -1 with err: ERR_USE exits with 2, ERR_JUDGE
 * with 3.
 */
#ifndef JUDGE_COMMAND_H
#define JUDGE_COMMAND_H

#include "judge/base/home.h"
#include "judge/base/install.h"
#include "judge/base/json_writer.h"
#include "judge/problem/problem.h"
#include "judge/store/store.h"
#include "judge/report/ui.h"

enum exit_code { EXIT_ACCEPTED = 0, EXIT_NOT_ACCEPTED = 1, EXIT_USE = 2, EXIT_JUDGE = 3 };

enum command_need {
    NEED_PROBLEMS = 1 << 0,   /* context.problems */
    NEED_INSTALL = 1 << 1,    /* context.install */
    NEED_HOME = 1 << 2,       /* context.home: made when it is missing */
    NEED_STORE_READ = 1 << 3, /* context.store, without making one; interrupted submissions have been told and marked */
    NEED_STORE_WRITE = 1 << 4, /* context.store, made when it is missing */
    NEED_USER = 1 << 5,        /* context.user */
    NEED_STORE_TRY = 1 << 6,   /* as WRITE where that can be, else as READ, and it is said that nothing is recorded */
};

enum { COMMAND_OPTIONS_MAX = 10, COMMAND_OPERANDS_MAX = 64 };

/* What the words after a command or an option can be: for completion. */
enum command_words { WORDS_NONE, WORDS_PROBLEM, WORDS_FILE, WORDS_FOLDER, WORDS_COMMAND, WORDS_LIST };

struct command_option {
    const char *name;     /* long, without dashes; NULL ends the table */
    char letter;          /* or 0 */
    const char *argument; /* "ID"; NULL: a flag */
    enum command_words words;
    const char *list; /* WORDS_LIST: "score time memory"; anything else is refused, with a hint */
    const char *help;
};

struct context {
    const struct command *command;
    struct ui out, note; /* stdout, stderr */
    enum ui_colour colour;
    const char *option[COMMAND_OPTIONS_MAX]; /* by row: NULL when not given, "" for a flag */
    int operand_count;
    const char *operand[COMMAND_OPERANDS_MAX];
    struct install install;
    struct problem_path problems;
    struct home home;
    struct store *store;
    char *user;
};

struct command {
    const char *name;
    const char *summary;
    const char *operands; /* "FILE", "[ID]", "" */
    int operands_min, operands_max;
    enum command_words words; /* what operands are */
    const char *operand_list; /* WORDS_LIST: what the first operand can be */
    const char *details;      /* for --help, lines of at most 78 columns */
    const char *examples;     /* likewise */
    const struct command_option *options;
    unsigned needs;
    int (*run)(struct context *context, struct err *err);
};

/* Row i of the table, NULL behind the last. */
const struct command *command_at(int i);
/* ERR_USE with "did you mean". */
const struct command *command_find(const char *name, struct err *err);

/* The value of an option by its long name; NULL when it was not given. Aborts on a name that the command lacks. */
const char *command_option(const struct context *context, const char *name);
/* A whole number within [low, high]; `absent` when the option was not given. ERR_USE otherwise. */
int command_number(const struct context *context, const char *name, int64_t low, int64_t high, int64_t absent,
                   int64_t *ret_number, struct err *err);

/* A submission as people name it: "17", "#17", or "@last", which is 0 as for store_get_submission. ERR_USE. */
int command_submission(const char *word, int64_t *ret_id, struct err *err);

/* Writes results to stdout and frees them. A closed pipe is no error; a full disk is. */
int command_print(struct text *text, struct err *err);
/* The same for one JSON object, as a line. */
int command_print_json(struct json_writer *json, struct err *err);

/* Operand 0, where it is given, names a problem: one that is gone may still have records, an unknown one without any is
 * a slip of the fingers (ERR_USE, with the nearest id). */
int command_check_problem(const struct context *context, bool has_records, struct err *err);
/* "judge: " + a line, on stderr, sanitised. */
void command_note(const struct context *context, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The text of --help. */
void command_help(const struct ui *ui, const struct command *command, struct text *text);
void command_overview(const struct ui *ui, struct text *text);

/* The whole program: everything of main() but the process's own affairs. */
int command_main(int argc, char **argv);

extern const struct command command_demo, command_list, command_show, command_hint, command_start, command_test,
    command_submit, command_watch, command_history, command_result, command_leaderboard, command_rejudge,
    command_export, command_problem, command_doctor, command_completion, command_help_of;

#endif
