#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge/store/store.h"
#include "judge/store/store_schema.h"
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

/* --- opening ------------------------------------------------------------------------------------------------------ */

START_TEST(reading_without_a_file_finds_nothing_and_makes_nothing)
{
    struct store_list list;
    struct store_states states;
    struct store_record record;
    fixture_open(&fixture, STORE_READ);
    ck_assert_int_eq(store_history(fixture.store, &(struct store_filter){0}, &list, &err), 0);
    ck_assert_uint_eq(list.count, 0);
    ck_assert_int_eq(store_problem_states(fixture.store, "ada", &states, &err), 0);
    ck_assert_uint_eq(states.count, 0);
    ck_assert_int_eq(store_get_submission(fixture.store, 0, "ada", &record, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    fixture_expect_sound(fixture.store);
    ck_assert_int_ne(access(fixture.home, F_OK), 0);
}
END_TEST

START_TEST(home_and_file_are_private)
{
    struct stat status;
    umask(0);
    fixture_open(&fixture, STORE_WRITE);
    fixture_begin(fixture.store, "ada", "mlp", 5);
    ck_assert_int_eq(stat(fixture.home, &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0700);
    ck_assert_int_eq(stat(fixture.database, &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0600);
    ck_assert_str_eq(store_path(fixture.store), fixture.database);
}
END_TEST

START_TEST(a_new_file_says_whose_it_is)
{
    fixture_open(&fixture, STORE_WRITE);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "PRAGMA application_id"), STORE_SCHEMA_APPLICATION);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "PRAGMA user_version"), STORE_SCHEMA_VERSION);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND"
                                                          " name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%STRICT%'"),
                     0);
}
END_TEST

/* A file of the layout before the present one, with a history in it. */
static void make_version_1(void)
{
    char pragmas[128];
    ck_assert_int_eq(mkdir(fixture.home, 0700), 0);
    fixture_sql(fixture.database, store_schema_step(1));
    fixture_sql(fixture.database,
                "INSERT INTO user VALUES ('ada', '2026-01-01T00:00:00.000Z');"
                "INSERT INTO source VALUES ('00', x'69');"
                "INSERT INTO submission VALUES"
                " (1, 'ada', 'mlp', 'c', 's.c', '00', 1, '', '2026-01-01T00:00:00.000Z', 'done', 0, 0, 0, ''),"
                " (2, 'ada', 'mlp', 'c', 's.c', '00', 1, '', '2026-01-02T00:00:00.000Z', 'done', 0, 0, 0, '');"
                "INSERT INTO judgement VALUES"
                " (1, 1, 1, 'WA', 40, 1, 2, 9, 9, '', '', '', '', 1, 0, '', '', ''),"
                " (2, 2, 1, 'AC', 100, 2, 2, 9, 9, '', '', '', '', 1, 0, '', '', '');");
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = 1", STORE_SCHEMA_APPLICATION);
    fixture_sql(fixture.database, pragmas);
}

static void expect_migrated(void)
{
    struct store_states states;
    ck_assert_int_eq(store_problem_states(fixture.store, "ada", &states, &err), 0);
    ck_assert_uint_eq(states.count, 1);
    ck_assert_int_eq(states.at[0].best_submission, 2);
    store_states_free(&states);
    fixture_expect_sound(fixture.store);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "PRAGMA user_version"), STORE_SCHEMA_VERSION);
}

START_TEST(an_older_layout_is_brought_up_to_date)
{
    make_version_1();
    fixture_open(&fixture, STORE_WRITE);
    expect_migrated();
}
END_TEST

START_TEST(an_older_layout_is_brought_up_to_date_by_a_reader_too)
{
    make_version_1();
    fixture_open(&fixture, STORE_READ);
    expect_migrated();
}
END_TEST

static void expect_refused(enum err_kind kind, const char *words)
{
    struct store *store;
    for (int mode = STORE_READ; mode <= STORE_WRITE; mode++) {
        ck_assert_int_eq(store_open(fixture.home, (enum store_mode)mode, &store, &err), -1);
        ck_assert_msg(err.kind == kind && strstr(err.text, words), "kind %d: %s", err.kind, err.text);
        ck_assert_msg(strstr(err.text, fixture.database) != NULL, "%s", err.text);
    }
}

