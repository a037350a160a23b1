#include "problem.h"

static int64_t find(int64_t *parent, int64_t v)
{
    while (parent[v] != v)
        v = parent[v] = parent[parent[v]];
    return v;
}

tensor *components(const tensor *edges, int64_t n)
{
    tensor *labels = tensor_i64(n);
    for (int64_t v = 0; v < n; v++)
        labels->i64[v] = v;
    for (int64_t e = 0; e < edges->shape[0]; e++) {
        int64_t a = find(labels->i64, edges->i64[2 * e]), b = find(labels->i64, edges->i64[2 * e + 1]);
        labels->i64[a > b ? a : b] = a > b ? b : a;
    }
    for (int64_t v = 0; v < n; v++)
        labels->i64[v] = find(labels->i64, v);
    return labels;
}
