/* gate.h - what the tests of verifying share: a judge in a folder of its own, and there a copy of a sound problem, into
 * which each test puts a fault. One at a time. */
#ifndef TESTS_GATE_H
#define TESTS_GATE_H

#include <check.h>

#include "judge/verify/verify.h"

struct gate {
    struct install install;
    struct home home;
    struct judging *judging;
    char *folder, *mine;     /* of all that a test makes, and the problem in it */
    struct problem *problem; /* of the last gate_verify */
    struct verification verification;
};
extern struct gate gate;

/* Copies the folder `from`, whose name is the problem's id; relative to the repository. */
void gate_open(const char *from);
void gate_close(void);

/* One more file of the problem, or another one in its place. */
void gate_put(const char *name, const char *text);

/* A file of the problem. Heap. */
char *gate_read(const char *name);

/* Replaces the first `from`, which must occur, in a file of the problem. */
void gate_edit(const char *name, const char *from, const char *to);

/* Copies a file of the problem. */
void gate_copy(const char *from, const char *to);

/* All files and folders of the problem that fit the pattern go ("starter/solution.*"); there must be some. */
void gate_remove(const char *pattern);

/* Loads the problem and verifies it; of one that cannot be loaded the verification says why. */
void gate_verify(unsigned parts, int keys);

/* The first diagnostic of this code whose text, note or help has the words; NULL. */
const struct diagnostic *gate_find(enum diagnostic_code code, const char *words);

/* The same; all of them are shown when it is missing. */
const struct diagnostic *gate_found(enum diagnostic_code code, const char *words);

/* The main of such a test program. */
int gate_main(Suite *suite);

#endif
