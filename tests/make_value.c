#include "tests/make_value.h"

#include <string.h>

struct value make_tensor(enum frame_kind kind, int rank, const int64_t *shape, const double *numbers)
{
    struct value value;
    value_init_tensor(&value, kind, rank, shape);
    for (int64_t i = 0; i < value_size(&value); i++) {
        if (kind == FRAME_TENSOR_F32)
            value.f32s[i] = (float)numbers[i];
        else if (kind == FRAME_TENSOR_F64)
            value.f64s[i] = numbers[i];
        else
            value.i64s[i] = (int64_t)numbers[i];
    }
    return value;
}

struct value make_scalar(double number)
{
    return (struct value){.kind = FRAME_F64, .f64 = number};
}

struct value make_text(const char *text)
{
    struct value value;
    value_init_text(&value, FRAME_STR, text, strlen(text));
    return value;
}
