#include "judge/cmd/problem.h"

#include <string.h>

#include "judge/base/suggest.h"

static const struct command_option options[] = {
    {"like", 0, "ID", WORDS_PROBLEM, NULL, "new: a copy of that problem instead of the skeleton"},
    {"dir", 'd', "D", WORDS_FOLDER, NULL, "new: make the folder in D"},
    {"all", 0, NULL, WORDS_NONE, NULL, "verify: every problem that is found"},
    {"keys", 'k', "N", WORDS_NONE, NULL, "verify: under so many instance keys (default: 5)"},
    {"quick", 0, NULL, WORDS_NONE, NULL, "verify: without mutants and other builds of the reference"},
    {"quiet", 'q', NULL, WORDS_NONE, NULL, "verify: faults and scores only, no tables"},
    {"require-isolation", 0, NULL, WORDS_NONE, NULL, "verify: refuse when a layer of the sandbox is missing"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

static const struct action {
    const char *name;
    int (*run)(struct context *context, const char *const *operands, int count, struct err *err);
    const char *options; /* that mean something to it, between blanks */
} actions[] = {
    {"format", problem_format, " "},
    {"new", problem_new, " like dir "},
    {"verify", problem_verify, " all keys quick quiet require-isolation json "},
};

enum { ACTIONS = sizeof actions / sizeof *actions };

static int unknown_action(const char *name, struct err *err)
{
    char hint[200];
    struct suggest suggest = suggest_for(name);
    for (int i = 0; i < ACTIONS; i++)
        suggest_offer(&suggest, actions[i].name);
    suggest_text(&suggest, hint, sizeof hint);
    return err_set(err, ERR_USE, "'judge problem' cannot '%s'%s", name,
                   *hint ? hint : "; 'judge problem --help' says what it can");
}

static int check_options(const struct context *context, const struct action *action, struct err *err)
{
    for (int i = 0; options[i].name; i++) {
        char word[64] = " ";
        strcat(strcat(word, options[i].name), " ");
        if (context->option[i] && !strstr(action->options, word))
            return err_set(err, ERR_USE, "--%s means nothing to 'judge problem %s'", options[i].name, action->name);
    }
    return 0;
}

static int run(struct context *context, struct err *err)
{
    const char *name = context->operand[0];
    for (int i = 0; i < ACTIONS; i++) {
        if (strcmp(actions[i].name, name) != 0)
            continue;
        if (check_options(context, &actions[i], err) != 0)
            return -1;
        return actions[i].run(context, context->operand + 1, context->operand_count - 1, err);
    }
    return unknown_action(name, err);
}

const struct command command_problem = {
    .name = "problem",
    .summary = "for instructors: make problems, and check them",
    .operands = "new ID | verify [ID...] | format",
    .operands_min = 1,
    .operands_max = COMMAND_OPERANDS_MAX,
    .words = WORDS_PROBLEM,
    .details = "new makes the folder ID, a whole problem that verifies and waits to be changed: in the\n"
               "first folder of JUDGE_PROBLEMS that you may write to, else in ./problems, else here.\n"
               "format prints all that problem.json may say, and how generate.c makes inputs.\n"
               "verify looks for everything that makes a problem unworthy of trust: an incomplete\n"
               "statement, a reference that contradicts its samples, example submissions that do not\n"
               "earn their folder's verdict, wrong answers and mutants of the reference that are\n"
               "accepted, a check.c of which no submission needs some part, limits that are too close.\n"
               "ID is a problem's id, or its folder (with a '/').\n"
               "Exits with 0 when there is no fault, with 1 when there is one.\n",
    .examples = "  judge problem new layer-norm\n"
                "  judge problem new ridge-regression --like linear-regression\n"
                "  judge problem format | less\n"
                "  judge problem verify linear-regression\n"
                "  judge problem verify --keys 20 ./my-problem\n"
                "  judge problem verify --all --quiet\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL | NEED_HOME,
    .run = run,
};
