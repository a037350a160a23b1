#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "judge/report/board_view.h"
#include "judge/cmd/attempt.h"
#include "judge/base/value.h"

static const struct command_option options[] = {{0}};

/* Reads a file in one function, opens a connection in the other. */
static const char hostile[] =
    "#include <fcntl.h>\n"
    "#include <sys/socket.h>\n"
    "#include <unistd.h>\n"
    "#include \"problem.h\"\n"
    "\n"
    "tensor *get_model_prediction(const tensor *X, const tensor *weights)\n"
    "{\n"
    "    char stolen[256];\n"
    "    int fd = open(\"/etc/passwd\", O_RDONLY); /* the judge's files? the other students'? */\n"
    "    if (fd < 0 || read(fd, stolen, sizeof stolen) <= 0)\n"
    "        abort();\n"
    "    return tensor_f64(X->shape[0], weights->shape[1]);\n"
    "}\n"
    "\n"
    "double get_error(const tensor *model_prediction, const tensor *ground_truth)\n"
    "{\n"
    "    int fd = socket(AF_INET, SOCK_STREAM, 0); /* ask a friend for the answer */\n"
    "    return fd + model_prediction->f64[0] + ground_truth->f64[0];\n"
    "}\n";

/* Right in one function, endless in the other. */
static const char endless[] = "#include \"problem.h\"\n"
                              "\n"
                              "tensor *get_model_prediction(const tensor *X, const tensor *weights)\n"
                              "{\n"
                              "    tensor *y = tensor_f64(X->shape[0], 1);\n"
                              "    for (int64_t i = 0; i < X->shape[0]; i++) {\n"
                              "        y->f64[i] = 0;\n"
                              "        for (int64_t k = 0; k < X->shape[1]; k++)\n"
                              "            y->f64[i] += X->f64[i * X->shape[1] + k] * weights->f64[k];\n"
                              "    }\n"
                              "    return y;\n"
                              "}\n"
                              "\n"
                              "double get_error(const tensor *model_prediction, const tensor *ground_truth)\n"
                              "{\n"
                              "    volatile double sum = 0;\n"
                              "    for (int64_t i = 0; i < tensor_size(model_prediction); i = 0) /* i never grows */\n"
                              "        sum += model_prediction->f64[i] - ground_truth->f64[i];\n"
                              "    return sum;\n"
                              "}\n";

static const struct step {
    const char *user, *what;
    const char *file;   /* of the problem's submissions, or NULL */
    const char *source; /* then this */
    bool accepted;
} steps[] = {
    {"ada", "a right solution", "submissions/accepted/loops.c", NULL, true},
    {"grace", "forgets to divide by N", "submissions/wrong_answer/sum_instead_of_mean.c", NULL, false},
    {"mallory", "tries to read a file and to open a connection", NULL, hostile, false},
    {"alan", "never ends", NULL, endless, false},
};

/* --- a home of its own -------------------------------------------------------------------------------------------- */

/* A database from the last time would tell of people who are not in this one. */
static int forget(const char *folder, struct err *err)
{
    static const char *const names[] = {"judge.db", "judge.db-journal", "judge.db-wal", "judge.db-shm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = xasprintf("%s/%s", folder, names[i]);
        int failed = access(path, F_OK) == 0 && unlink(path) != 0;
        if (failed)
            err_system(err, "'%s' from an earlier demo cannot be removed", path);
        free(path);
        if (failed)
            return -1;
    }
    return 0;
}

/* <home>/demo. The lock is held until the process ends: two demos at once would remove each other's database. */
static int open_home(struct context *context, struct err *err)
{
    char *usual = home_folder(), *folder = xasprintf("%s/demo", usual);
    setenv("JUDGE_HOME", folder, 1);
    int failed = home_open(&context->home, err);
    int lock = failed ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!failed && (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0))
        failed = err_set(err, ERR_USE, "another 'judge demo' is running");
    failed = failed || forget(folder, err) || store_open(folder, STORE_WRITE, &context->store, err);
    free(folder);
    free(usual);
    return failed ? -1 : 0;
}

/* --- the steps ---------------------------------------------------------------------------------------------------- */

