#include "problem.h"

// For each of the n vertices the smallest vertex that a path leads to.
tensor *components([[maybe_unused]] const tensor *edges, int64_t n)
{
    return tensor_i64(n);
}
