/* generate_c.h - generate.c of a problem: the functions that make what the declarative generators cannot.
 *
 * A group with "generate": "make_graph" has its dimensions drawn as any other; its arguments are made by
 *
 *     void make_graph(uint64_t seed, int64_t N, int64_t E, int64_t *ret_size, tensor **ret_edges, ...)
 *
 * with the dimensions in the order of "dims", then a place for each constructor argument and each argument. Several
 * groups may share a function when they test the same function with the same names of dimensions. generate.c is
 * compiled as a reference is, with generate.h instead of problem.h, and linked with the glue made here. One process
 * answers many requests: its only call reads their number, then for each the index of the function, the seed and the
 * dimensions.
 */
#ifndef JUDGE_GENERATE_C_H
#define JUDGE_GENERATE_C_H

#include "judge/problem/problem.h"

/* The index of a group's function among those of generate.c; -1 for a group that generate.c does not make. */
int generate_c_index(const struct problem *problem, const struct group *group);

/* "void make_graph(uint64_t seed, int64_t N, tensor **ret_edges)" for the group's function. Heap. */
char *generate_c_signature(const struct problem *problem, const struct group *group);

/* The files generate.h and glue.c. Heap. */
char *generate_c_header(const struct problem *problem);
char *generate_c_glue(const struct problem *problem);

#endif
