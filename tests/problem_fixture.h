/* problem_fixture.h - a problem folder for tests, with one thing changed. */
#ifndef TESTS_PROBLEM_FIXTURE_H
#define TESTS_PROBLEM_FIXTURE_H

#include "judge/problem/problem.h"

/* A whole valid problem.json. */
extern const char fixture_json[];

/* A new folder under /tmp, removed with all it holds by fixture_remove. */
char *fixture_folder(void);
void fixture_remove(char *folder);

/* Writes folder/name, making folders on the way. */
void fixture_write(const char *folder, const char *name, const char *text, size_t size);

/* folder/id with problem.json and reference.c. */
void fixture_problem(const char *folder, const char *id, const char *json);

/* fixture_json with `from`, which must occur, replaced by `to` once. Heap string. */
char *fixture_edit(const char *from, const char *to);

#endif
