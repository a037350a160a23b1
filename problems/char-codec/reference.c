/* id = rank of the character among the alphabet's different characters, in the order of their code points */
#include "problem.h"

enum { CODE_POINTS = 0x110000 };

/* Bits of the first byte that belong to the code point, by the number of bytes. */
static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};

/* Bytes of the character that begins with this one. */
static int length_of(char first)
{
    unsigned char byte = (unsigned char)first;
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

static int32_t code_point(const char *character)
{
    int length = length_of(*character);
    int32_t point = *character & first_bits[length];
    for (int i = 1; i < length; i++)
        point = point << 6 | (character[i] & 0x3f);
    return point;
}

/* Where each code point occurs in the alphabet, or NULL. */
static const char *const *places(const char *alphabet)
{
    const char **place = calloc(CODE_POINTS, sizeof *place);
    if (!place)
        abort();
    for (const char *c = alphabet; *c; c += length_of(*c))
        place[code_point(c)] = c;
    return place;
}

tensor *encode(const char *text, const char *alphabet)
{
    const char *const *place = places(alphabet);
    int64_t *id = malloc(CODE_POINTS * sizeof *id), ids = 0, count = 0;
    if (!id)
        abort();
    for (int32_t point = 0; point < CODE_POINTS; point++)
        id[point] = place[point] ? ids++ : -1;
    for (const char *c = text; *c; c += length_of(*c))
        count++;
    tensor *y = tensor_i64(count);
    for (int64_t i = 0; i < count; i++, text += length_of(*text)) {
        y->i64[i] = id[code_point(text)];
        if (y->i64[i] < 0)
            abort(); /* a character that is not in the alphabet has no id */
    }
    return y;
}

char *decode(const tensor *ids, const char *alphabet)
{
    const char *const *place = places(alphabet);
    const char **character = malloc(CODE_POINTS * sizeof *character);
    char *text = malloc(4 * (size_t)tensor_size(ids) + 1), *end = text;
    int64_t characters = 0;
    if (!character || !text)
        abort();
    for (int32_t point = 0; point < CODE_POINTS; point++)
        if (place[point])
            character[characters++] = place[point];
    for (int64_t i = 0; i < tensor_size(ids); i++) {
        if (ids->i64[i] < 0 || ids->i64[i] >= characters)
            abort(); /* an id that no character has */
        const char *c = character[ids->i64[i]];
        memcpy(end, c, (size_t)length_of(*c));
        end += length_of(*c);
    }
    *end = '\0';
    return text;
}
