/* Mistake: scales by how many were really kept, instead of by how many are on average. */
#include "problem.h"

tensor *dropout(const tensor *x, const tensor *u, double p, bool training)
{
    int64_t B = x->shape[0], D = x->shape[1];
    tensor *result = tensor_f32(B, D);
    float kept = 0;
    for (int64_t i = 0; i < B * D; i++)
        kept += u->f32[i] >= p;
    for (int64_t b = 0; b < B; b++) {
        for (int64_t d = 0; d < D; d++) {
            float value = x->f32[b * D + d];
            if (training) {
                if (u->f32[b * D + d] >= p)
                    value = value * (B * D) / kept;
                else
                    value = 0;
            }
            result->f32[b * D + d] = value;
        }
    }
    return result;
}
