/* einsum.h - sums of products in the notation of NumPy and PyTorch.
 *
 *     nd *h = einsum("...if,ifh->...ih", x, W);
 *
 * One letter an axis; letters missing behind "->" are summed over. "..." stands for any leading axes, which are
 * broadcast. A letter twice in one operand takes the diagonal. Without "->" the letters that occur once make the
 * result, in alphabetical order, behind the axes of "...". Blanks are ignored. Operands have one dtype; two at a time,
 * from the left, are brought to (batch, rows, inner) x (batch, inner, columns) and multiplied by nd_matmul.
 *
 * Fails, with the specification and the shapes, when the notation is malformed or sizes of one letter differ (1 is not
 * broadcast, except under "..."), and when there are more than 8 operands, or more than 8 axes in an array on the way.
 */
#ifndef REFERENCE_EINSUM_H
#define REFERENCE_EINSUM_H

#include "reference/nd.h"

nd *einsum_list(const char *spec, size_t count, const nd *const *operands);
#define einsum(spec, ...)                                                                                              \
    einsum_list(spec, sizeof((const nd *[]){__VA_ARGS__}) / sizeof(nd *), (const nd *const[]){__VA_ARGS__})

#endif
