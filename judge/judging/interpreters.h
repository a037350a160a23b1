/* interpreters.h - how a case in an interpreted language gets to an interpreter, by the best way that works.
 *
 *   server   a warm interpreter of an earlier submission (interpreter_server.h)
 *   own      a warm interpreter of this process: one import for a whole submission
 *   none     the caller starts an interpreter for the case
 *
 * A way that cannot be taken is left for the next; one that has worked is tried twice more before it is left, because
 * what a case costs without a warm interpreter is the machine's time. A case that was cut short is to be run again from
 * its beginning. What the submission does is never a failure.
 *
 * JUDGE_WARM_SECONDS: how long a server waits for the next submission (600); 0: no server.
 */
#ifndef JUDGE_INTERPRETERS_H
#define JUDGE_INTERPRETERS_H

#include "judge/base/home.h"
#include "judge/judging/interpreter.h"

struct interpreters;

struct interpreters *interpreters_new(struct sandbox *sandbox, const struct home *home, const struct install *install);
void interpreters_free(struct interpreters *interpreters);

/* Sees to it that an interpreter starts, or is there; does not wait. At the beginning of each submission. */
void interpreters_begin(struct interpreters *interpreters, const struct language *language, int kind);

/* Without waiting: would interpreters_run start at once? */
bool interpreters_ready(struct interpreters *interpreters, const struct language *language, int kind);

/* Is there a way to try? */
bool interpreters_usable(const struct interpreters *interpreters, const struct language *language, int kind);

/* Runs one case. -1: this way does not work, err tells why; ask interpreters_usable and come again with fresh
 * descriptors. */
int interpreters_run(struct interpreters *interpreters, const struct language *language, int kind,
                     const struct warm_case *request, struct box_facts *ret_facts, struct err *err);

/* For doctor: one line about the server of this folder for a language, without starting one. Heap string. */
char *interpreters_describe(const struct home *home, const struct install *install, const struct language *language);

#endif