START_TEST(a_file_of_a_newer_judge_is_refused)
{
    fixture_open(&fixture, STORE_WRITE);
    fixture_close(&fixture);
    fixture_sql(fixture.database, "PRAGMA user_version = 99");
    expect_refused(ERR_JUDGE, "was written by a newer judge (layout 99");
}
END_TEST

START_TEST(a_database_of_another_program_is_refused)
{
    ck_assert_int_eq(mkdir(fixture.home, 0700), 0);
    fixture_sql(fixture.database, "CREATE TABLE bookmark (url TEXT)");
    expect_refused(ERR_JUDGE, "is a database of another program");
}
END_TEST

static void write_file(size_t at, size_t size)
{
    int fd = open(fixture.database, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_ge(fd, 0);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)(i * 37 + 11);
        ck_assert_int_eq(pwrite(fd, &byte, 1, (off_t)(at + i)), 1);
    }
    close(fd);
}

START_TEST(rubbish_is_refused_with_a_remedy)
{
    ck_assert_int_eq(mkdir(fixture.home, 0700), 0);
    write_file(0, 10000);
    expect_refused(ERR_JUDGE, "is not a database or is damaged; restore a copy, or move it away");
}
END_TEST

START_TEST(a_damaged_file_is_reported_not_read)
{
    struct store_list list;
    struct stat status;
    fixture_open(&fixture, STORE_WRITE);
    for (int i = 0; i < 50; i++)
        fixture_finish(fixture.store, fixture_begin(fixture.store, "ada", "mlp", 9), VERDICT_WA, 50, 1, 1);
    fixture_close(&fixture);
    ck_assert_int_eq(stat(fixture.database, &status), 0);
    write_file(4096, (size_t)status.st_size - 4096);
    int failed = store_open(fixture.home, STORE_READ, &fixture.store, &err);
    if (failed == 0)
        failed = store_history(fixture.store, &(struct store_filter){0}, &list, &err);
    ck_assert_int_eq(failed, -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_msg(strstr(err.text, "is not a database or is damaged") != NULL, "%s", err.text);
}
END_TEST

START_TEST(a_folder_in_place_of_the_file_is_refused)
{
    ck_assert_int_eq(mkdir(fixture.home, 0700), 0);
    ck_assert_int_eq(mkdir(fixture.database, 0700), 0);
    expect_refused(ERR_JUDGE, "is not a file");
}
END_TEST

/* Runs in a child as an ordinary user, for root may write anywhere. */
static void as_nobody(void (*run)(void))
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(9);
        run();
        _exit(0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(status == 0, "child says %d", WEXITSTATUS(status));
}

static void read_but_not_write(void)
{
    struct store *store;
    struct store_list list;
    if (store_open(fixture.home, STORE_WRITE, &store, &err) == 0 || err.kind != ERR_USE ||
        !strstr(err.text, "cannot be written; make it writable, or set JUDGE_HOME"))
        _exit(1);
    if (store_open(fixture.home, STORE_READ, &store, &err) != 0)
        _exit(2);
    if (store_history(store, &(struct store_filter){0}, &list, &err) != 0 || list.count != 1)
        _exit(3);
    store_list_free(&list);
    store_close(store);
}

static void be_told_what_may_not_be_read(void)
{
    struct store *store;
    if (store_open(fixture.home, STORE_READ, &store, &err) == 0 || err.kind != ERR_USE ||
        !strstr(err.text, "cannot be opened: Permission denied; set JUDGE_HOME"))
        _exit(1);
}

START_TEST(a_file_that_may_not_be_written_can_be_read)
{
    fixture_open(&fixture, STORE_WRITE);
    fixture_finish(fixture.store, fixture_begin(fixture.store, "ada", "mlp", 9), VERDICT_WA, 50, 1, 1);
    fixture_close(&fixture);
    ck_assert_int_eq(chmod(fixture.folder, 0755) | chmod(fixture.home, 0555), 0);
    as_nobody(be_told_what_may_not_be_read);
    ck_assert_int_eq(chmod(fixture.database, 0444), 0);
    as_nobody(read_but_not_write);
    ck_assert_int_eq(chmod(fixture.home, 0755), 0);
}
END_TEST

static void make_nothing(void)
{
    struct store *store;
    if (store_open(fixture.home, STORE_WRITE, &store, &err) == 0 || err.kind != ERR_USE ||
        !strstr(err.text, "cannot be made") || !strstr(err.text, "Permission denied") ||
        !strstr(err.text, "; set JUDGE_HOME"))
        _exit(1);
}

START_TEST(a_home_that_cannot_be_made_is_wrong_use)
{
    ck_assert_int_eq(chmod(fixture.folder, 0555), 0);
    as_nobody(make_nothing);
}
END_TEST

START_TEST(a_home_without_room_for_the_file_is_wrong_use)
{
    ck_assert_int_eq(mkdir(fixture.home, 0555) | chmod(fixture.folder, 0755), 0);
    as_nobody(make_nothing);
}
END_TEST

/* --- recording ---------------------------------------------------------------------------------------------------- */

static const struct store_judgement full = {.verdict = VERDICT_WA,
                                            .score = 62.5,
                                            .passed = 10,
                                            .total = 16,
                                            .time_ns = 410000,
                                            .memory_kib = 1312,
                                            .reason = "",
                                            .judge_version = "0.1",
                                            .problem_hash = "f00d",
                                            .sandbox = "full",
                                            .compile_ok = true,
                                            .compile_ns = 48200000,
                                            .counterexample = "{\"group\":\"one-row\"}",
                                            .compile_messages = "solution.c:3: warning: \x1b[31m unused '\xff'",
                                            .started_at = "2026-01-31T12:00:00.123Z"};

static const struct store_case full_cases[] = {
    {.name = "sample/get_error/1",
     .set = "sample",
     .function = "get_error",
     .verdict = VERDICT_WA,
     .time_ns = 50000,
     .memory_kib = 1312,
     .weight = 0,
     .diff = "{\"class\":\"values\"}",
     .facts = "{\"exit\":0}"},
    {.name = "fresh/get_error/1",
     .set = "fresh",
     .function = "get_error",
     .verdict = VERDICT_AC,
     .time_ns = 360000,
     .memory_kib = 1300,
     .weight = 2.5,
     .seed = "0123abcd",
     .attempt = 3},
};

static const char odd_name[] = "-o'; DROP TABLE user; --.c";
static const char odd_source[] = "int x;\0\xff\x1b[2J";

static int64_t record_full(void)
{
    struct store_new new = {"ada 'ä;--\"", "linear-regression", "cpp", odd_name, odd_source, sizeof odd_source, "77"};
    int64_t id;
    ck_assert_int_eq(store_begin_submission(fixture.store, &new, &id, &err), 0);
    ck_assert_int_eq(store_finish_submission(fixture.store, id, &full, full_cases, 2, &err), 0);
    return id;
}

START_TEST(a_submission_comes_back_as_it_was_given)
{
    struct store_record record;
    fixture_open(&fixture, STORE_WRITE);
    int64_t id = record_full();
    fixture_open(&fixture, STORE_READ);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    const struct store_submission *s = &record.submission;
    ck_assert_int_eq(s->id, id);
    ck_assert_str_eq(s->user, "ada 'ä;--\"");
    ck_assert_str_eq(s->problem, "linear-regression");
    ck_assert_str_eq(s->language, "cpp");
    ck_assert_str_eq(s->file_name, odd_name);
    ck_assert_str_eq(s->seed, "77");
    ck_assert_uint_eq(strlen(s->submitted_at), 24);
    ck_assert(!s->pending && !s->abandoned);
    ck_assert_uint_eq(record.source_bytes, sizeof odd_source);
    ck_assert_mem_eq(record.source, odd_source, sizeof odd_source);
    ck_assert_int_eq(s->judgement.verdict, VERDICT_WA);
    ck_assert(s->judgement.score == 62.5 && s->judgement.compile_ok && s->judgement.active);
    ck_assert_int_eq(s->judgement.compile_ns, 48200000);
    ck_assert_str_eq(s->judgement.compile_messages, full.compile_messages);
    ck_assert_str_eq(s->judgement.started_at, full.started_at);
    ck_assert_str_eq(s->judgement.problem_hash, "f00d");
    ck_assert_str_eq(record.counterexample, full.counterexample);
    ck_assert_uint_eq(record.judgement_count, 1);
    ck_assert_uint_eq(record.case_count, 2);
    ck_assert_str_eq(record.cases[0].diff, full_cases[0].diff);
    ck_assert_str_eq(record.cases[0].seed, "");
    ck_assert_ptr_null(record.cases[1].diff);
    ck_assert_ptr_null(record.cases[1].facts);
    ck_assert_str_eq(record.cases[1].name, "fresh/get_error/1");
    ck_assert_str_eq(record.cases[1].seed, "0123abcd");
    ck_assert_int_eq(record.cases[1].attempt, 3);
    ck_assert(record.cases[1].weight == 2.5 && record.cases[1].verdict == VERDICT_AC);
    store_record_free(&record);
}
END_TEST

START_TEST(equal_sources_are_kept_once)
{
    fixture_open(&fixture, STORE_WRITE);
    fixture_begin(fixture.store, "ada", "mlp", 9);
    fixture_begin(fixture.store, "bob", "mlp", 9);
    fixture_begin(fixture.store, "bob", "mlp", 10);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM source"), 2);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM submission"), 3);
}
END_TEST

