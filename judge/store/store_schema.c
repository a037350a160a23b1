#include "judge/store/store_schema.h"

#include <stddef.h>

/* The comments inside the statements are kept by SQLite: `.schema submission` in the sqlite3 shell shows them. */

/* Natural keys (names, not numbers) so that every table can be read without a join. */
static const char facts[] =
    "CREATE TABLE user (\n"
    "    name TEXT PRIMARY KEY NOT NULL CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 64),\n"
    "    created_at TEXT NOT NULL\n"
    ") STRICT, WITHOUT ROWID;\n"

    "CREATE TABLE source (\n"
    "    hash TEXT PRIMARY KEY NOT NULL, -- of the content: equal files are kept once\n"
    "    content BLOB NOT NULL\n"
    ") STRICT;\n"

    "CREATE TABLE submission (\n"
    "    id INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    "    user TEXT NOT NULL REFERENCES user(name) ON UPDATE CASCADE,\n"
    "    problem TEXT NOT NULL,\n"
    "    language TEXT NOT NULL,\n"
    "    file_name TEXT NOT NULL, -- as the student named it\n"
    "    source_hash TEXT NOT NULL REFERENCES source(hash),\n"
    "    source_bytes INTEGER NOT NULL CHECK (source_bytes >= 0),\n"
    "    seed TEXT NOT NULL, -- of the fresh cases, for a rejudge\n"
    "    submitted_at TEXT NOT NULL CHECK (length(submitted_at) = 24 AND submitted_at GLOB '*-*-*T*:*:*.*Z'), -- UTC\n"
    "    state TEXT NOT NULL CHECK (state IN ('pending', 'done')),\n"
    "    -- Who judges it while it is pending: process, its start in clock ticks since boot, its pid namespace, the "
    "boot.\n"
    "    owner_pid INTEGER,\n"
    "    owner_started INTEGER,\n"
    "    owner_namespace INTEGER,\n"
    "    owner_boot TEXT\n"
    ") STRICT;\n"
    "CREATE INDEX submission_user ON submission(user);\n"
    "CREATE INDEX submission_user_problem ON submission(user, problem);\n"
    "CREATE INDEX submission_problem ON submission(problem);\n"
    "CREATE INDEX submission_pending ON submission(id) WHERE state = 'pending';\n"

    "CREATE TABLE judgement (\n"
    "    id INTEGER PRIMARY KEY AUTOINCREMENT,\n"
    "    submission INTEGER NOT NULL REFERENCES submission(id) ON DELETE CASCADE,\n"
    "    active INTEGER NOT NULL CHECK (active IN (0, 1)), -- 1: the one that counts; older ones are kept\n"
    "    verdict TEXT NOT NULL, -- AC WA CE RTE TLE MLE OLE SV, or JE: the judge's own failure, not scored\n"
    "    score REAL NOT NULL CHECK (score BETWEEN 0 AND 100),\n"
    "    passed INTEGER NOT NULL,\n"
    "    total INTEGER NOT NULL,\n"
    "    time_ns INTEGER NOT NULL CHECK (time_ns >= 0), -- CPU time over the hidden and fresh cases\n"
    "    memory_kib INTEGER NOT NULL CHECK (memory_kib >= 0), -- peak\n"
    "    reason TEXT NOT NULL,\n"
    "    judge_version TEXT NOT NULL,\n"
    "    problem_hash TEXT NOT NULL, -- of the files that decided the verdict\n"
    "    sandbox TEXT NOT NULL,\n"
    "    compile_ok INTEGER NOT NULL CHECK (compile_ok IN (0, 1)),\n"
    "    compile_ns INTEGER NOT NULL,\n"
    "    compile_messages TEXT NOT NULL,\n"
    "    started_at TEXT NOT NULL,\n"
    "    finished_at TEXT NOT NULL,\n"
    "    CHECK ((verdict = 'AC') = (score = 100))\n"
    ") STRICT;\n"
    "CREATE INDEX judgement_submission ON judgement(submission);\n"
    "CREATE UNIQUE INDEX judgement_active ON judgement(submission) WHERE active = 1;\n"

    "CREATE TABLE case_result (\n"
    "    judgement INTEGER NOT NULL REFERENCES judgement(id) ON DELETE CASCADE,\n"
    "    ordinal INTEGER NOT NULL, -- 1, 2, ... in the order of judging\n"
    "    name TEXT NOT NULL, -- 'hidden/get_error/3'\n"
    "    case_set TEXT NOT NULL, -- sample, hidden, fresh\n"
    "    function TEXT NOT NULL,\n"
    "    verdict TEXT NOT NULL,\n"
    "    time_ns INTEGER NOT NULL,\n"
    "    memory_kib INTEGER NOT NULL,\n"
    "    weight REAL NOT NULL,\n"
    "    seed TEXT NOT NULL, -- '' for a literal case\n"
    "    attempt INTEGER NOT NULL, -- which draw of the seed\n"
    "    diff TEXT CHECK (diff IS NULL OR json_valid(diff)), -- how the answer differs: diff ->> '$.class'\n"
    "    facts TEXT CHECK (facts IS NULL OR json_valid(facts)), -- how the process ended, before any judgement\n"
    "    PRIMARY KEY (judgement, ordinal)\n"
    ") STRICT, WITHOUT ROWID;\n";

