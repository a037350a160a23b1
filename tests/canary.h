/* canary.h - secrets that no submission may see, and doors that none may knock at.
 *
 * A canary is a random text. One stands in a file of HOME, one in JUDGE_HOME, one in /tmp, one in the environment, one
 * is for the caller to hide in the database, as another student's submission. The doors are a TCP port of this machine
 * and two Unix sockets, one with a path and one without.
 *
 * Sources name these things by words that canary_fill replaces: CANARY_HOME, CANARY_JUDGE_HOME, CANARY_TMP (paths),
 * CANARY_PORT (a number), CANARY_SOCKET (a path), CANARY_ABSTRACT (a name without its leading NUL).
 *
 * Failures of the machine are failed assertions of check.
 */
#ifndef TESTS_CANARY_H
#define TESTS_CANARY_H

#include <stddef.h>

enum canary_place {
    CANARY_IN_HOME,
    CANARY_IN_JUDGE_HOME,
    CANARY_IN_TMP,
    CANARY_IN_ENVIRONMENT,
    CANARY_IN_SUBMISSION,
    CANARY_COUNT
};
enum { CANARY_DOORS = 3, CANARY_TEXT = 32 };

struct canary {
    char folder[32];     /* of all of the below */
    char home[96];       /* HOME: secret.txt */
    char judge_home[96]; /* JUDGE_HOME, not made yet but for secret.txt */
    char tmp[64];        /* a file */
    char socket[96];
    char abstract[64];
    int port;
    int door[CANARY_DOORS];
    char text[CANARY_COUNT][CANARY_TEXT];
};

/* Sets HOME, JUDGE_HOME and JUDGE_CANARY in the environment. */
void canary_plant(struct canary *ret_canary);
void canary_remove(struct canary *canary);

/* A copy of a source with words replaced. Heap string. */
char *canary_fill(const struct canary *canary, const char *source);

/* Which canary stands in these bytes: "the canary of HOME", or NULL. */
const char *canary_find(const struct canary *canary, const void *bytes, size_t size);

/* The same for every file below JUDGE_HOME, but those in which they were planted. */
const char *canary_find_in_records(const struct canary *canary);

/* Which door somebody has knocked at, or NULL. */
const char *canary_visited(const struct canary *canary);

#endif
