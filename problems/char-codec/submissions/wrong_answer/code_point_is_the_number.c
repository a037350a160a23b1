/* Mistake: takes the code point itself for the number. */
#include "problem.h"

/* Reads the character at *text and moves on behind it. */
static uint32_t next_character(const char **text)
{
    const unsigned char *byte = (const unsigned char *)*text;
    int length = byte[0] < 0x80 ? 1 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;
    uint32_t character = length == 1 ? byte[0] : byte[0] & (0x7f >> length);
    for (int i = 1; i < length; i++)
        character = character << 6 | (byte[i] & 0x3f);
    *text += length;
    return character;
}

/* Writes the character and returns where the next one goes. */
static char *put_character(char *to, uint32_t character)
{
    int more = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    *to++ = (char)(more == 0 ? character : 0xff00 >> (more + 1) | character >> 6 * more);
    while (more-- > 0)
        *to++ = (char)(0x80 | (character >> 6 * more & 0x3f));
    return to;
}

tensor *encode(const char *text, const char *alphabet)
{
    (void)alphabet;
    int64_t T = 0;
    for (const char *c = text; *c; T++)
        next_character(&c);
    tensor *ids = tensor_i64(T);
    for (int64_t t = 0; t < T; t++) {
        ids->i64[t] = next_character(&text);
    }
    return ids;
}

char *decode(const tensor *ids, const char *alphabet)
{
    (void)alphabet;
    int64_t T = ids->shape[0];
    char *text = malloc((size_t)T * 4 + 1), *end = text;
    for (int64_t t = 0; t < T; t++)
        end = put_character(end, (uint32_t)ids->i64[t]);
    *end = '\0';
    return text;
}
