/* test_ranks.c - who moves on a board when scores change. */
#include "judge/store/ranks.h"

#include <stdlib.h>

#include "tests/check_main.h"

static struct rank_change *changes;
static int64_t count;

static void expect(int i, const char *user, int64_t before, int64_t after)
{
    ck_assert_int_lt(i, count);
    ck_assert_str_eq(changes[i].user, user);
    ck_assert_int_eq(changes[i].before, before);
    ck_assert_int_eq(changes[i].after, after);
}

START_TEST(nobody_moves_when_no_best_score_changes)
{
    struct rank_entry entries[] = {{"ada", 100, 100}, {"ada", 50, 0}, {"grace", 80, 80}, {"bob", -1, -1}};
    ranks_compare(entries, 4, &changes, &count);
    ck_assert_int_eq(count, 0);
    free(changes);
    ranks_compare(entries, 0, &changes, &count);
    ck_assert_int_eq(count, 0);
    free(changes);
}
END_TEST

START_TEST(whoever_falls_lets_others_rise)
{
    struct rank_entry entries[] = {{"ada", 100, 40}, {"bob", 80, 80}, {"eve", 80, 80}, {"grace", 40, 40}};
    ranks_compare(entries, 4, &changes, &count);
    ck_assert_int_eq(count, 4);
    expect(0, "bob", 2, 1);
    expect(1, "eve", 2, 1);
    expect(2, "ada", 1, 3);
    expect(3, "grace", 4, 3);
    free(changes);
}
END_TEST

START_TEST(the_best_of_a_users_submissions_counts)
{
    struct rank_entry entries[] = {{"ada", 10, 10}, {"bob", 50, 50}, {"ada", 20, 60}, {"ada", 30, 0}};
    ranks_compare(entries, 4, &changes, &count);
    ck_assert_int_eq(count, 2);
    expect(0, "ada", 2, 1);
    expect(1, "bob", 1, 2);
    free(changes);
}
END_TEST

START_TEST(what_did_not_count_enters_the_board)
{
    struct rank_entry entries[] = {{"ada", -1, 0}, {"bob", 50, 50}, {"eve", 70, -1}};
    ranks_compare(entries, 3, &changes, &count);
    ck_assert_int_eq(count, 3);
    expect(0, "bob", 2, 1);
    expect(1, "ada", 0, 2);
    expect(2, "eve", 1, 0);
    free(changes);
}
END_TEST

CHECK_MAIN("ranks", nobody_moves_when_no_best_score_changes, whoever_falls_lets_others_rise,
           the_best_of_a_users_submissions_counts, what_did_not_count_enters_the_board)
