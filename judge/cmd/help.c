#include "judge/command.h"

static const struct command_option options[] = {{0}};

static int run(struct context *context, struct err *err)
{
    struct text text = {0};
    const struct command *command = NULL;
    if (context->operand[0] && !(command = command_find(context->operand[0], err)))
        return -1;
    if (command)
        command_help(&context->out, command, &text);
    else
        command_overview(&context->out, &text);
    return command_print(&text, err);
}

const struct command command_help_of = {
    .name = "help",
    .summary = "this list, or one command in full",
    .operands = "[COMMAND]",
    .operands_max = 1,
    .words = WORDS_COMMAND,
    .options = options,
    .run = run,
};
