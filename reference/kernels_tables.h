/* kernels_tables.h - the tables that kernels.c chooses from, and the initialisers that fill them. Every unit names its
 * functions <kernel>_<type>, so that the list of kernels stands here once. Included by kernels.c and kernels_<isa>.c
 * only. */
#ifndef REFERENCE_KERNELS_TABLES_H
#define REFERENCE_KERNELS_TABLES_H

#include "reference/kernels.h"

extern const struct kernels kernels_scalar;
#if defined(__x86_64__)
extern const struct kernels kernels_avx2, kernels_avx512;
#elif defined(__aarch64__)
extern const struct kernels kernels_neon;
#endif

#define ZIP_ROW(name, type)                                                                                            \
    {                                                                                                                  \
        name##_##type, name##_as_##type, name##_sa_##type                                                              \
    }

/* clang-format off */
#define FLOAT_TABLE(t) {                                                                                              \
    .map = {[MAP_NEG] = neg_##t, [MAP_ABS] = abs_##t, [MAP_SQUARE] = square_##t, [MAP_SQRT] = sqrt_##t,                \
            [MAP_RSQRT] = rsqrt_##t, [MAP_RECIPROCAL] = reciprocal_##t, [MAP_EXP] = exp_##t, [MAP_LOG] = log_##t,      \
            [MAP_TANH] = tanh_##t, [MAP_SIGMOID] = sigmoid_##t, [MAP_RELU] = relu_##t, [MAP_GELU] = gelu_##t,          \
            [MAP_GELU_TANH] = gelu_tanh_##t},                                                                          \
    .zip = {[ZIP_ADD] = ZIP_ROW(add, t), [ZIP_SUB] = ZIP_ROW(sub, t), [ZIP_MUL] = ZIP_ROW(mul, t),                     \
            [ZIP_DIV] = ZIP_ROW(div, t), [ZIP_MAX] = ZIP_ROW(max2, t), [ZIP_MIN] = ZIP_ROW(min2, t),                   \
            [ZIP_RELU_GRAD] = ZIP_ROW(relu_grad, t), [ZIP_TANH_GRAD] = ZIP_ROW(tanh_grad, t),                          \
            [ZIP_SIGMOID_GRAD] = ZIP_ROW(sigmoid_grad, t)},                                                            \
    .axpy = axpy_##t, .fill = fill_##t,                                                                                \
    .sum = sum_##t, .dot = dot_##t, .sum_squares = sum_squares_##t,                                                    \
    .max = max_##t, .min = min_##t, .argmax = argmax_##t, .argmin = argmin_##t,                                        \
    .sum_axis0 = sum_axis0_##t, .sum_axis1 = sum_axis1_##t, .add_row = add_row_##t, .transpose = transpose_##t,        \
    .gemm = gemm_##t, .gemm_batch = gemm_batch_##t,                                                                    \
    .softmax = softmax_##t, .log_softmax = log_softmax_##t, .softmax_grad = softmax_grad_##t,                          \
    .layernorm = layernorm_##t, .cross_entropy = cross_entropy_##t, .attention = attention_##t,                        \
    .adam = adam_##t, .sgd = sgd_##t,                                                                                  \
    .gather = gather_##t, .scatter_add = scatter_add_##t, .embed_mean = embed_mean_##t, .dropout = dropout_##t}

#define INT_TABLE {                                                                                                    \
    .zip = {[ZIP_ADD] = ZIP_ROW(add, i64), [ZIP_SUB] = ZIP_ROW(sub, i64), [ZIP_MUL] = ZIP_ROW(mul, i64),               \
            [ZIP_MAX] = ZIP_ROW(max2, i64), [ZIP_MIN] = ZIP_ROW(min2, i64)},                                           \
    .sum = sum_i64, .max = max_i64, .min = min_i64, .argmax = argmax_i64, .argmin = argmin_i64}

#define KERNELS(isa) {                                                                                                 \
    .name = isa, .f32 = FLOAT_TABLE(f32), .f64 = FLOAT_TABLE(f64), .i64 = INT_TABLE,                                   \
    .f32_to_f64 = f32_to_f64, .f64_to_f32 = f64_to_f32, .i64_to_f32 = i64_to_f32, .i64_to_f64 = i64_to_f64}
/* clang-format on */

#endif
