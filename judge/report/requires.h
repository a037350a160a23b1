/* requires.h - what should be solved before a problem: its "requires", seen together with other problems and with what
 * a user has solved. A prerequisite is advice: nobody is kept from starting anywhere.
 */
#ifndef JUDGE_REQUIRES_H
#define JUDGE_REQUIRES_H

#include "judge/report/diagnostic.h"
#include "judge/problem/problem.h"
#include "judge/store/store.h"

/* Problems that are known, as problem_list gives them. The first of equal ids counts. */
struct requires_known {
    struct problem *const *at;
    int count;
};

/* Complains about prerequisites that are not known, and when a chain of them leads back to `problem`. */
void requires_check(const struct problem *problem, const struct requires_known *known, struct diagnostics *list);

/* The prerequisites that are not solved, "a, b". Heap; "" when there are none. */
char *requires_unmet(const struct problem *problem, const struct store_states *states);

#endif
