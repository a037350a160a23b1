/* language.h - the languages that a submission may be written in: a table. Adding one is one row here and one harness
 * in sandbox/guest/. */
#ifndef JUDGE_LANGUAGE_H
#define JUDGE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "sandbox/box.h"
#include "sandbox/err.h"

struct problem;
struct values;

enum { LANGUAGES_MAX = 8, LANGUAGE_KINDS_MAX = 4 };

/* A language whose source is run by an interpreter, which comes in kinds: with these packages imported or with those.
 * Where boxes can be kept, one of each kind in use is held ready. */
struct interpreted {
    int kind_count;
    struct interpreted_kind {
        const char *name;        /* "PyTorch" */
        const char *package;     /* Debian package that brings it */
        const char *const *run;  /* for one case, in a box that sees sandbox/guest as /guest: stops itself (box.h) */
        const char *const *warm; /* held ready, makes a child for each case (warm.h) */
    } kind[LANGUAGE_KINDS_MAX];
    /* Files of which it is made, NULL-terminated: on the machine, or, without a slash in front, in sandbox/guest. */
    const char *const *parts;
    int (*kind_of)(const char *source, size_t size);
    bool (*has)(int kind);                             /* is the package installed? */
    char *(*version)(int kind);                        /* heap string */
    char *(*signature)(const struct problem *problem); /* what the harness wants to know; heap string */
    /* What the harness told of a failure (RESPONSE_FAILED), for the student (`full`) or of a hidden case; heap string.
     */
    char *(*failure)(const struct values *told, const char *file_name, bool full);
};

struct language {
    const char *id;           /* "c": in commands, JSON and the database */
    const char *name;         /* "C" */
    const char *suffixes;     /* " .c ": which file names are in it, each between blanks */
    const char *source;       /* the name that a submission gets in the box, whatever it was called */
    const char *compiler;     /* path on the host and in the compile box; an interpreter that checks is one too */
    const char *package;      /* Debian package that brings it */
    const char *const *flags; /* of the compiler, before the source; NULL-terminated */
    const char *const *link; /* behind the source: makes `program`. NULL: the compiler only checks, the source is run */
    const struct interpreted *interpreted; /* NULL: the program itself is run */
    enum box_policy run_policy;
    /* A problem's limits are for C. */
    int time_factor;         /* others get more time, */
    int start_ms;            /* time for the start of an interpreter, where that is measured with the case, */
    int64_t more_memory_kib; /* and memory for what their libraries hold before the first line */
    /* What a source needs that may be missing here: ERR_USE, naming the package. NULL: the compiler is enough. */
    int (*check_source)(const char *source, size_t size, struct err *err);
};

/* NULL when there is none. */
const struct language *language_by_id(const char *id);
const struct language *language_by_file(const char *path);

/* Row i, NULL behind the last. */
const struct language *language_at(int i);

/* ERR_USE, naming the package, when the compiler is not installed. */
int language_check(const struct language *language, struct err *err);

/* The same for all that this source needs. */
int language_check_source(const struct language *language, const char *source, size_t size, struct err *err);

#endif
