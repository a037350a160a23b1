/* mlp.h - the network of the training-step measurement over a given library's functions. */
#ifndef BENCH_MLP_H
#define BENCH_MLP_H

#include "tests/bench/ops.h"

typedef struct {
    bt_gemm_f32 *nn, *nt, *tn;
    bt_adam_f32 *adam;
} mlp_ops;

void mlp_forward_with(const mlp_ops *ops, bt_mlp *net, size_t batch, const float *x, float *logits);
float mlp_step_with(const mlp_ops *ops, bt_mlp *net, size_t batch, const float *x, const int64_t *target);

#endif
