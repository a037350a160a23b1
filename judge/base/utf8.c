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

/* --- what is not seen --------------------------------------------------------------------------------------------- */

struct range {
    uint32_t first, last;
};

static bool is_within(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

bool utf8_is_hidden(uint32_t code)
{
    static const struct range hidden[] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},
                                          {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
                                          {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff}};
    return is_within(hidden, sizeof hidden / sizeof *hidden, code);
}

bool utf8_is_blank(uint32_t code)
{
    static const struct range blank[] = {
        {0x20, 0x20},     {0xa0, 0xa0},     {0x34f, 0x34f},   {0x115f, 0x1160}, {0x1680, 0x1680},
        {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2000, 0x200a}, {0x202f, 0x202f}, {0x205f, 0x205f},
        {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xffa0, 0xffa0},
    };
    return is_within(blank, sizeof blank / sizeof *blank, code);
}
