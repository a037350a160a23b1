/* core.h - the whole tensor core in one include: arrays, arithmetic, layers, losses, optimisers. What a reference.c
 * needs besides problem.h. Each header below documents its own functions. */
#ifndef REFERENCE_CORE_H
#define REFERENCE_CORE_H

#include "reference/nd.h"        /* the array, its pool, its bridge to `tensor` */
#include "reference/nd_view.h"   /* reshape, permute, slice, cat, stack */
#include "reference/nd_math.h"   /* element by element, with broadcasting */
#include "reference/nd_reduce.h" /* sum, mean, max, variance, argmax */
#include "reference/nd_index.h"  /* gather, scatter, masks */
#include "reference/nd_linalg.h" /* matmul */
#include "reference/einsum.h"
#include "reference/nn.h"       /* linear, embedding, softmax, layer norm, attention */
#include "reference/nn_loss.h"  /* cross-entropy, mse, bce */
#include "reference/optim.h"    /* SGD, Adam, AdamW, gradient clipping */
#include "reference/schedule.h" /* learning rates over time */

#endif
