/* source.h - a student's file: found, read within bounds, and what it is a solution for.
 *
 * Everything that is wrong is ERR_USE, one line: no such file, a folder, a device, a pipe (never waited for), empty or
 * blank, larger than SOURCE_BYTES_MAX, unreadable, in no known language, for no known problem. The bytes may be any.
 */
#ifndef JUDGE_SOURCE_H
#define JUDGE_SOURCE_H

#include <stddef.h>

#include "judge/judging/language.h"
#include "judge/problem/problem.h"

struct source {
    char *path;       /* as it was given */
    const char *name; /* the last part of path: for the record and for compiler messages */
    char *bytes;
    size_t size;
};

/* Reads the file. */
int source_read(const char *path, struct source *ret_source, struct err *err);
void source_release(struct source *source);

/* The one file solution.* of a known language in the current folder: what `judge test` means without a name. */
int source_find(char **ret_path, struct err *err);

/* `wanted` (may be NULL) is the word behind -l; else by the file's suffix. Checks that the compiler is here. */
int source_language(const char *path, const char *wanted, const struct language **ret_language, struct err *err);
/* The languages as "c, cpp", for messages; 64 bytes do. */
const char *source_languages(char *buffer, size_t size);

/* `wanted` (may be NULL) is the word behind -p; else the nearest folder above the file that is named like a problem. */
int source_problem(const char *path, const char *wanted, const struct problem_path *problems,
                   struct problem **ret_problem, struct err *err);

#endif
