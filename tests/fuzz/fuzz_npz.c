/* Archives of an instructor: any bytes. Whatever comes out is no larger than what may, and passes the parser of arrays.
 */
#include <stdlib.h>

#include "judge/problem/npy.h"
#include "judge/problem/npz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    void *unpacked;
    size_t unpacked_size;
    struct npy array;
    struct err err = {0};
    if (npz_unpack(bytes, size, "x", &unpacked, &unpacked_size, &err)) {
        if (err.kind != ERR_USE || err.text[0] == '\0')
            abort();
        return 0;
    }
    if (unpacked_size > NPZ_ENTRY_MAX)
        abort();
    npy_parse(unpacked, unpacked_size, &array, &err);
    free(unpacked);
    return 0;
}
