#include "problem.h"

/* The same numbers, two in each row. */
tensor *reshape(const tensor *to_reshape)
{
    (void)to_reshape; /* delete this line when you use it */
    return tensor_f32(1, 2);
}

/* The mean of each column. */
tensor *average(const tensor *to_avg)
{
    (void)to_avg; /* delete this line when you use it */
    return tensor_f32(1);
}

/* Both side by side. */
tensor *concatenate(const tensor *cat_one, const tensor *cat_two)
{
    (void)cat_one, (void)cat_two; /* delete this line when you use them */
    return tensor_f32(1, 2);
}

/* The mean of the squared differences. */
tensor *get_loss(const tensor *prediction, const tensor *target)
{
    (void)prediction, (void)target; /* delete this line when you use them */
    return tensor_scalar_f32(0.0f);
}
