/* mutate_internal.h - between mutate.c, which makes and chooses mutants, and mutate_kinds.c, which knows mistakes. */
#ifndef JUDGE_MUTATE_INTERNAL_H
#define JUDGE_MUTATE_INTERNAL_H

#include "judge/verify/mutate.h"
#include "judge/verify/mutate_tokens.h"

struct maker {
    struct tokens tokens;
    size_t size; /* of the source */
    enum mutate_role role;
    bool *arid; /* by token: no mistake there says anything about the answer */
    struct mutants all;
    int capacity;
};

/* A mutant with the bytes from..to replaced, or the tokens first..last-1; unless there is one that reads so already. */
void maker_edit(struct maker *maker, const char *kind, const char *from, const char *to, const char *replacement);
void maker_replace(struct maker *maker, const char *kind, int first, int last, const char *replacement);

/* The source of the tokens first..last-1. Heap. */
char *maker_text(const struct maker *maker, int first, int last);

/* mutate_kinds.c: all mistakes that can be made at a token. */
void maker_mutate(struct maker *maker, int i);

#endif
