#include "judge/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/base/suggest.h"
#include "judge/base/value.h"

static const struct command *const commands[] = {
    &command_demo,   &command_list,    &command_show,   &command_start,      &command_hint,        &command_test,
    &command_submit, &command_watch,   &command_result, &command_history,    &command_leaderboard, &command_rejudge,
    &command_export, &command_problem, &command_doctor, &command_completion, &command_help_of,
};

const struct command *command_at(int i)
{
    return i >= 0 && (size_t)i < sizeof commands / sizeof *commands ? commands[i] : NULL;
}

const struct command *command_find(const char *name, struct err *err)
{
    char hint[200];
    struct suggest suggest = suggest_for(name);
    for (int i = 0; command_at(i); i++) {
        if (strcmp(command_at(i)->name, name) == 0)
            return command_at(i);
        suggest_offer(&suggest, command_at(i)->name);
    }
    suggest_text(&suggest, hint, sizeof hint);
    err_set(err, ERR_USE, "unknown command '%s'%s", name, *hint ? hint : "; 'judge help' lists them");
    return NULL;
}

/* --- options ------------------------------------------------------------------------------------------------------ */

enum { OPTION_HELP = 1000, OPTION_COLOUR, OPTION_VERSION, OPTION_ROW = 2000, OPTIONS_ALL = COMMAND_OPTIONS_MAX + 4 };

/* getopt's two tables, made from a command's rows; without a command, those of the program itself. */
struct parser {
    char letters[2 * OPTIONS_ALL + 4];
    struct option options[OPTIONS_ALL];
};

static void parser_init(struct parser *parser, const struct command_option *rows)
{
    /* "+" stops at the command's name; ":" tells a missing argument from an unknown option */
    char *letter = parser->letters + sprintf(parser->letters, "%s", rows ? ":h" : "+:h");
    int n = 0;
    *parser->options = (struct option){0};
    for (int i = 0; rows && rows[i].name; i++) {
        parser->options[n++] = (struct option){rows[i].name, rows[i].argument != NULL, NULL, OPTION_ROW + i};
        if (rows[i].letter)
            letter += sprintf(letter, rows[i].argument ? "%c:" : "%c", rows[i].letter);
    }
    parser->options[n++] = (struct option){"help", no_argument, NULL, OPTION_HELP};
    parser->options[n++] = (struct option){"color", required_argument, NULL, OPTION_COLOUR};
    if (!rows)
        parser->options[n++] = (struct option){"version", no_argument, NULL, OPTION_VERSION};
    parser->options[n] = (struct option){0};
}

static int unknown_option(const struct parser *parser, const char *word, struct err *err)
{
    char hint[200];
    size_t length = strcspn(word, "=");
    char *name = xasprintf("%.*s", (int)length, word);
    struct suggest suggest = suggest_for(name + (strncmp(name, "--", 2) == 0 ? 2 : 0));
    for (int i = 0; parser->options[i].name; i++)
        suggest_offer(&suggest, parser->options[i].name);
    if (suggest.best)
        snprintf(hint, sizeof hint, ", did you mean '--%s'?", suggest.best);
    else
        snprintf(hint, sizeof hint, "; --help lists the options");
    err_set(err, ERR_USE, "unknown option '%s'%s", name, hint);
    free(name);
    return -1;
}

/* getopt_long takes "--js" for "--json". What is unique today is not tomorrow, so only whole names count. */
static bool is_exact(char **argv, const char *name)
{
    for (int back = 1; back <= 2 && optind - back > 0; back++) {
        const char *word = argv[optind - back];
        size_t length = strcspn(word, "=");
        bool is_argument = back == 1 && optarg == word;
        if (!is_argument)
            return strncmp(word, "--", 2) == 0 && length == strlen(name) + 2 &&
                   strncmp(word + 2, name, length - 2) == 0;
    }
    return false;
}

static int bad_option(const struct parser *parser, int result, char **argv, struct err *err)
{
    const char *word = argv[optind - 1];
    if (result == ':')
        return err_set(err, ERR_USE, "the option '%s' needs an argument", word);
    for (int i = 0; parser->options[i].name; i++) {
        if (parser->options[i].val == optopt && optopt >= OPTION_HELP)
            return err_set(err, ERR_USE, "the option '--%s' takes no argument", parser->options[i].name);
    }
    if (optopt) {
        char letter[] = {'-', (char)optopt, '\0'};
        return unknown_option(parser, letter, err);
    }
    return unknown_option(parser, word, err);
}

/* Checks a word against a list, "a b c". */
static int check_listed(const char *what, const char *word, const char *list, struct err *err)
{
    char *copy = xstrdup(list), *save = NULL, hint[200];
    struct suggest suggest = suggest_for(word);
    bool found = false;
    for (char *item = strtok_r(copy, " ", &save); item; item = strtok_r(NULL, " ", &save)) {
        found = found || strcmp(item, word) == 0;
        suggest_offer(&suggest, item);
    }
    if (!found)
        err_set(err, ERR_USE, "%s is one of %s, not '%s'%s", what, list, word,
                suggest_text(&suggest, hint, sizeof hint));
    free(copy);
    return found ? 0 : -1;
}

