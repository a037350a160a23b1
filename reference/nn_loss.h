/* nn_loss.h - losses: each a mean, returned as a scalar of the dtype of its first operand.
 *
 * With ret_grad (may be NULL) also the gradient of the loss with respect to the first operand, of its shape. Shapes of
 * prediction and target must be equal: broadcasting [N,1] against [N] to [N,N] is a classic bug, so it fails here. The
 * mean over no elements is NaN, as in PyTorch.
 */
#ifndef REFERENCE_NN_LOSS_H
#define REFERENCE_NN_LOSS_H

#include "reference/nd.h"

/* logits[...,C] target[...] of i64 in 0 .. C-1 -> []: mean of -log softmax(logits)[target]. Classes are the last axis.
 * Gradient: (softmax(logits) - onehot(target)) / rows. */
nd *nn_cross_entropy(const nd *logits, const nd *target, nd **ret_grad);

/* mean (x - target)^2. Gradient: 2 (x - target) / n. */
nd *nn_mse(const nd *x, const nd *target, nd **ret_grad);

/* -mean(t log p + (1 - t) log(1 - p)), with each logarithm at least -100, as PyTorch's binary_cross_entropy. Fails on
 * p outside of 0 .. 1.
 * Gradient: (p - t) / max(p (1 - p), 1e-12) / n. */
nd *nn_bce(const nd *p, const nd *target, nd **ret_grad);

/* The same of p = sigmoid(x), without overflow: mean(max(x, 0) - x t + log(1 + exp(-|x|))). Gradient:
 * (sigmoid(x) - t) / n. */
nd *nn_bce_logits(const nd *x, const nd *target, nd **ret_grad);

#endif
