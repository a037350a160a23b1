/* Mistake: drops in use as well. */
#include "problem.h"

tensor *dropout(const tensor *x, const tensor *u, double p, bool training)
{
    int64_t B = x->shape[0], D = x->shape[1];
    tensor *result = tensor_f32(B, D);
    for (int64_t b = 0; b < B; b++) {
        for (int64_t d = 0; d < D; d++) {
            float value = x->f32[b * D + d];
            (void)training;
            {
                if (u->f32[b * D + d] >= p)
                    value = value / (1 - p);
                else
                    value = 0;
            }
            result->f32[b * D + d] = value;
        }
    }
    return result;
}
