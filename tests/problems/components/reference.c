/* Labels sink along edges until nothing changes. */
#include "problem.h"

tensor *components(const tensor *edges, int64_t n)
{
    tensor *labels = tensor_i64(n);
    for (int64_t i = 0; i < n; i++)
        labels->i64[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (int64_t e = 0; e < edges->shape[0]; e++) {
            int64_t *a = &labels->i64[edges->i64[2 * e]], *b = &labels->i64[edges->i64[2 * e + 1]];
            if (*a == *b)
                continue;
            *a = *b = *a < *b ? *a : *b;
            changed = true;
        }
    }
    return labels;
}
