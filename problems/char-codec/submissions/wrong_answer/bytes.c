/* Mistake: takes every byte for a character. */
#include "problem.h"

/* Reads the character at *text and moves on behind it. */
static uint32_t next_character(const char **text)
{
    const unsigned char *byte = (const unsigned char *)*text;
    *text += 1;
    return byte[0];
}

/* Writes the character and returns where the next one goes. */
static char *put_character(char *to, uint32_t character)
{
    *to++ = (char)character;
    return to;
}

struct vocabulary {
    int64_t size;
    uint32_t *character;
};

static struct vocabulary vocabulary_of(const char *alphabet)
{
    struct vocabulary v = {0, malloc(strlen(alphabet) * sizeof(uint32_t))};
    while (*alphabet) {
        uint32_t c = next_character(&alphabet);
        int64_t i = 0;
        while (i < v.size && v.character[i] < c)
            i++;
        if (i < v.size && v.character[i] == c)
            continue;
        memmove(v.character + i + 1, v.character + i, (size_t)(v.size - i) * sizeof *v.character);
        v.character[i] = c;
        v.size++;
    }
    return v;
}

tensor *encode(const char *text, const char *alphabet)
{
    struct vocabulary v = vocabulary_of(alphabet);
    int64_t T = 0;
    for (const char *c = text; *c; T++)
        next_character(&c);
    tensor *ids = tensor_i64(T);
    for (int64_t t = 0; t < T; t++) {
        uint32_t c = next_character(&text);
        int64_t i = 0;
        while (v.character[i] != c)
            i++;
        ids->i64[t] = i;
    }
    return ids;
}

char *decode(const tensor *ids, const char *alphabet)
{
    struct vocabulary v = vocabulary_of(alphabet);
    int64_t T = ids->shape[0];
    char *text = malloc((size_t)T * 4 + 1), *end = text;
    for (int64_t t = 0; t < T; t++)
        end = put_character(end, v.character[ids->i64[t]]);
    *end = '\0';
    return text;
}
