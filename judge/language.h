/* language.h - the languages that a submission may be written in: a table. Adding one is one row here and one harness
 * in sandbox/guest/. */
#ifndef JUDGE_LANGUAGE_H
#define JUDGE_LANGUAGE_H

#include "sandbox/box.h"
#include "sandbox/err.h"

struct language {
    const char *id;           /* "c": in commands, JSON and the database */
    const char *name;         /* "C" */
    const char *suffixes;     /* " .c ": which file names are in it, each between blanks */
    const char *source;       /* the name that a submission gets in the box, whatever it was called */
    const char *compiler;     /* path on the host and in the compile box */
    const char *package;      /* Debian package that brings it */
    const char *const *flags; /* NULL-terminated; before the source */
    enum box_policy run_policy;
    int time_factor; /* a problem's time limit is for C; others get more */
};

/* NULL when there is none. */
const struct language *language_by_id(const char *id);
const struct language *language_by_file(const char *path);

/* Row i, NULL behind the last. */
const struct language *language_at(int i);

/* ERR_USE, naming the package, when the compiler is not installed. */
int language_check(const struct language *language, struct err *err);

#endif
