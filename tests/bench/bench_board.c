/* bench_board.c - how long a page of a leaderboard takes with a million submissions.
 *
 *     bench_board [SUBMISSIONS [USERS [PROBLEMS]]]      1000000 10000 50
 *
 * Builds a database in a folder of its own under TMPDIR (about 1 GB for the default; removed at the end). Every user is
 * on every board, the hardest case for ranks. Submissions and judgements are inserted in bulk without the triggers; the
 * standings are then made by the judge's own statement. Each time is the median of 20: open the file, read 50 rows, the
 * reader's own row, the number of people, close. "from disk": after asking the kernel to forget the file.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "judge/store/board.h"
#include "judge/store/store_internal.h"

enum { RUNS = 20, PAGE = 50, SOURCES = 1000 };
static const double aim_ms = 10;

struct size {
    int64_t submissions, users, problems;
};

static _Noreturn void die(const struct err *err)
{
    fprintf(stderr, "bench_board: %s\n", err->text);
    exit(3);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* splitmix64 (Steele, Lea, Flood 2014): a number for each submission, the same in every run. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* --- building ----------------------------------------------------------------------------------------------------- */

static int add_people(struct db *db, const struct size *size, struct err *err)
{
    if (db_run(db, err,
               "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)"
               " INSERT INTO user SELECT printf('student%05d', i), '2026-01-01T00:00:00.000Z' FROM n",
               "i", size->users) != 0)
        return -1;
    return db_run(db, err,
                  "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)"
                  " INSERT INTO source SELECT printf('%064x', i), zeroblob(300 + i) FROM n",
                  "i", (int64_t)SOURCES);
}

static int add_submission(struct db_rows *rows, const struct size *size, int64_t i, struct err *err)
{
    char user[32], problem[32], hash[65], at[STORE_TIME];
    int64_t source = (int64_t)(mix((uint64_t)i * 3) % SOURCES);
    time_t second = 1767225600 + i;
    struct tm parts;
    gmtime_r(&second, &parts);
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    snprintf(user, sizeof user, "student%05" PRId64, i % size->users);
    snprintf(problem, sizeof problem, "problem-%02" PRId64, i / size->users % size->problems);
    snprintf(hash, sizeof hash, "%064" PRIx64, source);
    if (db_again(rows, err, "ttttit", user, problem, "solution.c", hash, source + 300, at) != 0)
        return -1;
    return db_next(rows, err);
}

/* A third is accepted; the others have one of sixteen scores. One in a hundred is a JE. */
static int add_judgement(struct db_rows *rows, int64_t i, struct err *err)
{
    uint64_t random = mix((uint64_t)i);
    bool failed = random % 100 == 0, accepted = !failed && random / 100 % 3 == 0;
    double score = failed ? 0 : accepted ? 100 : (double)(random / 300 % 16) * 6.25;
    const char *verdict = failed ? "JE" : accepted ? "AC" : "WA";
    if (db_again(rows, err, "itdii", i + 1, verdict, score, (int64_t)(random / 5000 % 5000) * 1000,
                 (int64_t)(random / 50000 % 3000)) != 0)
        return -1;
    return db_next(rows, err);
}

static int add_history(struct db *db, const struct size *size, struct err *err)
{
    DB_ROWS submissions = NULL;
    DB_ROWS judgements = NULL;
    if (db_query(
            db, &submissions, err,
            "INSERT INTO submission (user, problem, language, file_name, source_hash, source_bytes, seed, submitted_at,"
            " state) VALUES (?1, ?2, 'c', ?3, ?4, ?5, '', ?6, 'done')",
            "") != 0 ||
        db_query(
            db, &judgements, err,
            "INSERT INTO judgement (submission, active, verdict, score, passed, total, time_ns, memory_kib, reason,"
            " judge_version, problem_hash, sandbox, compile_ok, compile_ns, compile_messages, started_at, finished_at)"
            " VALUES (?1, 1, ?2, ?3, 8, 16, ?4, ?5, '', '0.1', 'f00d', 'full', 1, 48000000, '', '', '')",
            "") != 0)
        return -1;
    for (int64_t i = 0; i < size->submissions; i++)
        if (add_submission(submissions, size, i, err) < 0 || add_judgement(judgements, i, err) < 0)
            return -1;
    return 0;
}

/* Everything but the standings, with the trigger that keeps them out of the way. */
static int add_all(struct db *db, const struct size *size, struct err *err)
{
    char trigger[1024];
    {
        DB_ROWS rows = NULL;
        if (db_query(db, &rows, err, "SELECT sql FROM sqlite_schema WHERE name = 'judgement_inserted'", "") != 0 ||
            db_next(rows, err) != 1)
            return -1;
        snprintf(trigger, sizeof trigger, "%s", db_text(rows, 0));
    }
    if (db_script(db, "DROP TRIGGER judgement_inserted", err) != 0 || add_people(db, size, err) != 0 ||
        add_history(db, size, err) != 0)
        return -1;
    return db_script(db, trigger, err);
}

