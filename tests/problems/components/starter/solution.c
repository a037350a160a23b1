#include "problem.h"

/* For each of the n vertices the smallest vertex that a path leads to. */
tensor *components(const tensor *edges, int64_t n)
{
    (void)edges; /* delete this line when you use them */
    return tensor_i64(n);
}
