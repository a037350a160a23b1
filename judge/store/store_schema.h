/* store_schema.h - the layout of the database, as steps from an empty file to the present one.
 *
 * Step n turns version n-1 (PRAGMA user_version) into version n. A step that has been released is never edited: a
 * change is a new step. Facts and what is derived from them are kept apart: tables of facts are step 1; views,
 * standings and the triggers that keep them are step 2, and can be dropped and made anew without losing anything. Step
 * 3 adds the table of hints, step 4 the counterexample of a judgement.
 */
#ifndef JUDGE_STORE_SCHEMA_H
#define JUDGE_STORE_SCHEMA_H

enum {
    STORE_SCHEMA_VERSION = 4,
    STORE_SCHEMA_APPLICATION = 0x4a554447, /* "JUDG", PRAGMA application_id: tells our files from others' */
};

/* The SQL of a step, 1..STORE_SCHEMA_VERSION. */
const char *store_schema_step(int version);

/* Computes the standings from the judgements. */
extern const char store_schema_rebuild[];

#endif
