/* the unit vector along which the centred rows vary most: the first eigenvector of their scatter matrix */
#include "problem.h"
#include "harness.h"
#include "reference/core.h"

/* Power iteration converges as (second / first)^steps: where the second is no larger than this, 100 steps are enough.
 */
#define RATIO_MAX 0.8

tensor *principal_direction(const tensor *activations)
{
    const nd *x = nd_from_f64(activations);
    const nd *centred = nd_sub(x, nd_mean_keep(x, 0));
    const nd *scatter = nd_matmul(nd_t(centred), centred); /* N times the covariance: it points the same way */

    /* Each squaring doubles the steps of power iteration: in the end every column lies along the direction. */
    const nd *power = scatter;
    for (int i = 0; i < 12; i++) {
        power = nd_div_scalar(power, nd_item(nd_sum(nd_diagonal(power, 0, 1))));
        power = nd_matmul(power, power);
    }
    const nd *longest = nd_select(power, 1, (int64_t)nd_item(nd_argmax_all(nd_diagonal(power, 0, 1))));
    const nd *direction = nd_div_scalar(longest, sqrt(nd_dot(longest, longest)));

    double first = nd_dot(direction, nd_matmul(scatter, direction));
    const nd *rest = nd_sub(scatter, nd_mul_scalar(nd_outer(direction, direction), first));
    if (!(sqrt(nd_item(nd_sum(nd_square(rest)))) < RATIO_MAX * first))
        harness_redraw("another direction varies nearly as much");
    return nd_to_tensor(direction);
}
