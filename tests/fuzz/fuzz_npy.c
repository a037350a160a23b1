/* Arrays of an instructor: any bytes. What is accepted becomes a value of each kind, or is refused with a reason. */
#include <stdlib.h>
#include <string.h>

#include "judge/problem/npy.h"
#include "judge/problem/shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct npy array;
    struct err err = {0};
    if (npy_parse(bytes, size, &array, &err)) {
        if (err.kind != ERR_USE || err.text[0] == '\0')
            abort();
        return 0;
    }
    for (int kind = 0; kind < FRAME_KIND_COUNT && shape_elements(array.rank, array.shape) >= 0; kind++) {
        struct value value;
        if (npy_value(&array, (enum frame_kind)kind, &value, &err))
            continue;
        if (value.kind != (enum frame_kind)kind || (value_is_tensor(&value) && value_size(&value) != array.count))
            abort();
        value_release(&value);
    }
    return 0;
}
