#include "judge/cmd/attempt.h"

static const struct command_option options[] = {
    ATTEMPT_OPTIONS,
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

static int run(struct context *context, struct err *err)
{
    struct attempt attempt;
    struct judging *judging;
    if (attempt_open(context, context->operand[0], &attempt, err) != 0)
        return -1;
    int result = attempt_open_judging(context, command_option(context, "require-isolation") != NULL, &judging, err);
    if (result == 0) {
        result = attempt_test(context, judging, &attempt, err);
        judging_close(judging);
    }
    attempt_release(&attempt);
    return result;
}

const struct command command_test = {
    .name = "test",
    .summary = "try a solution on the sample cases; nothing is recorded",
    .operands = "[FILE]",
    .operands_max = 1,
    .words = WORDS_FILE,
    .details = "Shows every detail: the arguments, what came back beside what was wanted, where it is\n"
               "worst, and what your program printed. Without FILE: the solution.* in this folder.\n",
    .examples = "  judge test\n"
                "  judge test -p squeeze-sum draft.c\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL | NEED_HOME | NEED_USER,
    .run = run,
};