static int set_colour(struct context *context, const char *word, struct err *err)
{
    static const char list[] = "auto always never";
    if (check_listed("--color", word, list, err) != 0)
        return -1;
    context->colour = *word == 'n' ? COLOUR_NEVER : word[1] == 'l' ? COLOUR_ALWAYS : COLOUR_AUTO;
    return 0;
}

static int set_row(struct context *context, int row, struct err *err)
{
    const struct command_option *option = &context->command->options[row];
    if (option->list) {
        char *what = xasprintf("--%s", option->name);
        int bad = check_listed(what, optarg, option->list, err);
        free(what);
        if (bad)
            return -1;
    }
    context->option[row] = optarg ? optarg : "";
    return 0;
}

static int row_of_letter(const struct command_option *rows, int letter)
{
    for (int i = 0; rows && rows[i].name; i++) {
        if (rows[i].letter == letter)
            return i;
    }
    return -1;
}

/* Reads options up to the end, or for the program itself up to the command's name. ret_special: OPTION_HELP or
 * OPTION_VERSION when one was asked for, else 0. */
static int parse_options(struct context *context, const struct command_option *rows, int argc, char **argv,
                         int *ret_special, struct err *err)
{
    struct parser parser;
    parser_init(&parser, rows);
    optind = 0; /* anew: glibc resets its own state too */
    opterr = 0;
    *ret_special = 0;
    for (;;) {
        int index = -1, result = getopt_long(argc, argv, parser.letters, parser.options, &index);
        if (result == -1)
            return 0;
        if (result == '?' || result == ':')
            return bad_option(&parser, result, argv, err);
        if (index >= 0 && !is_exact(argv, parser.options[index].name))
            return unknown_option(&parser, argv[optind - 1] == optarg ? argv[optind - 2] : argv[optind - 1], err);
        if (result == 'h' || result == OPTION_HELP || result == OPTION_VERSION)
            *ret_special = *ret_special ? *ret_special : result == 'h' ? OPTION_HELP : result;
        else if (result == OPTION_COLOUR && set_colour(context, optarg, err) != 0)
            return -1;
        else if (result != OPTION_COLOUR &&
                 set_row(context, result >= OPTION_ROW ? result - OPTION_ROW : row_of_letter(rows, result), err) != 0)
            return -1;
    }
}

static int take_operands(struct context *context, int count, char **operands, struct err *err)
{
    const struct command *command = context->command;
    if (count < command->operands_min)
        return err_set(err, ERR_USE, "%s is missing: judge %s %s", count == 0 ? "an argument" : "another argument",
                       command->name, command->operands);
    if (count > command->operands_max)
        return err_set(err, ERR_USE, "'%s' is one argument too many: judge %s%s%s", operands[command->operands_max],
                       command->name, *command->operands ? " " : "", command->operands);
    for (int i = 0; i < count; i++) {
        if (i == 0 && command->operand_list &&
            check_listed(command->operands, operands[i], command->operand_list, err) != 0)
            return -1;
        context->operand[i] = operands[i];
    }
    context->operand_count = count;
    return 0;
}

const char *command_option(const struct context *context, const char *name)
{
    const struct command_option *rows = context->command->options;
    for (int i = 0; rows[i].name; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return context->option[i];
    }
    abort();
}

int command_number(const struct context *context, const char *name, int64_t low, int64_t high, int64_t absent,
                   int64_t *ret_number, struct err *err)
{
    const char *word = command_option(context, name);
    char *end;
    errno = 0;
    long long number = word ? strtoll(word, &end, 10) : absent;
    if (word && (errno || *end || end == word || *word == ' ' || number < low || number > high))
        return err_set(err, ERR_USE, "--%s is a whole number from %lld to %lld, not '%s'", name, (long long)low,
                       (long long)high, word);
    *ret_number = number;
    return 0;
}

int command_submission(const char *word, int64_t *ret_id, struct err *err)
{
    char *end;
    *ret_id = 0;
    if (strcmp(word, "@last") == 0)
        return 0;
    errno = 0;
    *ret_id = strtoll(word + (*word == '#'), &end, 10);
    if (errno || *end || *ret_id <= 0)
        return err_set(err, ERR_USE, "a submission is a number or @last, not '%s'", word);
    return 0;
}

/* --- output ------------------------------------------------------------------------------------------------------- */

int command_check_problem(const struct context *context, bool has_records, struct err *err)
{
    struct problem *problem;
    if (!context->operand[0] || has_records)
        return 0;
    if (problem_find(&context->problems, context->operand[0], &problem, err) != 0)
        return -1;
    problem_free(problem);
    return 0;
}

int command_print(struct text *text, struct err *err)
{
    size_t written = 0;
    int failed = 0;
    while (written < text->size && !failed) {
        ssize_t some = write(STDOUT_FILENO, text->at + written, text->size - written);
        if (some > 0)
            written += (size_t)some;
        else if (errno != EINTR)
            failed = errno == EPIPE ? 1 : err_system(err, "the results cannot be written");
    }
    text_release(text);
    return failed < 0 ? -1 : 0;
}