static void build(const char *home, const struct size *size)
{
    struct store *store;
    struct err err = {0};
    double start = now_ms();
    if (store_open(home, STORE_WRITE, &store, &err) != 0 ||
        db_script(store->db, "PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF", &err) != 0 ||
        db_begin_write(store->db, &err) != 0 || add_all(store->db, size, &err) != 0 || db_commit(store->db, &err) != 0)
        die(&err);
    double filled = now_ms();
    if (store_rebuild_standings(store, &err) != 0)
        die(&err);
    double ranked = now_ms();
    struct stat status;
    stat(store_path(store), &status);
    store_close(store);
    printf("%" PRId64 " submissions, %" PRId64 " users, %" PRId64
           " problems: filled in %.1f s, standings in %.1f s, %.0f MB\n",
           size->submissions, size->users, size->problems, (filled - start) / 1e3, (ranked - filled) / 1e3,
           (double)status.st_size / 1e6);
}

/* --- measuring ---------------------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void forget(const char *home)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/judge.db", home);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
}

static double read_once(const char *home, const struct board_query *query)
{
    struct store *store;
    struct board board;
    struct err err;
    double start = now_ms();
    if (store_open(home, STORE_READ, &store, &err) != 0 || board_read(store, query, &board, &err) != 0)
        die(&err);
    board_free(&board);
    store_close(store);
    return now_ms() - start;
}

static double median(const char *home, const struct board_query *query, bool from_disk)
{
    double times[RUNS];
    for (int run = 0; run < RUNS; run++) {
        if (from_disk)
            forget(home);
        times[run] = read_once(home, query);
    }
    qsort(times, RUNS, sizeof times[0], ascending);
    return (times[RUNS / 2 - 1] + times[RUNS / 2]) / 2;
}

static void measure_page(const char *home, const char *name, const struct board_query *query)
{
    double disk = median(home, query, true), warm = median(home, query, false);
    printf("%-9s --by %-6s  %-12s %7.2f ms   aim %g ms   %s   (from disk %.2f ms)\n",
           query->problem ? "problem" : "all", board_metric_text(query->by), name, warm, aim_ms,
           warm < aim_ms ? "met" : "NOT MET", disk);
}

static void print_plan(const char *home, const struct board_query *query)
{
    struct store *store;
    struct err err;
    char *plan, *rest = NULL;
    if (store_open(home, STORE_READ, &store, &err) != 0 || board_plan(store, query, &plan, &err) != 0)
        die(&err);
    printf("plan, %s:\n", query->problem ? "one problem" : "all problems");
    for (char *line = strtok_r(plan, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        printf("    %s\n", line);
    free(plan);
    store_close(store);
}

static void measure_boards(const char *home, const struct size *size)
{
    static const char *const problems[] = {"problem-07", NULL};
    char own[32];
    snprintf(own, sizeof own, "student%05" PRId64, size->users / 2);
    for (int i = 0; i < 2; i++) {
        for (int metric = 0; metric < BOARD_METRIC_COUNT; metric++) {
            struct board_query query = {problems[i], (enum board_metric)metric, PAGE, 0, own};
            measure_page(home, "first page", &query);
            query.offset = size->users / 2;
            measure_page(home, "middle page", &query);
            query.offset = size->users - PAGE;
            measure_page(home, "last page", &query);
        }
        print_plan(home, &(struct board_query){.problem = problems[i]});
    }
}

/* What a submission costs in a database of this size. */
static void measure_recording(const char *home)
{
    double times[RUNS];
    struct err err;
    for (int run = 0; run < RUNS; run++) {
        struct store *store;
        struct store_new new = {"student00042", "problem-07", "c", "solution.c", "int x;", 6, ""};
        struct store_judgement judgement = {.verdict = VERDICT_WA, .score = run, .compile_ok = true};
        int64_t id;
        double start = now_ms();
        if (store_open(home, STORE_WRITE, &store, &err) != 0 || store_begin_submission(store, &new, &id, &err) != 0 ||
            store_finish_submission(store, id, &judgement, NULL, 0, &err) != 0)
            die(&err);
        store_close(store);
        times[run] = now_ms() - start;
    }
    qsort(times, RUNS, sizeof times[0], ascending);
    printf("recording a submission (open, begin, finish with its standings): %.2f ms\n", times[RUNS / 2]);
}

static void clean(const char *folder)
{
    char path[PATH_MAX];
    static const char *const names[] = {"judge.db", "judge.db-journal"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int main(int count, char **values)
{
    struct size size = {1000000, 10000, 50};
    int64_t *numbers[] = {&size.submissions, &size.users, &size.problems};
    for (int i = 1; i < count && i <= 3; i++)
        if ((*numbers[i - 1] = atoll(values[i])) <= 0) {
            fprintf(stderr, "usage: bench_board [SUBMISSIONS [USERS [PROBLEMS]]]\n");
            return 2;
        }
    char folder[PATH_MAX];
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/judge-bench-XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(folder)) {
        perror(folder);
        return 3;
    }
    build(folder, &size);
    measure_boards(folder, &size);
    measure_recording(folder);
    clean(folder);
    return 0;
}
