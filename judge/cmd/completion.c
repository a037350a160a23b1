#include <stdio.h>
#include <string.h>

#include "judge/command.h"

/* The scripts are made from the table of commands, so they know what this build knows. Problems are asked for when the
 * key is pressed: `judge list --json` takes a few milliseconds. */

static const struct command_option options[] = {{0}};

static const char problems_bash[] = "$(judge list --json 2>/dev/null | grep -o '\"id\":\"[^\"]*\"' | cut -d'\"' -f4)";

static void add_names(struct text *text)
{
    for (int i = 0; command_at(i); i++)
        text_format(text, "%s%s", i ? " " : "", command_at(i)->name);
}

/* --- bash --------------------------------------------------------------------------------------------------------- */

static void add_bash_words(struct text *text, enum command_words words, const char *list)
{
    if (words == WORDS_PROBLEM)
        text_format(text, "COMPREPLY=($(compgen -W \"%s\" -- \"$word\"))", problems_bash);
    else if (words == WORDS_FILE)
        text_add(text, "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\"))");
    else if (words == WORDS_FOLDER)
        text_add(text, "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$word\"))");
    else if (words == WORDS_COMMAND)
        text_add(text, "COMPREPLY=($(compgen -W \"$commands\" -- \"$word\"))");
    else if (words == WORDS_LIST && list)
        text_format(text, "COMPREPLY=($(compgen -W \"%s\" -- \"$word\"))", list);
    else
        text_add(text, ":");
}

static void add_bash_command(struct text *text, const struct command *command)
{
    text_format(text, "    %s)\n        case $previous in\n", command->name);
    for (int i = 0; command->options[i].name; i++) {
        const struct command_option *option = &command->options[i];
        if (!option->argument)
            continue;
        text_format(text, "        --%s", option->name);
        if (option->letter)
            text_format(text, "|-%c", option->letter);
        text_add(text, ") ");
        add_bash_words(text, option->words, option->list);
        text_add(text, "; return ;;\n");
    }
    text_add(text, "        esac\n        case $word in\n        -*) COMPREPLY=($(compgen -W \"--help --color");
    for (int i = 0; command->options[i].name; i++)
        text_format(text, " --%s", command->options[i].name);
    text_add(text, "\" -- \"$word\")) ;;\n        *) ");
    add_bash_words(text, command->words, command->operand_list);
    text_add(text, " ;;\n        esac ;;\n");
}

