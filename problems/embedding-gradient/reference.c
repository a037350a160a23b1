/* out = table[ids];  dtable[v] = sum of the gradients wherever ids is v */
#include "problem.h"
#include "reference/core.h"

tensor *forward(const tensor *table, const tensor *ids)
{
    const nd *rows = nd_index_select(nd_from(table), 0, nd_reshape(nd_from(ids), -1));
    return nd_to_tensor(nd_reshape(rows, ids->shape[0], ids->shape[1], -1));
}

tensor *backward(const tensor *ids, const tensor *gradient, int64_t vocabulary_size)
{
    /* a row of 0 and 1 for each place tells which word stands there */
    const nd *words = nd_astype(nd_one_hot(nd_from(ids), vocabulary_size), DTYPE_F64);
    return nd_to_tensor(einsum("btv,btd->vd", words, nd_from_f64(gradient)));
}
