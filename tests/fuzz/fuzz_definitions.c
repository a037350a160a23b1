/* A student's source, read for the functions that it defines: any bytes. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging/definitions.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct definitions found;
    definitions_read((const char *)bytes, size, &found);
    if (found.count < 0 || found.count > DEFINITIONS_MAX)
        abort();
    for (int i = 0; i < found.count; i++) {
        const struct definition *one = &found.at[i];
        if (strlen(one->name) == 0 || one->line < 1 || (size_t)one->line > size || !definitions_find(&found, one->name))
            abort();
    }
    return 0;
}