static void add_bash(struct text *text)
{
    text_add(text, "# judge completion bash > ~/.local/share/bash-completion/completions/judge\n"
                   "_judge()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                   "    local commands=\"");
    add_names(text);
    text_add(text, "\"\n    COMPREPLY=()\n"
                   "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
                   "        COMPREPLY=($(compgen -W \"$commands --help --version --color\" -- \"$word\"))\n"
                   "        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (int i = 0; command_at(i); i++)
        add_bash_command(text, command_at(i));
    text_add(text, "    esac\n}\ncomplete -F _judge judge\n");
}

/* --- zsh ---------------------------------------------------------------------------------------------------------- */

/* Inside single quotes of an _arguments specification. */
static void add_zsh_help(struct text *text, const char *help)
{
    for (; *help; help++) {
        if (strchr("[]:", *help))
            text_format(text, "\\%c", *help);
        else if (*help == '\'')
            text_add(text, "'\\''");
        else
            text_format(text, "%c", *help);
    }
}

static void add_zsh_words(struct text *text, enum command_words words, const char *list)
{
    static const char *const actions[] = {
        [WORDS_NONE] = " ",           [WORDS_PROBLEM] = "_judge_problems", [WORDS_FILE] = "_files",
        [WORDS_FOLDER] = "_files -/", [WORDS_COMMAND] = "_judge_commands", [WORDS_LIST] = " "};
    if (words == WORDS_LIST && list)
        text_format(text, "(%s)", list);
    else
        text_add(text, actions[words]);
}

static void add_zsh_command(struct text *text, const struct command *command)
{
    text_format(text, "    %s) _arguments '--help[help]' '--color[when to use colour]:when:(auto always never)'",
                command->name);
    for (int i = 0; command->options[i].name; i++) {
        const struct command_option *option = &command->options[i];
        text_format(text, " '--%s[", option->name);
        add_zsh_help(text, option->help);
        text_add(text, "]");
        if (option->argument) {
            text_format(text, ":%s:", option->argument);
            add_zsh_words(text, option->words, option->list);
        }
        text_add(text, "'");
    }
    for (int i = 0; i < command->operands_max; i++) {
        text_format(text, " '%d::argument:", i + 1);
        add_zsh_words(text, command->words, command->operand_list);
        text_add(text, "'");
    }
    text_add(text, " ;;\n");
}

static void add_zsh(struct text *text)
{
    text_format(text,
                "#compdef judge\n# judge completion zsh > \"${fpath[1]}/_judge\"\n"
                "_judge_problems() { local -a ids; ids=(${(f)\"%s\"}); compadd -a ids }\n"
                "_judge_commands() { local -a commands; commands=(",
                problems_bash);
    for (int i = 0; command_at(i); i++) {
        text_format(text, "\n    '%s:", command_at(i)->name);
        add_zsh_help(text, command_at(i)->summary);
        text_add(text, "'");
    }
    text_add(text, "); _describe command commands }\n_judge()\n{\n"
                   "    if (( CURRENT == 2 )); then _judge_commands; return; fi\n"
                   "    shift words; (( CURRENT-- ))\n    case $words[1] in\n");
    for (int i = 0; command_at(i); i++)
        add_zsh_command(text, command_at(i));
    text_add(text, "    esac\n}\n_judge \"$@\"\n");
}

/* --- fish --------------------------------------------------------------------------------------------------------- */

/* Inside single quotes. */
static void add_fish_help(struct text *text, const char *help)
{
    for (; *help; help++)
        text_format(text, strchr("'\\", *help) ? "\\%c" : "%c", *help);
}

static void add_fish_words(struct text *text, enum command_words words, const char *list)
{
    if (words == WORDS_PROBLEM)
        text_add(text, " -a '(judge list --json 2>/dev/null | string match -rag \\'\"id\":\"([^\"]*)\"\\')'");
    else if (words == WORDS_FILE || words == WORDS_FOLDER)
        text_add(text, " -F");
    else if (words == WORDS_LIST && list)
        text_format(text, " -a '%s'", list);
    else if (words == WORDS_COMMAND) {
        text_add(text, " -a '");
        add_names(text);
        text_add(text, "'");
    }
}

static void add_fish_command(struct text *text, const struct command *command)
{
    char condition[80];
    snprintf(condition, sizeof condition, "complete -c judge -n '__fish_seen_subcommand_from %s'", command->name);
    for (int i = 0; command->options[i].name; i++) {
        const struct command_option *option = &command->options[i];
        text_format(text, "%s -l %s", condition, option->name);
        if (option->letter)
            text_format(text, " -s %c", option->letter);
        if (option->argument) {
            text_add(text, option->words == WORDS_FILE || option->words == WORDS_FOLDER ? " -r" : " -x");
            add_fish_words(text, option->words, option->list);
        }
        text_add(text, " -d '");
        add_fish_help(text, option->help);
        text_add(text, "'\n");
    }
    if (command->operands_max) {
        text_add(text, condition);
        add_fish_words(text, command->words, command->operand_list);
        text_add(text, "\n");
    }
}

static void add_fish(struct text *text)
{
    text_add(text, "# judge completion fish > ~/.config/fish/completions/judge.fish\ncomplete -c judge -f\n");
    for (int i = 0; command_at(i); i++) {
        text_format(text, "complete -c judge -n __fish_use_subcommand -a %s -d '", command_at(i)->name);
        add_fish_help(text, command_at(i)->summary);
        text_add(text, "'\n");
    }
    for (int i = 0; command_at(i); i++)
        add_fish_command(text, command_at(i));
}

static int run(struct context *context, struct err *err)
{
    struct text text = {0};
    const char *shell = context->operand[0];
    if (*shell == 'b')
        add_bash(&text);
    else if (*shell == 'z')
        add_zsh(&text);
    else
        add_fish(&text);
    return command_print(&text, err);
}

const struct command command_completion = {
    .name = "completion",
    .summary = "a script that teaches your shell the commands and their options",
    .operands = "SHELL",
    .operands_min = 1,
    .operands_max = 1,
    .words = WORDS_LIST,
    .operand_list = "bash zsh fish",
    .details = "SHELL is bash, zsh or fish. The first lines of the script say where it goes.\n",
    .examples = "  judge completion bash > ~/.local/share/bash-completion/completions/judge\n",
    .options = options,
    .run = run,
};
