/* A statement of a problem folder that anybody may write: any bytes, of which nothing that a terminal obeys may come
 * through. */
#include <stdint.h>
#include <stdlib.h>

#include "judge/report/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void render(const struct ui *ui, const uint8_t *bytes, size_t size)
{
    struct text text = {0};
    markdown_render(ui, &text, (const char *)bytes, size);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || (ui->ascii_only && c > 0x7f))
            abort();
    }
    text_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct ui wide = {.unicode = true, .width = 100}, narrow = {.ascii_only = true, .width = 10};
    render(&wide, bytes, size);
    render(&narrow, bytes, size);
    return 0;
}
