/* Mistake: wrote reshape alone; the other three are missing, and nothing can be run without them. */
#include "problem.h"

tensor *reshape(const tensor *to_reshape)
{
    int64_t rows = tensor_size(to_reshape) / 2;
    tensor *result = tensor_f32(rows, 2);
    for (int64_t i = 0; i < 2 * rows; i++)
        result->f32[i] = to_reshape->f32[i];
    return result;
}
