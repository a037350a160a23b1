#include "problem.h"

/* -mean(y log p + (1 - y) log(1 - p)), with p kept between 1e-7 and 1 - 1e-7. log() is the natural logarithm. */
double binary_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    (void)y_true, (void)y_pred; /* delete this line when you use them */
    return 0.0;
}

/* The mean over the rows of -log(p of the right class), with p kept as above. */
double categorical_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    (void)y_true, (void)y_pred; /* delete this line when you use them */
    return 0.0;
}
