#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "judge/store/store.h"
#include "tests/store_fixture.h"

static struct fixture fixture;
static struct err err;

static void set_up(void)
{
    fixture_init(&fixture);
}

static void tear_down(void)
{
    fixture_release(&fixture);
}

/* --- several processes -------------------------------------------------------------------------------------------- */

static void wait_for_all(int count)
{
    for (int i = 0; i < count; i++) {
        int status;
        ck_assert_int_gt(wait(&status), 0);
        ck_assert_int_eq(status, 0);
    }
}

enum { WRITERS = 16, WRITES = 20 };

static void write_much(int writer)
{
    char user[16];
    snprintf(user, sizeof user, "user%d", writer % 5);
    for (int i = 0; i < WRITES; i++) {
        fixture_open(&fixture, STORE_WRITE);
        int64_t id = fixture_begin(fixture.store, user, i % 2 ? "mlp" : "attention", 1);
        fixture_finish(fixture.store, id, VERDICT_WA, (writer * 7 + i * 3) % 99, i, i);
        fixture_close(&fixture);
    }
}

/* From a home that does not exist yet: the first of them makes it. */
START_TEST(sixteen_processes_record_at_once)
{
    for (int writer = 0; writer < WRITERS; writer++)
        if (fork() == 0) {
            write_much(writer);
            _exit(0);
        }
    wait_for_all(WRITERS);
    fixture_open(&fixture, STORE_READ);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM submission WHERE state = 'done'"),
                     WRITERS * WRITES);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM case_result"), WRITERS * WRITES * 2);
    fixture_expect_sound(fixture.store);
}
END_TEST

START_TEST(readers_and_writers_wait_for_a_lock)
{
    int ready[2];
    char byte;
    struct timespec before, after;
    struct store_list list;
    fixture_open(&fixture, STORE_WRITE);
    fixture_close(&fixture);
    ck_assert_int_eq(pipe(ready), 0);
    if (fork() == 0) {
        fixture_hold(fixture.database, ready[1], 1000);
        _exit(0);
    }
    if (fork() == 0) {
        ck_assert_int_eq(read(ready[0], &byte, 1), 1);
        ck_assert_int_eq(write(ready[1], &byte, 1), 1);
        fixture_open(&fixture, STORE_READ);
        ck_assert_int_eq(store_history(fixture.store, &(struct store_filter){0}, &list, &err), 0);
        _exit(0);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(write(ready[1], &byte, 1), 1);
    clock_gettime(CLOCK_MONOTONIC, &before);
    fixture_open(&fixture, STORE_WRITE);
    fixture_begin(fixture.store, "ada", "mlp", 1);
    clock_gettime(CLOCK_MONOTONIC, &after);
    ck_assert_int_ge((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000, 500);
    wait_for_all(2);
}
END_TEST

/* --- deaths ------------------------------------------------------------------------------------------------------- */

static void write_until_killed(void)
{
    for (int i = 0;; i++) {
        fixture_open(&fixture, STORE_WRITE);
        int64_t id = fixture_begin(fixture.store, "ada", i % 2 ? "mlp" : "attention", 1 + (size_t)i % 20);
        fixture_finish(fixture.store, id, i % 4 ? VERDICT_WA : VERDICT_AC, i % 4 ? i % 90 : 100, i, i);
    }
}

enum { DEATHS = 60 };

/* Every odd time the next to come is a reader, who must get past a journal that was left behind. */
START_TEST(a_kill_at_any_moment_leaves_a_sound_record)
{
    uint64_t random = 20240607;
    struct store_list list;
    int64_t marked = 0;
    for (int death = 0; death < DEATHS; death++) {
        pid_t child = fork();
        if (child == 0)
            write_until_killed();
        usleep((useconds_t)(fixture_random(&random) % 20000));
        kill(child, SIGKILL);
        ck_assert_int_eq(waitpid(child, NULL, 0), child);
        fixture_open(&fixture, death % 2 ? STORE_READ : STORE_WRITE);
        fixture_expect_sound(fixture.store);
        fixture_open(&fixture, STORE_WRITE);
        ck_assert_int_eq(store_recover(fixture.store, &list, &err), 0);
        ck_assert_uint_le(list.count, 1);
        marked += (int64_t)list.count;
        store_list_free(&list);
        fixture_expect_sound(fixture.store);
        fixture_close(&fixture);
    }
    fixture_open(&fixture, STORE_READ);
    ck_assert_int_gt(marked, 0);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM submission WHERE state = 'pending'"),
                     0);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM judgement WHERE verdict = 'JE'"),
                     marked);
}
END_TEST

