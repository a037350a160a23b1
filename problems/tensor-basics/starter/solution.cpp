#include "problem.h"

// The same numbers, two in each row.
tensor *reshape([[maybe_unused]] const tensor *to_reshape)
{
    return tensor_f32(1, 2);
}

// The mean of each column.
tensor *average([[maybe_unused]] const tensor *to_avg)
{
    return tensor_f32(1);
}

// Both side by side.
tensor *concatenate([[maybe_unused]] const tensor *cat_one, [[maybe_unused]] const tensor *cat_two)
{
    return tensor_f32(1, 2);
}

// The mean of the squared differences.
tensor *get_loss([[maybe_unused]] const tensor *prediction, [[maybe_unused]] const tensor *target)
{
    return tensor_scalar_f32(0.0f);
}
