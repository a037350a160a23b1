/* sum(a, axis 1), squeeze(a, axis 1), unsqueeze(a, dim) */
#include "problem.h"
#include "reference/core.h"

tensor *sum_rows(const tensor *a)
{
    return nd_to_tensor(nd_sum(nd_from_f64(a), 1));
}

tensor *squeeze(const tensor *a)
{
    return nd_to_tensor(nd_squeeze(nd_from(a), 1));
}

tensor *unsqueeze(const tensor *a, int64_t dim)
{
    return nd_to_tensor(nd_unsqueeze(nd_from(a), (int)dim));
}