/* A pending submission of a process that is dead by the time this returns. */
static void begin_and_die(const char *user)
{
    pid_t child = fork();
    if (child == 0) {
        fixture_begin(fixture.store, user, "mlp", 3);
        raise(SIGKILL);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
}

START_TEST(only_the_abandoned_are_marked)
{
    struct store_list list;
    struct store_record record;
    fixture_open(&fixture, STORE_WRITE);
    begin_and_die("ada");
    int64_t own = fixture_begin(fixture.store, "bob", "mlp", 3);
    ck_assert_int_eq(store_history(fixture.store, &(struct store_filter){.oldest_first = true}, &list, &err), 0);
    ck_assert(list.at[0].abandoned && !list.at[1].abandoned);
    store_list_free(&list);
    ck_assert_int_eq(store_recover(fixture.store, &list, &err), 0);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.at[0].id, 1);
    ck_assert_str_eq(list.at[0].user, "ada");
    store_list_free(&list);
    ck_assert_int_eq(store_get_submission(fixture.store, 1, NULL, &record, &err), 0);
    ck_assert(!record.submission.pending);
    ck_assert_int_eq(record.submission.judgement.verdict, VERDICT_JE);
    ck_assert(store_was_interrupted(&record.submission.judgement));
    store_record_free(&record);
    ck_assert_int_eq(store_recover(fixture.store, &list, &err), 0);
    ck_assert_uint_eq(list.count, 0);
    fixture_finish(fixture.store, own, VERDICT_AC, 100, 1, 1);
    fixture_finish(fixture.store, 1, VERDICT_AC, 100, 1, 1); /* judged again */
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM leaderboard"), 2);
    fixture_expect_sound(fixture.store);
}
END_TEST

START_TEST(a_reader_sees_the_abandoned_and_leaves_them)
{
    struct store_list list;
    fixture_open(&fixture, STORE_WRITE);
    begin_and_die("ada");
    fixture_open(&fixture, STORE_READ);
    ck_assert_int_eq(store_recover(fixture.store, &list, &err), 0);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_int_eq(store_history(fixture.store, &(struct store_filter){0}, &list, &err), 0);
    ck_assert(list.at[0].pending && list.at[0].abandoned);
    store_list_free(&list);
}
END_TEST

static size_t marked_after(const char *change)
{
    struct store_list list;
    char sql[512];
    fixture_open(&fixture, STORE_WRITE);
    int64_t id = fixture_begin(fixture.store, "ada", "mlp", 3);
    snprintf(sql, sizeof sql, "UPDATE submission SET %s WHERE id = %d", change, (int)id);
    fixture_sql(fixture.database, sql);
    ck_assert_int_eq(store_recover(fixture.store, &list, &err), 0);
    size_t marked = list.count;
    store_list_free(&list);
    if (marked == 0)
        fixture_finish(fixture.store, id, VERDICT_WA, 0, 0, 0);
    return marked;
}

START_TEST(a_pid_that_came_round_again_is_another_owner)
{
    ck_assert_uint_eq(marked_after("owner_pid = owner_pid"), 0);
    ck_assert_uint_eq(marked_after("owner_started = owner_started + 1"), 1);
    ck_assert_uint_eq(marked_after("owner_boot = 'another'"), 1);
    ck_assert_uint_eq(marked_after("owner_pid = 0"), 1);
    ck_assert_uint_eq(marked_after("owner_pid = NULL, owner_boot = NULL"), 1);
}
END_TEST

