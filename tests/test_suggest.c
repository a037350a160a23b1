#include <string.h>

#include "judge/base/suggest.h"
#include "tests/check_main.h"

static const char *const commands[] = {"demo",   "list",    "show",        "start",  "test",    "submit",
                                       "watch",  "history", "result",      "export", "rejudge", "doctor",
                                       "--json", "problem", "leaderboard", "help"};

static const char *nearest(const char *word)
{
    struct suggest suggest = suggest_for(word);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        suggest_offer(&suggest, commands[i]);
    return suggest.best ? suggest.best : "";
}

START_TEST(one_slip_costs_one_step)
{
    ck_assert_int_eq(suggest_distance("submit", "submit"), 0);
    ck_assert_int_eq(suggest_distance("submt", "submit"), 2);
    ck_assert_int_eq(suggest_distance("submiit", "submit"), 2);
    ck_assert_int_eq(suggest_distance("subnit", "submit"), 2);
    ck_assert_int_eq(suggest_distance("sumbit", "submit"), 2);
    ck_assert_int_eq(suggest_distance("Submit", "submit"), 1);
    ck_assert_int_eq(suggest_distance("", "abc"), 6);
    ck_assert_int_eq(suggest_distance("kitten", "sitting"), 6);
    ck_assert_int_eq(suggest_distance("ca", "abc"), 6); /* aligned optimally: no edits inside a swapped pair */
}
END_TEST

START_TEST(slips_find_their_word)
{
    static const char *const pairs[][2] = {
        {"sumbit", "submit"},      {"sbmit", "submit"},           {"LIST", "list"},        {"lits", "list"},
        {"leader", "leaderboard"}, {"leaderbord", "leaderboard"}, {"historry", "history"}, {"-json", "--json"},
        {"doctro", "doctor"},      {"problems", "problem"},       {"hlep", "help"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ck_assert_str_eq(nearest(pairs[i][0]), pairs[i][1]);
}
END_TEST

START_TEST(what_is_far_from_all_finds_nothing)
{
    static const char *const words[] = {"", "x", "frobnicate", "zzzz", "go", "supercalifragilistic"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_str_eq(nearest(words[i]), "");
}
END_TEST

START_TEST(the_first_of_equals_wins_and_nearer_beats_a_beginning)
{
    struct suggest suggest = suggest_for("tests");
    suggest_offer(&suggest, "tests-of-everything");
    ck_assert_str_eq(suggest.best, "tests-of-everything");
    suggest_offer(&suggest, "test");
    ck_assert_str_eq(suggest.best, "test");
    suggest_offer(&suggest, "rests");
    ck_assert_str_eq(suggest.best, "test");
}
END_TEST

START_TEST(the_text_stands_at_the_end_of_a_message)
{
    char buffer[64];
    struct suggest suggest = suggest_for("decimal");
    ck_assert_str_eq(suggest_text(&suggest, buffer, sizeof buffer), "");
    suggest_offer(&suggest, "decimals");
    ck_assert_str_eq(suggest_text(&suggest, buffer, sizeof buffer), ", did you mean 'decimals'?");
}
END_TEST

START_TEST(words_of_any_length_are_compared)
{
    char longer[400], other[400];
    memset(longer, 'a', sizeof longer - 1);
    memset(other, 'b', sizeof other - 1);
    longer[399] = other[399] = '\0';
    ck_assert_int_eq(suggest_distance(longer, other), 63 * 2);
}
END_TEST

CHECK_MAIN("suggest", one_slip_costs_one_step, slips_find_their_word, what_is_far_from_all_finds_nothing,
           the_first_of_equals_wins_and_nearer_beats_a_beginning, the_text_stands_at_the_end_of_a_message,
           words_of_any_length_are_compared)
