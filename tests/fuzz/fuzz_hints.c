/* hints.md of a problem folder that anybody may write: any bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "judge/problem/hints.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct hints hints;
    struct err err;
    if (hints_parse("hints.md", (const char *)bytes, size, &hints, &err) != 0)
        return 0;
    if (hints.count < 1 || hints.count > HINTS_MAX)
        abort();
    for (int i = 0; i < hints.count; i++) {
        size_t title = strlen(hints.at[i].title), text = strlen(hints.at[i].text);
        if (title == 0 || title > HINTS_TITLE_MAX || text < 2 || text > size + 1)
            abort();
    }
    hints_release(&hints);
    return 0;
}