START_TEST(an_owner_in_another_container_has_ten_minutes)
{
    ck_assert_uint_eq(marked_after("owner_namespace = 1, owner_pid = 0"), 0);
    ck_assert_uint_eq(marked_after("owner_namespace = 1, submitted_at = "
                                   "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-11 minutes')"),
                      1);
}
END_TEST

/* --- integrity ---------------------------------------------------------------------------------------------------- */

static void make_history(void)
{
    fixture_open(&fixture, STORE_WRITE);
    for (int i = 0; i < 40; i++)
        fixture_finish(fixture.store, fixture_begin(fixture.store, i % 2 ? "ada" : "bob", "mlp", 9), VERDICT_WA, i, 1,
                       1);
    fixture_expect_sound(fixture.store);
}

static void expect_fault(const char *words)
{
    size_t faults;
    char *text;
    ck_assert_int_eq(store_integrity(fixture.store, &faults, &text, &err), 0);
    ck_assert_msg(faults > 0 && strstr(text, words), "%zu faults: %s", faults, text);
    free(text);
}

START_TEST(wrong_standings_are_found_and_mended)
{
    make_history();
    fixture_sql(fixture.database, "UPDATE standing SET score = 99.5 WHERE user = 'ada' AND metric = 'time'");
    expect_fault("standing that is missing or wrong: ada in mlp by time");
    fixture_sql(fixture.database, "INSERT INTO standing VALUES ('mlp', 'score', 9, 0, '', 1, 'eve', 0, 0, 0)");
    expect_fault("standings without a reason: 1 more than the judgements give");
    fixture_sql(fixture.database, "DELETE FROM standing_total WHERE user = 'bob' AND metric = 'size'");
    expect_fault("total that is missing or wrong: bob by size");
    fixture_sql(fixture.database, "INSERT INTO standing_total VALUES ('score', 9, 900, 0, '', 1, 'eve', 0, 0, 0)");
    expect_fault("total without a reason: eve by score");
    ck_assert_int_eq(store_rebuild_standings(fixture.store, &err), 0);
    fixture_expect_sound(fixture.store);
}
END_TEST

START_TEST(references_into_nothing_are_found)
{
    make_history();
    fixture_sql(fixture.database, "DELETE FROM user WHERE name = 'ada'");
    expect_fault("dangling reference: submission row 2 points into nothing in user");
}
END_TEST

START_TEST(a_submission_without_its_judgement_is_found)
{
    make_history();
    fixture_sql(fixture.database, "DELETE FROM judgement WHERE submission = 7");
    expect_fault("done without a judgement: submission 7");
}
END_TEST

START_TEST(damaged_pages_are_found)
{
    make_history();
    fixture_close(&fixture);
    int64_t page =
        fixture_sql_number(fixture.database, "SELECT rootpage FROM sqlite_schema WHERE name = 'case_result'");
    int fd = open(fixture.database, O_WRONLY);
    unsigned char rubbish[4096];
    memset(rubbish, 0xa5, sizeof rubbish);
    ck_assert_int_eq(pwrite(fd, rubbish, sizeof rubbish, (page - 1) * 4096), sizeof rubbish);
    close(fd);
    fixture_open(&fixture, STORE_READ);
    expect_fault("damaged: ");
}
END_TEST

/* --- people at the sqlite3 shell ---------------------------------------------------------------------------------- */

/* The shell does not enforce foreign keys unless told to. */
START_TEST(who_writes_with_the_shell_keeps_the_standings_right)
{
    static const char *const changes[] = {
        "DELETE FROM submission WHERE id = 40",
        "UPDATE judgement SET score = 12.5 WHERE submission = 39",
        "UPDATE judgement SET verdict = 'JE', score = 0 WHERE submission = 38",
        "UPDATE judgement SET verdict = 'AC', score = 100 WHERE submission = 3",
        "UPDATE submission SET user = 'ada' WHERE id = 3",
        "UPDATE submission SET problem = 'attention' WHERE id = 3",
        "UPDATE submission SET submitted_at = '2020-01-01T00:00:00.000Z' WHERE id = 5",
        "DELETE FROM judgement WHERE submission = 5; DELETE FROM submission WHERE id = 5",
        "DELETE FROM submission WHERE user = 'bob'",
        "DELETE FROM submission",
    };
    make_history();
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        fixture_sql(fixture.database, changes[i]);
        fixture_expect_sound(fixture.store);
    }
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM standing"), 0);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM case_result"), 0);
}
END_TEST

