/* warm.h - a box that holds a program ready and makes a child of it for each case: what an interpreter needs that takes
 * longer to start than a case takes to run.
 *
 * The program is started once, as in any box, imports what it wants, and says "ready" on its descriptor 3. Then, for
 * each case, the first process of the box (init) hands it descriptors and limits; it passes them to a child that it has
 * made ahead with CLONE_PARENT, and which so is a child of init's, and tells its pid. init starts the child's clocks,
 * lets it go, watches its limits, kills and reaps it, and reports facts as for any box. One case at a time.
 *
 * What keeps cases apart: the parent never reads a byte of a solution or a case, only the child does. The child is as
 * confined as any program: it cannot fork, signal, trace or inspect others; it has no descriptor of the parent's;
 * memory that it changes is its own copy; and nothing in the box is writable, so cases share no file. The few calls
 * that the parent has besides are allowed to its pid alone, by the keeper; a child may take descriptors once, which it
 * does before it reads anything. Two cases share the layout of memory, no content.
 *
 * Needs namespaces. Whatever goes wrong ends the box and is an err: the caller runs its case in another way.
 */
#ifndef SANDBOX_WARM_H
#define SANDBOX_WARM_H

#include "sandbox/box.h"
#include "sandbox/warm_case.h"

struct warm;

/* Starts the box; `spec` as for box_start, with limits for the time until it is ready, and fds[3] unset. The work
 * folder is sealed. */
int warm_start(struct sandbox *sandbox, const struct box_spec *spec, struct warm **ret_warm, struct err *err);

/* Polls readable when warm_take has something to take. */
int warm_fd(const struct warm *warm);

/* Is it ready? Does not wait, unless `wait`. 1, 0, or -1 when it has ended. */
int warm_ready(struct warm *warm, bool wait, struct err *err);

/* Hands it a case; it must be ready and without one. */
int warm_post(struct warm *warm, const struct warm_case *request, struct err *err);

/* Waits for the end of the case that was posted. */
int warm_take(struct warm *warm, struct box_facts *ret_facts, struct err *err);

/* Ends the box; NULL is fine. */
void warm_stop(struct warm *warm);

#endif
