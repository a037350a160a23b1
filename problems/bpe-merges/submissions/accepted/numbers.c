/* Tokens are numbers of a growing vocabulary; pairs are counted in a square table. */
#include "problem.h"

enum { VOCABULARY = 2048 };

struct tokenizer {
    char *text[VOCABULARY];
    int size;
};

/* The number of the first `length` bytes of a text; a new one when they are not known yet. */
static int number_of(struct tokenizer *t, const char *text, size_t length)
{
    for (int id = 0; id < t->size; id++)
        if (strlen(t->text[id]) == length && memcmp(t->text[id], text, length) == 0)
            return id;
    t->text[t->size] = strndup(text, length);
    return t->size++;
}

static int by_text(const struct tokenizer *t, int a, int b)
{
    return a == b ? 0 : strcmp(t->text[a], t->text[b]);
}

/* Position of the pair that is merged next. */
static int64_t winner(const struct tokenizer *t, const int *ids, int64_t n, uint16_t *counts)
{
    int64_t best = 0;
    for (int64_t i = 0; i + 1 < n; i++)
        counts[ids[i] * VOCABULARY + ids[i + 1]]++;
    for (int64_t i = 1; i + 1 < n; i++) {
        int more = counts[ids[i] * VOCABULARY + ids[i + 1]] - counts[ids[best] * VOCABULARY + ids[best + 1]];
        int order = by_text(t, ids[i], ids[best]);
        if (order == 0)
            order = by_text(t, ids[i + 1], ids[best + 1]);
        if (more > 0 || (more == 0 && order < 0))
            best = i;
    }
    for (int64_t i = 0; i + 1 < n; i++)
        counts[ids[i] * VOCABULARY + ids[i + 1]] = 0;
    return best;
}

strings get_merges(const char *corpus, int64_t num_merges)
{
    static struct tokenizer t;
    static uint16_t counts[VOCABULARY * VOCABULARY];
    int *ids = malloc((strlen(corpus) + 1) * sizeof *ids);
    const char **merges = malloc(2 * (strlen(corpus) + 1) * sizeof *merges);
    int64_t n = 0, m = 0;
    for (const char *c = corpus; *c; n++) {
        size_t length = 1;
        while ((c[length] & 0xc0) == 0x80)
            length++;
        ids[n] = number_of(&t, c, length);
        c += length;
    }
    while (num_merges-- > 0 && n > 1) {
        int64_t at = winner(&t, ids, n, counts), kept = 0;
        int left = ids[at], right = ids[at + 1];
        char both[8192];
        int size = snprintf(both, sizeof both, "%s%s", t.text[left], t.text[right]);
        int merged = number_of(&t, both, (size_t)size);
        for (int64_t i = 0; i < n; i++) {
            bool pair = i + 1 < n && ids[i] == left && ids[i + 1] == right;
            ids[kept++] = pair ? merged : ids[i];
            i += pair;
        }
        n = kept;
        merges[m++] = t.text[left];
        merges[m++] = t.text[right];
    }
    return (strings){m, merges};
}
