/* -mean(y log p + (1 - y) log(1 - p)), and the mean over rows of -sum(Y log P), with p kept between 1e-7 and 1 - 1e-7
 */
#include "problem.h"
#include "reference/core.h"

static const double EPSILON = 1e-7;

static const nd *clip(const tensor *y_pred)
{
    return nd_clamp(nd_from_f64(y_pred), EPSILON, 1 - EPSILON);
}

double binary_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    const nd *y = nd_from_f64(y_true), *p = clip(y_pred);
    const nd *positive = nd_mul(y, nd_log(p));
    const nd *negative = nd_mul(nd_rsub_scalar(y, 1), nd_log(nd_rsub_scalar(p, 1)));
    return -nd_item(nd_mean(nd_add(positive, negative)));
}

double categorical_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    const nd *each = nd_sum(nd_mul(nd_from_f64(y_true), nd_log(clip(y_pred))), 1);
    return -nd_item(nd_mean(each));
}