static int open_attempt(const struct context *context, const struct step *step, struct attempt *ret_attempt,
                        struct err *err)
{
    /* the problem that came with the judge, whatever JUDGE_PROBLEMS says */
    const struct problem_path installed = {.count = 1, .at = (char *[]){context->install.problems}};
    struct attempt attempt = {.language = language_by_id("c"), .source = {.path = xstrdup("solution.c")}};
    attempt.source.name = attempt.source.path;
    if (language_check(attempt.language, err) || problem_find(&installed, "linear-regression", &attempt.problem, err) ||
        (step->file &&
         problem_read_file(attempt.problem, step->file, &attempt.source.bytes, &attempt.source.size, err))) {
        attempt_release(&attempt);
        return -1;
    }
    if (step->source) {
        attempt.source.bytes = xstrdup(step->source);
        attempt.source.size = strlen(step->source);
    }
    *ret_attempt = attempt;
    return 0;
}

static int check(const struct step *step, const struct judged *judged, struct err *err)
{
    if (judged->verdict == VERDICT_JE || (judged->verdict == VERDICT_AC) != step->accepted)
        return err_set(err, ERR_JUDGE, "the demo went wrong: %s got '%s'%s%s; 'judge doctor' may know why", step->user,
                       verdict_text(judged->verdict), judged->error ? ": " : "", judged->error ? judged->error : "");
    return 0;
}

static int show(const struct context *context, const struct step *step, const struct attempt *attempt,
                const struct judged *judged, int64_t id, struct err *err)
{
    const struct ui *ui = &context->out;
    const struct report_origin origin = {.id = id,
                                         .problem = attempt->problem,
                                         .user = step->user,
                                         .language = attempt->language->id,
                                         .file_name = attempt->source.name};
    struct report report;
    struct text text = {0};
    ui_add(ui, &text, STYLE_TITLE, "%s: %s", step->user, step->what);
    text_add(&text, "\n");
    report_from_judged(&origin, judged, &report);
    report_text(&report, ui, &(struct report_view){.details = 1}, &text);
    report_release(&report);
    text_add(&text, "\n");
    return command_print(&text, err);
}

static int run_step(const struct context *context, struct judging *judging, const struct step *step, struct err *err)
{
    struct attempt attempt;
    struct judged judged;
    int64_t id;
    if (open_attempt(context, step, &attempt, err) != 0)
        return -1;
    int failed = attempt_record(context, judging, &attempt, step->user, &judged, &id, err);
    if (!failed) {
        failed = show(context, step, &attempt, &judged, id, err) || check(step, &judged, err);
        judged_release(&judged);
    }
    attempt_release(&attempt);
    return failed ? -1 : 0;
}

static int finish(const struct context *context, struct err *err)
{
    static const struct board_query query = {.problem = "linear-regression", .by = BOARD_TIME};
    static const char next[] = "  judge list                        all problems\n"
                               "  judge start linear-regression     a folder with a solution to fill in\n"
                               "  judge test                        in that folder: try it on the samples\n"
                               "  judge submit solution.c           judge it on all cases\n"
                               "  judge leaderboard                 see where you are\n";
    struct board board;
    struct text text = {0};
    if (board_read(context->store, &query, &board, err) != 0)
        return -1;
    board_view_text(&board, &query, &context->out, &text);
    board_free(&board);
    text_add(&text, "\nrecorded in ");
    ui_safe_line(&context->out, &text, store_path(context->store));
    text_add(&text, " (the demo's own)\n\n");
    ui_add(&context->out, &text, STYLE_TITLE, "Next:");
    text_format(&text, "\n%s", next);
    return command_print(&text, err);
}

static int run(struct context *context, struct err *err)
{
    struct judging *judging;
    if (open_home(context, err) != 0 || attempt_open_judging(context, false, &judging, err) != 0)
        return -1;
    int failed = 0;
    for (size_t i = 0; !failed && i < sizeof steps / sizeof *steps; i++)
        failed = run_step(context, judging, &steps[i], err);
    judging_close(judging);
    return failed ? -1 : finish(context, err);
}

const struct command command_demo = {
    .name = "demo",
    .summary = "see the judge at work: right, wrong, hostile and endless submissions",
    .operands = "",
    .details = "Judges four submissions in the real sandbox and records them in a database of its own,\n"
               "made anew each time. Your own submissions are not touched.\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL,
    .run = run,
};
