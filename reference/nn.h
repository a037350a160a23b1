/* nn.h - layers, forward and backward.
 *
 * Each function names its formula and shapes; "..." stands for any leading axes. Parameters come as arguments: nothing
 * here holds state or draws random numbers. Operands of one call have one float dtype. Backward functions take what the
 * forward pass took, and the gradient that arrives at its output.
 */
#ifndef REFERENCE_NN_H
#define REFERENCE_NN_H

#include "reference/nd.h"

/* x[...,in] weight[out,in] bias[out] or NULL -> [...,out]: x W' + b */
nd *nn_linear(const nd *x, const nd *weight, const nd *bias);

/* grad[...,out] -> x[...,in], weight[out,in], bias[out]; each output may be NULL and then costs nothing. */
void nn_linear_grad(const nd *x, const nd *weight, const nd *grad, nd **ret_x, nd **ret_weight, nd **ret_bias);

/* exp(x - max) / sum exp(x - max) along the axis; and its logarithm, x - max - log sum exp(x - max). */
nd *nn_softmax(const nd *x, int axis);
nd *nn_log_softmax(const nd *x, int axis);

/* y: softmax's output -> y (grad - sum(y grad)) along the axis. */
nd *nn_softmax_grad(const nd *y, const nd *grad, int axis);

/* x[...,C] gamma[C] beta[C] (NULL: 1, 0): (x - mean) / sqrt(var + eps) * gamma + beta over the last axis, with the
 * variance divided by C. PyTorch's default eps is 1e-5; a negative one fails. */
nd *nn_layer_norm(const nd *x, const nd *gamma, const nd *beta, double eps);

/* grad[...,C] -> x[...,C], gamma[C], beta[C]; outputs may be NULL; gamma NULL: 1. */
void nn_layer_norm_grad(const nd *x, const nd *gamma, double eps, const nd *grad, nd **ret_x, nd **ret_gamma,
                        nd **ret_beta);

/* table[V,D] ids[...] of i64 -> [...,D]. An id outside of 0 .. V-1 fails. */
nd *nn_embedding(const nd *table, const nd *ids);

/* grad[...,D] -> [V,D]: row v is the sum of grad wherever ids is v. */
nd *nn_embedding_grad(const nd *ids, const nd *grad, int64_t vocabulary);

/* table[V,D] ids[...,L] -> [...,D]: the mean of the embeddings over the last axis of ids. */
nd *nn_embedding_mean(const nd *table, const nd *ids);

/* x times a mask that already holds 0 or 1/(1-p) (torch_dropout_mask); any shape of x's size. The backward pass is the
 * same call on the gradient. */
nd *nn_dropout(const nd *x, const nd *mask);

/* q[...,Tq,H] k[...,Tk,H] -> [...,Tq,Tk]: softmax over keys of q k' / sqrt(H); causal: query i sees the keys
 * 0 .. i + Tk - Tq, all others get 0; a query that sees none gets NaN. */
nd *nn_attention_weights(const nd *q, const nd *k, bool causal);

/* q[...,Tq,H] k[...,Tk,H] v[...,Tk,D] -> [...,Tq,D]: nn_attention_weights(q, k) v, without storing the weights where
 * D = H. */
nd *nn_attention(const nd *q, const nd *k, const nd *v, bool causal);

/* grad[...,Tq,D] -> the gradients of q, k and v, of their shapes; each output may be NULL; leading axes of q, k and v
 * are equal. */
void nn_attention_grad(const nd *q, const nd *k, const nd *v, bool causal, const nd *grad, nd **ret_q, nd **ret_k,
                       nd **ret_v);

#endif
