#include "judge/base/utf8.h"

#include <string.h>

size_t utf8_decode(const char *bytes, size_t size, uint32_t *ret_code)
{
    /* least: the smallest code point that needs this many bytes; anything below is an overlong form */
    static const struct {
        uint8_t mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

    for (size_t n = 0; size > 0 && n < UTF8_MAX; n++) {
        uint8_t lead = (uint8_t)bytes[0];
        if ((lead & forms[n].mask) != forms[n].lead)
            continue;
        uint32_t code = lead & (uint8_t)~forms[n].mask;
        if (n + 1 > size)
            return 0;
        for (size_t i = 1; i <= n; i++) {
            uint8_t next = (uint8_t)bytes[i];
            if ((next & 0xc0) != 0x80)
                return 0;
            code = code << 6 | (next & 0x3f);
        }
        if (code < forms[n].least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
            return 0;
        if (ret_code)
            *ret_code = code;
        return n + 1;
    }
    return 0;
}

bool utf8_valid(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t length = utf8_decode(bytes + i, size - i, NULL);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

size_t utf8_length(const char *text)
{
    size_t size = strlen(text), count = 0;
    for (size_t i = 0; i < size; count++) {
        size_t length = utf8_decode(text + i, size - i, NULL);
        i += length ? length : 1;
    }
    return count;
}
