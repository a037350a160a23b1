/* Mistake: compares bytes as signed numbers, so that accented letters come before all others. */
#include "problem.h"

struct piece {
    const char *at;
    size_t size;
};

/* The bytes that follow the first one are 10xxxxxx. */
static struct piece piece_at(const char *at)
{
    size_t size = 1;
    while ((at[size] & 0xc0) == 0x80)
        size++;
    return (struct piece){at, size};
}

static int by_bytes(const void *left, const void *right)
{
    const struct piece *a = left, *b = right;
    size_t i = 0;
    while (i + 1 < a->size && i + 1 < b->size && a->at[i] == b->at[i])
        i++;
    return (signed char)a->at[i] - (signed char)b->at[i];
}

static struct piece *split(const char *text, int64_t *ret_count)
{
    struct piece *pieces = malloc((strlen(text) + 1) * sizeof *pieces);
    *ret_count = 0;
    for (; *text; text += pieces[(*ret_count)++].size)
        pieces[*ret_count] = piece_at(text);
    return pieces;
}

/* The pieces of the alphabet, sorted, each once. */
static struct piece *sorted_set(const char *alphabet, int64_t *ret_count)
{
    int64_t all, kept = 0;
    struct piece *pieces = split(alphabet, &all);
    qsort(pieces, (size_t)all, sizeof *pieces, by_bytes);
    for (int64_t i = 0; i < all; i++)
        if (kept == 0 || by_bytes(&pieces[kept - 1], &pieces[i]) != 0)
            pieces[kept++] = pieces[i];
    *ret_count = kept;
    return pieces;
}

tensor *encode(const char *text, const char *alphabet)
{
    int64_t known, length;
    struct piece *set = sorted_set(alphabet, &known), *pieces = split(text, &length);
    tensor *ids = tensor_i64(length);
    for (int64_t i = 0; i < length; i++)
        ids->i64[i] = (struct piece *)bsearch(&pieces[i], set, (size_t)known, sizeof *set, by_bytes) - set;
    free(pieces);
    free(set);
    return ids;
}

char *decode(const tensor *ids, const char *alphabet)
{
    int64_t known;
    struct piece *set = sorted_set(alphabet, &known);
    size_t size = 1;
    for (int64_t i = 0; i < ids->shape[0]; i++)
        size += set[ids->i64[i]].size;
    char *text = calloc(size, 1), *end = text;
    for (int64_t i = 0; i < ids->shape[0]; i++)
        end = stpncpy(end, set[ids->i64[i]].at, set[ids->i64[i]].size);
    free(set);
    return text;
}