int command_print_json(struct json_writer *json, struct err *err)
{
    struct text text = {0};
    json_writer_line(json, &text);
    return command_print(&text, err);
}

void command_note(const struct context *context, const char *format, ...)
{
    char *raw = NULL;
    struct text line = {0};
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&raw, format, arguments) < 0)
        raw = xstrdup("out of memory");
    va_end(arguments);
    text_add(&line, "judge: ");
    ui_safe_line(&context->note, &line, raw);
    text_add(&line, "\n");
    fputs(line.at, stderr);
    text_release(&line);
    free(raw);
}

/* --- what a command needs ----------------------------------------------------------------------------------------- */

static int tell_interrupted(struct context *context, struct err *err)
{
    struct store_list list;
    if (store_recover(context->store, &list, err) != 0)
        return -1;
    for (size_t i = 0; i < list.count; i++)
        command_note(context, "submission %lld (%s, %s) was interrupted; judge submit it again",
                     (long long)list.at[i].id, list.at[i].problem, list.at[i].user);
    store_list_free(&list);
    return 0;
}

/* Whoever may write the database also marks what was interrupted; others read it as it is, and reading makes none. */
static enum store_mode mode_of(const char *folder)
{
    char *file = xasprintf("%s/judge.db", folder);
    bool writable = access(file, R_OK | W_OK) == 0 && access(folder, W_OK) == 0;
    free(file);
    return writable ? STORE_WRITE : STORE_READ;
}

static int open_store(struct context *context, struct err *err)
{
    const unsigned needs = context->command->needs;
    char *folder = home_folder();
    struct err why;
    int failed = home_check_kind(folder, err);
    bool open = false;
    if (!failed && (needs & NEED_STORE_TRY)) {
        open = home_open(&context->home, &why) == 0 && store_open(folder, STORE_WRITE, &context->store, &why) == 0;
        failed = !open && why.kind == ERR_JUDGE ? err_set(err, ERR_JUDGE, "%s", why.text) : 0;
        if (!open && !failed)
            command_note(context, "nothing is recorded: %s", why.text);
    }
    if (!failed && !open)
        failed = store_open(folder, needs & NEED_STORE_WRITE ? STORE_WRITE : mode_of(folder), &context->store, err);
    free(folder);
    return failed ? -1 : tell_interrupted(context, err);
}

static int open_needs(struct context *context, struct err *err)
{
    unsigned needs = context->command->needs;
    if (needs & (NEED_PROBLEMS | NEED_INSTALL)) {
        if (install_find(&context->install, err) != 0)
            return -1;
        problem_path_init(&context->problems, context->install.problems);
    }
    if ((needs & NEED_USER) && home_user(&context->user, err) != 0)
        return -1;
    if ((needs & (NEED_HOME | NEED_STORE_WRITE)) && home_open(&context->home, err) != 0)
        return -1;
    if (needs & (NEED_STORE_READ | NEED_STORE_WRITE | NEED_STORE_TRY))
        return open_store(context, err);
    return 0;
}

static void close_needs(struct context *context)
{
    store_close(context->store);
    home_release(&context->home);
    problem_path_release(&context->problems);
    install_release(&context->install);
    free(context->user);
}

/* --- the program -------------------------------------------------------------------------------------------------- */

static void init_streams(struct context *context)
{
    ui_init(&context->out, STDOUT_FILENO, context->colour);
    ui_init(&context->note, STDERR_FILENO, context->colour);
}

static int run_command(struct context *context, int argc, char **argv, struct err *err)
{
    int special;
    if (parse_options(context, context->command->options, argc, argv, &special, err) != 0)
        return -1;
    init_streams(context);
    if (special == OPTION_HELP) {
        struct text text = {0};
        command_help(&context->out, context->command, &text);
        return command_print(&text, err);
    }
    if (take_operands(context, argc - optind, argv + optind, err) != 0)
        return -1;
    int result = open_needs(context, err);
    if (result == 0)
        result = context->command->run(context, err);
    close_needs(context);
    return result;
}

static int run_program(struct context *context, int argc, char **argv, struct err *err)
{
    int special;
    struct text text = {0};
    init_streams(context);
    if (parse_options(context, NULL, argc, argv, &special, err) != 0)
        return -1;
    init_streams(context);
    if (special == OPTION_VERSION) {
        text_format(&text, "judge %s\n", judge_version);
        return command_print(&text, err);
    }
    if (special == OPTION_HELP) {
        command_overview(&context->out, &text);
        return command_print(&text, err);
    }
    if (optind == argc)
        return err_set(err, ERR_USE,
                       "a command is missing; 'judge help' lists them, 'judge demo' shows the judge at work");
    context->command = command_find(argv[optind], err);
    if (!context->command)
        return -1;
    return run_command(context, argc - optind, argv + optind, err);
}

int command_main(int argc, char **argv)
{
    struct context context = {0};
    struct err err = {0};
    int result = run_program(&context, argc, argv, &err);
    if (result >= 0)
        return result;
    command_note(&context, "%s", err.text);
    return err.kind == ERR_USE ? EXIT_USE : EXIT_JUDGE;
}