START_TEST(a_name_that_is_none_is_wrong_use)
{
    static const char *const names[] = {
        NULL,           "",
        "\xff",         "a\xc0\x80",
        "\xed\xa0\x80", "0123456789012345678901234567890123456789012345678901234567890123x"};
    static const char longest[] = "0123456789012345678901234567890123456789012345678901234567890123";
    fixture_open(&fixture, STORE_WRITE);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct store_new new = {names[i], "mlp", "c", "s.c", "x", 1, NULL};
        int64_t id;
        ck_assert_int_eq(store_begin_submission(fixture.store, &new, &id, &err), -1);
        ck_assert_msg(err.kind == ERR_USE && strstr(err.text, "JUDGE_USER"), "%s", err.text);
    }
    fixture_begin(fixture.store, longest, "mlp", 1);
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM submission"), 1);
}
END_TEST

START_TEST(a_name_has_nothing_that_is_not_seen)
{
    static const struct {
        const char *name, *words; /* NULL: it is one */
    } names[] = {
        {"ada lovelace", NULL},
        {"Ren\u00e9e \u738b", NULL},
        {"'=cmd,\"x\"", NULL},
        {"ada ", "begins or ends with a blank"},
        {" ada", "begins or ends with a blank"},
        {"ada  l", "two blanks in a row"},
        {"ada\n", "(U+000A)"},
        {"a\033[31m", "(U+001B)"},
        {"a\xc2\x85", "(U+0085)"},
        {"\u202eada", "(U+202E)"},
        {"a\u200bda", "(U+200B)"},
        {"a\xc2\xa0"
         "b",
         "(U+00A0)"},
        {"ada\u3164", "(U+3164)"},
        {"ada\ufe0f", "(U+FE0F)"},
        {"ada\U000e0061", "(U+E0061)"},
    };
    fixture_open(&fixture, STORE_WRITE);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct store_new new = {names[i].name, "mlp", "c", "s.c", "x", 1, NULL};
        int64_t id;
        const int result = store_begin_submission(fixture.store, &new, &id, &err);
        ck_assert_msg(result == (names[i].words ? -1 : 0), "%zu: %s", i, err.text);
        if (!names[i].words)
            continue;
        ck_assert_msg(err.kind == ERR_USE && strstr(err.text, names[i].words) && strstr(err.text, "JUDGE_USER"), "%s",
                      err.text);
        ck_assert_int_eq(store_note_hint(fixture.store, names[i].name, "mlp", 1, &err), -1);
    }
}
END_TEST

