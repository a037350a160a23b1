#include "judge/command.h"

#include <stdlib.h>
#include <string.h>

#include "judge/report/ui_table.h"
#include "judge/base/value.h"

static const struct ui_column two_columns[] = {{.title = ""}, {.title = ""}};

static void add_options(const struct ui *ui, const struct command_option *rows, struct text *text)
{
    struct ui_table table;
    ui_table_init(&table, ui, two_columns, 2);
    for (int i = 0; rows && rows[i].name; i++) {
        char letter[] = {'-', rows[i].letter, ',', ' ', '\0'};
        ui_table_cell(&table, STYLE_BOLD, "%s--%s%s%s", rows[i].letter ? letter : "    ", rows[i].name,
                      rows[i].argument ? " " : "", rows[i].argument ? rows[i].argument : "");
        ui_table_cell(&table, STYLE_PLAIN, "%s", rows[i].help);
    }
    ui_table_cell(&table, STYLE_BOLD, "    --color WHEN");
    ui_table_cell(&table, STYLE_PLAIN, "auto (on a terminal, unless NO_COLOR is set), always, never");
    ui_table_cell(&table, STYLE_BOLD, "-h, --help");
    ui_table_cell(&table, STYLE_PLAIN, "this text");
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
}

void command_help(const struct ui *ui, const struct command *command, struct text *text)
{
    text_format(text, "judge %s - %s\n\n", command->name, command->summary);
    ui_add(ui, text, STYLE_TITLE, "Usage");
    text_format(text, "\n  judge %s%s%s [OPTION...]\n", command->name, *command->operands ? " " : "",
                command->operands);
    if (command->details)
        text_format(text, "\n%s", command->details);
    text_add(text, "\n");
    ui_add(ui, text, STYLE_TITLE, "Options");
    text_add(text, "\n");
    add_options(ui, command->options, text);
    if (command->examples) {
        text_add(text, "\n");
        ui_add(ui, text, STYLE_TITLE, "Examples");
        text_format(text, "\n%s", command->examples);
    }
}

void command_overview(const struct ui *ui, struct text *text)
{
    static const char environment[] = "  JUDGE_HOME      database, key and caches (default: $XDG_DATA_HOME/judge)\n"
                                      "  JUDGE_PROBLEMS  more folders with problems, separated by colons\n"
                                      "  JUDGE_USER      your name on the leaderboard (default: the login name)\n"
                                      "  NO_COLOR        no colour\n";
    static const char codes[] = "  0  accepted, or done\n"
                                "  1  judged, and not accepted\n"
                                "  2  wrong use: an unknown command, option, problem or file\n"
                                "  3  the judge itself failed\n";
    struct ui_table table;
    text_format(text, "judge %s - exercises in machine learning, judged on your own machine\n\n", judge_version);
    ui_add(ui, text, STYLE_TITLE, "Commands");
    text_add(text, "\n");
    ui_table_init(&table, ui, two_columns, 2);
    for (int i = 0; command_at(i); i++) {
        ui_table_cell(&table, STYLE_BOLD, "%s%s%s", command_at(i)->name, *command_at(i)->operands ? " " : "",
                      command_at(i)->operands);
        ui_table_cell(&table, STYLE_PLAIN, "%s", command_at(i)->summary);
    }
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
    text_add(text, "\n'judge COMMAND --help' says more. Before a command: --color WHEN, --version, --help.\n\n");
    ui_add(ui, text, STYLE_TITLE, "Environment");
    text_format(text, "\n%s\n", environment);
    ui_add(ui, text, STYLE_TITLE, "Exit codes");
    text_format(text, "\n%s", codes);
}
