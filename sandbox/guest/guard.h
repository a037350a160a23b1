/* guard.h - whether a solution wrote behind the end of a tensor.
 *
 * tensor_new lays a guard of the poison's pattern behind the elements: a read beyond the end gives what a fresh tensor
 * holds, and a write is found by whoever looks later. Looked at are the tensors that are certainly still there: those
 * that cross to the judge, the arguments, and one that tensor_free is about to give back. Like all of the harness this
 * helps an honest solution and stops no dishonest one. */
#ifndef GUARD_H
#define GUARD_H

#include "tensor.h"

/* Looks behind the end of `t`; elements that tensor_new has not made have no guard, and pass. */
void tensor_guard_check(const tensor *t);

/* The first tensor that was found with something behind its end, NULL when there is none: its dtype, rank and shape, no data.
 */
const tensor *tensor_guard_broken(void);

#endif