START_TEST(only_accepted_has_full_score)
{
    struct store_record record;
    struct store_judgement judgement = {.verdict = VERDICT_AC, .score = 99};
    fixture_open(&fixture, STORE_WRITE);
    int64_t id = fixture_begin(fixture.store, "ada", "mlp", 1);
    ck_assert_int_eq(store_finish_submission(fixture.store, id, &judgement, NULL, 0, &err), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    fixture_finish(fixture.store, id, VERDICT_WA, 99.99999, 1, 1);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    ck_assert(record.submission.judgement.score == 99.999);
    store_record_free(&record);
    fixture_finish(fixture.store, id, VERDICT_AC, 99.99999, 1, 1);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    ck_assert(record.submission.judgement.score == 100);
    store_record_free(&record);
}
END_TEST

START_TEST(a_submission_that_is_not_there_cannot_be_finished)
{
    fixture_open(&fixture, STORE_WRITE);
    ck_assert_int_eq(store_finish_submission(fixture.store, 7, &full, NULL, 0, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
}
END_TEST

START_TEST(what_cannot_be_recorded_whole_is_not_recorded)
{
    struct store_case cases[] = {full_cases[0], full_cases[0]};
    struct store_record record;
    cases[1].diff = "{no json";
    fixture_open(&fixture, STORE_WRITE);
    int64_t id = fixture_begin(fixture.store, "ada", "mlp", 1);
    ck_assert_int_eq(store_finish_submission(fixture.store, id, &full, cases, 2, &err), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    ck_assert(record.submission.pending);
    ck_assert_uint_eq(record.judgement_count + record.case_count, 0);
    store_record_free(&record);
    fixture_expect_sound(fixture.store);
}
END_TEST

START_TEST(a_second_judging_keeps_the_first)
{
    struct store_record record;
    fixture_open(&fixture, STORE_WRITE);
    int64_t id = record_full();
    fixture_finish(fixture.store, id, VERDICT_RTE, 10, 5, 5);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    ck_assert_uint_eq(record.judgement_count, 2);
    ck_assert(!record.judgements[0].active && record.judgements[1].active);
    ck_assert_int_eq(record.judgements[0].verdict, VERDICT_WA);
    ck_assert_int_eq(record.submission.judgement.id, record.judgements[1].id);
    ck_assert_int_eq(record.submission.judgement.verdict, VERDICT_RTE);
    ck_assert_str_eq(record.cases[0].name, "sample/f/1");
    ck_assert_int_eq(fixture_sql_number(fixture.database, "SELECT count(*) FROM case_result"), 4);
    store_record_free(&record);
}
END_TEST

START_TEST(a_judge_error_never_takes_the_place_of_a_verdict)
{
    struct store_record record;
    fixture_open(&fixture, STORE_WRITE);
    int64_t id = record_full();
    fixture_finish(fixture.store, id, VERDICT_JE, 0, 0, 0);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    ck_assert_int_eq(record.submission.judgement.verdict, VERDICT_WA);
    ck_assert_uint_eq(record.judgement_count, 2);
    store_record_free(&record);
    id = fixture_begin(fixture.store, "ada", "mlp", 1);
    fixture_finish(fixture.store, id, VERDICT_JE, 0, 0, 0);
    fixture_finish(fixture.store, id, VERDICT_AC, 100, 1, 1);
    ck_assert_int_eq(store_get_submission(fixture.store, id, NULL, &record, &err), 0);
    ck_assert_int_eq(record.submission.judgement.verdict, VERDICT_AC);
    store_record_free(&record);
    fixture_expect_sound(fixture.store);
}
END_TEST

/* --- reading ------------------------------------------------------------------------------------------------------ */

START_TEST(history_is_filtered_and_paged)
{
    struct store_list list;
    fixture_open(&fixture, STORE_WRITE);
    for (int i = 1; i <= 12; i++) {
        int64_t id = fixture_begin(fixture.store, i % 2 ? "ada" : "bob", i % 3 ? "mlp" : "attention", 1);
        if (i < 12)
            fixture_finish(fixture.store, id, VERDICT_WA, i, 1, 1);
    }
    struct store_filter filter = {.user = "ada", .limit = 2, .offset = 1};
    ck_assert_int_eq(store_history(fixture.store, &filter, &list, &err), 0);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_int_eq(list.at[0].id, 9);
    ck_assert_int_eq(list.at[1].id, 7);
    ck_assert(list.at[1].judgement.score == 7);
    store_list_free(&list);
    filter = (struct store_filter){.problem = "attention", .oldest_first = true};
    ck_assert_int_eq(store_history(fixture.store, &filter, &list, &err), 0);
    ck_assert_uint_eq(list.count, 4);
    ck_assert_int_eq(list.at[0].id, 3);
    ck_assert(list.at[3].pending && !list.at[3].abandoned);
    store_list_free(&list);
    filter = (struct store_filter){.user = "bob", .problem = "attention"};
    ck_assert_int_eq(store_history(fixture.store, &filter, &list, &err), 0);
    ck_assert_uint_eq(list.count, 2);
    store_list_free(&list);
    filter = (struct store_filter){.pending_only = true};
    ck_assert_int_eq(store_history(fixture.store, &filter, &list, &err), 0);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_int_eq(list.at[0].id, 12);
    store_list_free(&list);
    filter = (struct store_filter){.id = 4, .user = "ada"};
    ck_assert_int_eq(store_history(fixture.store, &filter, &list, &err), 0);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

START_TEST(last_is_the_users_own)
{
    struct store_record record;
    fixture_open(&fixture, STORE_WRITE);
    fixture_begin(fixture.store, "ada", "mlp", 1);
    fixture_begin(fixture.store, "ada", "attention", 1);
    fixture_begin(fixture.store, "bob", "mlp", 1);
    ck_assert_int_eq(store_get_submission(fixture.store, 0, "ada", &record, &err), 0);
    ck_assert_int_eq(record.submission.id, 2);
    store_record_free(&record);
    ck_assert_int_eq(store_get_submission(fixture.store, 4, NULL, &record, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_str_eq(err.text, "there is no submission 4");
}
END_TEST

START_TEST(states_count_tries_and_name_the_best)
{
    struct store_states states;
    fixture_open(&fixture, STORE_WRITE);
    struct store *store = fixture.store;
    fixture_finish(store, fixture_begin(store, "ada", "mlp", 1), VERDICT_WA, 50, 1, 1);
    fixture_finish(store, fixture_begin(store, "ada", "mlp", 1), VERDICT_AC, 100, 1, 1);
    fixture_finish(store, fixture_begin(store, "ada", "mlp", 1), VERDICT_TLE, 30, 1, 1);
    fixture_finish(store, fixture_begin(store, "ada", "mlp", 1), VERDICT_JE, 0, 1, 1);
    fixture_begin(store, "ada", "mlp", 1);
    fixture_finish(store, fixture_begin(store, "ada", "attention", 1), VERDICT_JE, 0, 1, 1);
    fixture_finish(store, fixture_begin(store, "bob", "bigram-lm", 1), VERDICT_AC, 100, 1, 1);
    ck_assert_int_eq(store_problem_states(store, "ada", &states, &err), 0);
    ck_assert_uint_eq(states.count, 2);
    ck_assert_str_eq(states.at[0].problem, "attention");
    ck_assert(!states.at[0].scored && states.at[0].tries == 0);
    ck_assert_str_eq(states.at[1].problem, "mlp");
    ck_assert(states.at[1].scored && states.at[1].tries == 3 && states.at[1].pending == 1);
    ck_assert_int_eq(states.at[1].best_submission, 2);
    ck_assert_int_eq(states.at[1].best_verdict, VERDICT_AC);
    ck_assert(states.at[1].best_score == 100);
    store_states_free(&states);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("store");
    TCase *opening = tcase_create("opening"), *recording = tcase_create("recording"),
          *reading = tcase_create("reading");
    TCase *cases[] = {opening, recording, reading};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        tcase_set_timeout(cases[i], 60);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_test(opening, reading_without_a_file_finds_nothing_and_makes_nothing);
    tcase_add_test(opening, home_and_file_are_private);
    tcase_add_test(opening, a_new_file_says_whose_it_is);
    tcase_add_test(opening, an_older_layout_is_brought_up_to_date);
    tcase_add_test(opening, an_older_layout_is_brought_up_to_date_by_a_reader_too);
    tcase_add_test(opening, a_file_of_a_newer_judge_is_refused);
    tcase_add_test(opening, a_database_of_another_program_is_refused);
    tcase_add_test(opening, rubbish_is_refused_with_a_remedy);
    tcase_add_test(opening, a_damaged_file_is_reported_not_read);
    tcase_add_test(opening, a_folder_in_place_of_the_file_is_refused);
    tcase_add_test(opening, a_file_that_may_not_be_written_can_be_read);
    tcase_add_test(opening, a_home_that_cannot_be_made_is_wrong_use);
    tcase_add_test(opening, a_home_without_room_for_the_file_is_wrong_use);
    tcase_add_test(recording, a_submission_comes_back_as_it_was_given);
    tcase_add_test(recording, equal_sources_are_kept_once);
    tcase_add_test(recording, a_name_that_is_none_is_wrong_use);
    tcase_add_test(recording, a_name_has_nothing_that_is_not_seen);
    tcase_add_test(recording, only_accepted_has_full_score);
    tcase_add_test(recording, a_submission_that_is_not_there_cannot_be_finished);
    tcase_add_test(recording, what_cannot_be_recorded_whole_is_not_recorded);
    tcase_add_test(recording, a_second_judging_keeps_the_first);
    tcase_add_test(recording, a_judge_error_never_takes_the_place_of_a_verdict);
    tcase_add_test(reading, history_is_filtered_and_paged);
    tcase_add_test(reading, last_is_the_users_own);
    tcase_add_test(reading, states_count_tries_and_name_the_best);
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