/* Standings are kept by triggers, not by the C code that finishes a submission: so they are right whoever writes,
 * the judge or an instructor at the sqlite3 shell who deletes a submission or corrects a score.
 *
 * standing_now and standing_total_now are the definition. standing and standing_total are their content, kept because a
 * leaderboard over a million submissions must open in milliseconds. Writing (user, problem) into standing_refresh
 * computes the two anew for that user and problem; SQLite pushes both columns down to the index
 * submission_user_problem. Both tables are clustered in the order of rank: a page is a range of one b-tree. */
static const char standings[] =
    /* CROSS JOIN: submissions are read in the order of their index, so that even all of them together need no sorting.
     */
    "CREATE VIEW scored AS\n"
    "    -- Submissions that count, with their active judgement.\n"
    "    SELECT s.problem, s.user, j.score, j.time_ns, j.memory_kib, s.source_bytes, s.submitted_at, s.id AS "
    "submission\n"
    "    FROM submission AS s CROSS JOIN judgement AS j ON j.submission = s.id AND j.active = 1\n"
    "    WHERE j.verdict <> 'JE';\n"

    "CREATE VIEW standing_now AS\n"
    "    -- Every user's best submission of every problem, by each metric.\n"
    "    SELECT problem, metric, score, value, submitted_at, submission, user, time_ns, memory_kib, source_bytes FROM "
    "(\n"
    "        SELECT *, row_number() OVER (PARTITION BY user, problem, metric\n"
    "                                     ORDER BY score DESC, value, submitted_at, submission) AS place FROM (\n"
    "            SELECT scored.*, metric.column1 AS metric,\n"
    "                   CASE metric.column1 WHEN 'time' THEN time_ns WHEN 'memory' THEN memory_kib\n"
    "                                       WHEN 'size' THEN source_bytes ELSE 0 END AS value\n"
    "            FROM scored CROSS JOIN (VALUES ('score'), ('time'), ('memory'), ('size')) AS metric))\n"
    "    WHERE place = 1;\n"

    "CREATE TABLE standing (\n"
    "    problem TEXT NOT NULL,\n"
    "    metric TEXT NOT NULL, -- score, time, memory, size\n"
    "    score REAL NOT NULL,\n"
    "    value INTEGER NOT NULL, -- of the metric: time_ns, memory_kib, source_bytes; 0 for score\n"
    "    submitted_at TEXT NOT NULL,\n"
    "    submission INTEGER NOT NULL,\n"
    "    user TEXT NOT NULL,\n"
    "    time_ns INTEGER NOT NULL,\n"
    "    memory_kib INTEGER NOT NULL,\n"
    "    source_bytes INTEGER NOT NULL,\n"
    "    PRIMARY KEY (problem, metric, score DESC, value, submitted_at, submission)\n"
    ") STRICT, WITHOUT ROWID;\n"
    /* A user's sums are made anew with every submission: this index holds all that they need, in one place. */
    "CREATE INDEX standing_user ON standing(user, problem, metric, time_ns, memory_kib, source_bytes);\n"

    /* Sums of scores are made in whole thousandths: exact, whatever the order of the rows. */
    "CREATE VIEW standing_total_now AS\n"
    "    -- Every user's sums over all problems, by each metric. Time, memory and size count for solved problems "
    "only.\n"
    "    SELECT metric, sum(score = 100) AS solved, sum(CAST(round(score * 1000) AS INTEGER)) / 1000.0 AS score,\n"
    "           ifnull(sum(value) FILTER (WHERE score = 100), 0) AS value,\n"
    "           ifnull(max(submitted_at) FILTER (WHERE score > 0), min(submitted_at)) AS submitted_at,\n"
    "           ifnull(max(submission) FILTER (WHERE score > 0), min(submission)) AS submission, user,\n"
    "           ifnull(sum(time_ns) FILTER (WHERE score = 100), 0) AS time_ns,\n"
    "           ifnull(sum(memory_kib) FILTER (WHERE score = 100), 0) AS memory_kib,\n"
    "           ifnull(sum(source_bytes) FILTER (WHERE score = 100), 0) AS source_bytes\n"
    "    FROM standing GROUP BY user, metric;\n"

    "CREATE TABLE standing_total (\n"
    "    metric TEXT NOT NULL,\n"
    "    solved INTEGER NOT NULL,\n"
    "    score REAL NOT NULL,\n"
    "    value INTEGER NOT NULL,\n"
    "    submitted_at TEXT NOT NULL,\n"
    "    submission INTEGER NOT NULL,\n"
    "    user TEXT NOT NULL,\n"
    "    time_ns INTEGER NOT NULL,\n"
    "    memory_kib INTEGER NOT NULL,\n"
    "    source_bytes INTEGER NOT NULL,\n"
    "    PRIMARY KEY (metric, solved DESC, score DESC, value, submitted_at, submission)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE UNIQUE INDEX standing_total_user ON standing_total(user, metric);\n"

    "CREATE VIEW standing_refresh AS SELECT '' AS user, '' AS problem WHERE 0;\n"
    "CREATE TRIGGER standing_refresh_run INSTEAD OF INSERT ON standing_refresh BEGIN\n"
    "    DELETE FROM standing WHERE user = NEW.user AND problem = NEW.problem;\n"
    "    INSERT INTO standing SELECT * FROM standing_now WHERE user = NEW.user AND problem = NEW.problem;\n"
    "    DELETE FROM standing_total WHERE user = NEW.user;\n"
    "    INSERT INTO standing_total SELECT * FROM standing_total_now WHERE user = NEW.user;\n"
    "END;\n"

    "CREATE TRIGGER judgement_inserted AFTER INSERT ON judgement WHEN NEW.active BEGIN\n"
    "    INSERT INTO standing_refresh SELECT user, problem FROM submission WHERE id = NEW.submission;\n"
    "END;\n"
    "CREATE TRIGGER judgement_updated AFTER UPDATE ON judgement WHEN OLD.active OR NEW.active BEGIN\n"
    "    INSERT INTO standing_refresh SELECT DISTINCT user, problem FROM submission\n"
    "    WHERE id IN (OLD.submission, NEW.submission);\n"
    "END;\n"
    "CREATE TRIGGER judgement_deleted AFTER DELETE ON judgement WHEN OLD.active BEGIN\n"
    "    INSERT INTO standing_refresh SELECT user, problem FROM submission WHERE id = OLD.submission;\n"
    "END;\n"
    "CREATE TRIGGER submission_updated AFTER UPDATE OF user, problem, submitted_at, source_bytes ON submission BEGIN\n"
    "    INSERT INTO standing_refresh VALUES (OLD.user, OLD.problem);\n"
    "    INSERT INTO standing_refresh SELECT NEW.user, NEW.problem\n"
    "    WHERE (NEW.user, NEW.problem) <> (OLD.user, OLD.problem);\n"
    "END;\n"
    /* The sqlite3 shell does not enforce foreign keys unless told to, so the cascade is spelled out. */
    "CREATE TRIGGER submission_deleting BEFORE DELETE ON submission BEGIN\n"
    "    DELETE FROM judgement WHERE submission = OLD.id;\n"
    "END;\n"
    "CREATE TRIGGER judgement_deleting BEFORE DELETE ON judgement BEGIN\n"
    "    DELETE FROM case_result WHERE judgement = OLD.id;\n"
    "END;\n"

    "CREATE VIEW best_submissions AS\n"
    "    -- One row a user and problem: the best submission by score, the earliest of equals, and the number of "
    "tries.\n"
    "    SELECT t.user, t.problem, t.score, j.verdict, t.submission, s.language, s.file_name,\n"
    "           t.time_ns / 1e6 AS time_ms, t.memory_kib, t.source_bytes, t.submitted_at,\n"
    "           (SELECT count(*) FROM scored WHERE scored.user = t.user AND scored.problem = t.problem) AS tries\n"
    "    FROM standing AS t JOIN submission AS s ON s.id = t.submission\n"
    "         JOIN judgement AS j ON j.submission = t.submission AND j.active = 1\n"
    "    WHERE t.metric = 'score';\n"

    "CREATE VIEW leaderboard_by AS\n"
    "    -- The board of each problem by each metric ('score', 'time', 'memory', 'size'); equal values share a rank:\n"
    "    -- SELECT * FROM leaderboard_by WHERE problem = 'attention' AND metric = 'time' ORDER BY rank, submitted_at;\n"
    "    SELECT problem, metric, rank() OVER (PARTITION BY problem, metric ORDER BY score DESC, value) AS rank, user, "
    "score,\n"
    "           time_ns / 1e6 AS time_ms, memory_kib, source_bytes, submission, submitted_at\n"
    "    FROM standing;\n"

    "CREATE VIEW leaderboard AS\n"
    "    -- The board of each problem by score:\n"
    "    -- SELECT * FROM leaderboard WHERE problem = 'attention' ORDER BY rank, submitted_at LIMIT 10;\n"
    "    SELECT problem, rank, user, score, time_ms, memory_kib, source_bytes, submission, submitted_at\n"
    "    FROM leaderboard_by WHERE metric = 'score';\n"

    "CREATE VIEW leaderboard_total AS\n"
    "    -- The board over all problems: solved ones, the sum of the best scores, then the sum of the metric.\n"
    "    -- SELECT * FROM leaderboard_total WHERE metric = 'score' ORDER BY rank, submitted_at LIMIT 10;\n"
    "    SELECT metric, rank() OVER (PARTITION BY metric ORDER BY solved DESC, score DESC, value) AS rank, user, "
    "solved, score,\n"
    "           time_ns / 1e6 AS time_ms, memory_kib, source_bytes, submission, submitted_at\n"
    "    FROM standing_total;\n";

