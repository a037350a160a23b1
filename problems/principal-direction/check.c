/* A direction has no sign: the answer is right when it, or its opposite, is the reference's. */
#include "problem.h"

#include <stdio.h>

/* Half of the fourth decimal, and a little for float32. */
#define ALLOWED 0.52e-4

char *check_principal_direction(const tensor *activations, const tensor *want, const tensor *got)
{
    static char words[200];
    double along = 0, square = 0, plus = 0, minus = 0;
    (void)activations;
    for (int64_t i = 0; i < tensor_size(want); i++) {
        along += got->f64[i] * want->f64[i];
        square += got->f64[i] * got->f64[i];
        plus = fmax(plus, fabs(got->f64[i] - want->f64[i]));
        minus = fmax(minus, fabs(got->f64[i] + want->f64[i]));
    }
    if (plus <= ALLOWED || minus <= ALLOWED)
        return NULL;
    double cosine = fmin(fabs(along) / sqrt(square), 1), degrees = acos(cosine) * 180 / acos(-1);
    if (square == 0)
        snprintf(words, sizeof words, "all numbers are 0: that is no direction");
    else if (fabs(sqrt(square) - 1) > 2e-4 && degrees < 0.01)
        snprintf(words, sizeof words, "the direction is right, but its length is %.4g, not 1", sqrt(square));
    else if (fabs(sqrt(square) - 1) > 2e-4)
        snprintf(words, sizeof words,
                 "it points %.3g degrees away from the direction of greatest variance, and its length is %.4g, not 1",
                 degrees, sqrt(square));
    else
        snprintf(words, sizeof words, "it points %.3g degrees away from the direction of greatest variance", degrees);
    return words;
}