static void expect_shell(const char *sql, const char *want)
{
    char command[1024], got[4096];
    snprintf(command, sizeof command, "sqlite3 -readonly '%s' \"%s\" 2>&1", fixture.database, sql);
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t size = fread(got, 1, sizeof got - 1, pipe);
    got[size] = '\0';
    ck_assert_int_eq(pclose(pipe), 0);
    ck_assert_str_eq(got, want);
}

/* The queries that the comments of the views and the README give. */
START_TEST(the_views_answer_in_the_shell)
{
    if (system("command -v sqlite3 >/dev/null 2>&1") != 0) {
        printf("SKIP: the_views_answer_in_the_shell: there is no sqlite3 (package sqlite3)\n");
        return;
    }
    make_history();
    struct store *store = fixture.store;
    fixture_finish(store, fixture_begin(store, "eve", "mlp", 9), VERDICT_AC, 100, 2500000, 7);
    fixture_finish(store, fixture_begin(store, "eve", "attention", 9), VERDICT_AC, 100, 1500000, 7);
    expect_shell("SELECT rank, user, score FROM leaderboard WHERE problem = 'mlp' ORDER BY rank, submitted_at LIMIT 10",
                 "1|eve|100.0\n2|ada|39.0\n3|bob|38.0\n");
    expect_shell("SELECT rank, user, time_ms FROM leaderboard_by WHERE problem = 'mlp' AND metric = 'time'"
                 " ORDER BY rank, submitted_at LIMIT 1",
                 "1|eve|2.5\n");
    expect_shell("SELECT rank, user, solved, score, time_ms FROM leaderboard_total WHERE metric = 'score'"
                 " ORDER BY rank, submitted_at LIMIT 10",
                 "1|eve|2|200.0|4.0\n2|ada|0|39.0|0.0\n3|bob|0|38.0|0.0\n");
    expect_shell("SELECT user, problem, score, verdict, submission, tries FROM best_submissions ORDER BY user, problem",
                 "ada|mlp|39.0|WA|40|20\nbob|mlp|38.0|WA|39|20\neve|attention|100.0|AC|42|1\neve|mlp|100.0|AC|41|1\n");
    expect_shell("PRAGMA integrity_check", "ok\n");
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("store: crashes, crowds and other hands");
    TCase *crowd = tcase_create("crowd"), *death = tcase_create("death"), *hands = tcase_create("other hands");
    TCase *cases[] = {crowd, death, hands};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        tcase_set_timeout(cases[i], 120);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_test(crowd, sixteen_processes_record_at_once);
    tcase_add_test(crowd, readers_and_writers_wait_for_a_lock);
    tcase_add_test(death, a_kill_at_any_moment_leaves_a_sound_record);
    tcase_add_test(death, only_the_abandoned_are_marked);
    tcase_add_test(death, a_reader_sees_the_abandoned_and_leaves_them);
    tcase_add_test(death, a_pid_that_came_round_again_is_another_owner);
    tcase_add_test(death, an_owner_in_another_container_has_ten_minutes);
    tcase_add_test(hands, wrong_standings_are_found_and_mended);
    tcase_add_test(hands, references_into_nothing_are_found);
    tcase_add_test(hands, a_submission_without_its_judgement_is_found);
    tcase_add_test(hands, damaged_pages_are_found);
    tcase_add_test(hands, who_writes_with_the_shell_keeps_the_standings_right);
    tcase_add_test(hands, the_views_answer_in_the_shell);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
