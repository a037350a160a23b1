/* Mistake: collects the words behind a pointer for which no memory was ever asked. */
#include "problem.h"

struct occurrence {
    const char *word; /* ends at a blank or at the end of the sentence */
    size_t length;
    int64_t row, column;
};

struct pile {
    int64_t count, columns;
    struct occurrence *at;
};

static void add_sentence(struct pile *pile, const char *text, int64_t row)
{
    for (int64_t column = 0; *(text += strspn(text, " ")); column++) {
        size_t length = strcspn(text, " ");
        pile->at[pile->count++] = (struct occurrence){text, length, row, column};
        if (pile->columns <= column)
            pile->columns = column + 1;
        text += length;
    }
}

static int compare(const void *left, const void *right)
{
    const struct occurrence *a = left, *b = right;
    int order = memcmp(a->word, b->word, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

tensor *get_dataset(strings positive, strings negative)
{
    struct pile pile = {0};
    for (int64_t i = 0; i < positive.n; i++)
        add_sentence(&pile, positive.at[i], i);
    for (int64_t i = 0; i < negative.n; i++)
        add_sentence(&pile, negative.at[i], positive.n + i);
    qsort(pile.at, (size_t)pile.count, sizeof *pile.at, compare);
    tensor *ids = tensor_i64(positive.n + negative.n, pile.columns);
    memset(ids->i64, 0, (size_t)tensor_size(ids) * sizeof *ids->i64);
    int64_t id = 0;
    for (int64_t i = 0; i < pile.count; i++) {
        if (i == 0 || compare(&pile.at[i - 1], &pile.at[i]) != 0)
            id++;
        ids->i64[pile.at[i].row * pile.columns + pile.at[i].column] = id;
    }
    free(pile.at);
    return ids;
}