static const char hints[] = "CREATE TABLE hint (\n"
                            "    user TEXT NOT NULL REFERENCES user(name) ON UPDATE CASCADE,\n"
                            "    problem TEXT NOT NULL,\n"
                            "    shown INTEGER NOT NULL CHECK (shown >= 1), -- the furthest step of the problem's "
                            "hints that the user has seen\n"
                            "    shown_at TEXT NOT NULL, -- when that one was shown first\n"
                            "    PRIMARY KEY (user, problem)\n"
                            ") STRICT, WITHOUT ROWID;\n";

static const char counterexamples[] =
    "ALTER TABLE judgement ADD COLUMN\n"
    "    counterexample TEXT CHECK (counterexample IS NULL OR json_valid(counterexample)); -- a small case that "
    "fails,\n"
    "    -- with its arguments and results: it may be shown, and counts for nothing\n";

/* ORDER BY: rows arrive in the order of the table, so that b-trees grow at their end. */
const char store_schema_rebuild[] = "DELETE FROM standing;\n"
                                    "DELETE FROM standing_total;\n"
                                    "INSERT INTO standing SELECT * FROM standing_now ORDER BY problem, metric, score "
                                    "DESC, value, submitted_at, submission;\n"
                                    "INSERT INTO standing_total SELECT * FROM standing_total_now\n"
                                    "ORDER BY metric, solved DESC, score DESC, value, submitted_at, submission;\n";

const char *store_schema_step(int version)
{
    static const char *const steps[STORE_SCHEMA_VERSION] = {facts, standings, hints, counterexamples};
    return version >= 1 && version <= STORE_SCHEMA_VERSION ? steps[version - 1] : NULL;
}
