#include "problem.h"

#include <vector>

tensor *components(const tensor *edges, int64_t n)
{
    std::vector<std::vector<int64_t>> neighbours(n);
    for (int64_t e = 0; e < edges->shape[0]; e++) {
        neighbours[edges->i64[2 * e]].push_back(edges->i64[2 * e + 1]);
        neighbours[edges->i64[2 * e + 1]].push_back(edges->i64[2 * e]);
    }
    tensor *labels = tensor_i64(n);
    std::vector<bool> seen(n);
    for (int64_t start = 0; start < n; start++) {
        std::vector<int64_t> stack{start};
        while (!stack.empty()) {
            int64_t v = stack.back();
            stack.pop_back();
            if (seen[v])
                continue;
            seen[v] = true;
            labels->i64[v] = start;
            stack.insert(stack.end(), neighbours[v].begin(), neighbours[v].end());
        }
    }
    return labels;
}
