/* definitions.h - which functions a C or C++ source defines, so that "missing" can be told from "there, but not as the
 * problem asks": with other parameters (an overload), inside a class or namespace, under a name with a slip in it.
 *
 * A definition is a name, parameters in parentheses and a brace. Comments, strings, preprocessor lines and what stands
 * between #if 0 and its end are no code; macros are not expanded, so this is a help for messages and decides nothing.
 * The source is a student's: any bytes, read once, within its size. What is behind DEFINITIONS_MAX is not looked at.
 */
#ifndef JUDGE_DEFINITIONS_H
#define JUDGE_DEFINITIONS_H

#include <stdbool.h>
#include <stddef.h>

enum { DEFINITIONS_MAX = 128, DEFINITION_NAME = 64 };

struct definition {
    char name[DEFINITION_NAME]; /* a longer one is cut */
    int line;                   /* of the name, from 1 */
    bool inside;                /* between braces (a class, a namespace, a function), or a member (A::f) */
};

struct definitions {
    int count;
    struct definition at[DEFINITIONS_MAX];
};

void definitions_read(const char *source, size_t size, struct definitions *ret_definitions);

/* The one of this name, rather outside of braces than inside; NULL when there is none. */
const struct definition *definitions_find(const struct definitions *definitions, const char *name);

#endif
