/* mutate.h - small mistakes in a C source: what inputs must be able to tell from the right answer.
 *
 * The source is read as tokens; each mutant differs from it in one place, in a way in which people go wrong: constants
 * off by one, + for -, < for <=, another axis, a missing factor, swapped arguments, a step more or less, a statement or
 * a call forgotten. (R. DeMillo, R. Lipton and F. Sayward, "Hints on test data selection", IEEE Computer 11(4), 1978.)
 * Nothing is parsed: some mutants do not compile, which the compiler says soon enough. Left out is where a mistake says
 * nothing about the answer: giving up, drawing again, sizes of memory. The same source gives the same list on every
 * machine.
 */
#ifndef JUDGE_MUTATE_H
#define JUDGE_MUTATE_H

#include <stddef.h>

struct mutant {
    int line, column, length; /* from 1, in characters: what changed */
    const char *kind;         /* "constant", "operator", ...: static text */
    char *before, *after;     /* the line without blanks around it, and what it became; heap */
    int nth, of;              /* equal lines make equal mutants: from the top, this is the nth of so many */
    size_t from, to;          /* these bytes of the source... */
    char *replacement;        /* ...became these: the least that differs; heap */
    int number;               /* from 0, among all that can be made */
};

struct mutants {
    int count;
    int possible; /* before the choice */
    struct mutant *at;
};

/* What the source does. What a checker says is not its decision, so the making of words is left alone; and since
 * nobody can tell its tolerance from one that is a tenth larger, numbers become ten times as large. */
enum mutate_role { MUTATE_ANSWER, MUTATE_CHECKER };

/* At most `max` of all mutants, spread evenly over the source. */
void mutate(const char *source, enum mutate_role role, int max, struct mutants *ret_mutants);
/* What became of the source that the mutant was made of. Heap. */
char *mutant_source(const char *source, const struct mutant *mutant);

void mutant_release(struct mutant *mutant);
void mutants_release(struct mutants *mutants);

#endif
