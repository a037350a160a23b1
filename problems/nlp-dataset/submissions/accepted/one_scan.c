/* No word is copied: the number of a word is 1 plus the number of different words before it in the order. */
#include "problem.h"

enum { LONGEST = 4096 };

struct list {
    const char *at[LONGEST];
    int64_t n;
};

static int64_t length_of(const char *word)
{
    return (int64_t)strcspn(word, " ");
}

static int order(const char *a, const char *b)
{
    while (*a && *b && *a != ' ' && *b != ' ' && *a == *b)
        a++, b++;
    unsigned char x = *a == ' ' ? 0 : (unsigned char)*a, y = *b == ' ' ? 0 : (unsigned char)*b;
    return x - y;
}

static int64_t add_words(const char *sentence, struct list *different)
{
    int64_t count = 0;
    for (const char *w = sentence + strspn(sentence, " "); *w; w += length_of(w), w += strspn(w, " ")) {
        int64_t i = 0;
        while (i < different->n && order(different->at[i], w) != 0)
            i++;
        if (i == different->n)
            different->at[different->n++] = w;
        count++;
    }
    return count;
}

static void fill_row(const char *sentence, const struct list *different, int64_t *row, int64_t T)
{
    memset(row, 0, (size_t)T * sizeof *row);
    for (const char *w = sentence + strspn(sentence, " "); *w; w += length_of(w), w += strspn(w, " ")) {
        *row = 1;
        for (int64_t i = 0; i < different->n; i++)
            *row += order(different->at[i], w) < 0;
        row++;
    }
}

tensor *get_dataset(strings positive, strings negative)
{
    static struct list different;
    int64_t T = 0;
    different.n = 0;
    for (int64_t i = 0; i < positive.n + negative.n; i++) {
        int64_t count = add_words(i < positive.n ? positive.at[i] : negative.at[i - positive.n], &different);
        T = count > T ? count : T;
    }
    tensor *result = tensor_i64(positive.n + negative.n, T);
    for (int64_t i = 0; i < positive.n; i++)
        fill_row(positive.at[i], &different, result->i64 + i * T, T);
    for (int64_t i = 0; i < negative.n; i++)
        fill_row(negative.at[i], &different, result->i64 + (positive.n + i) * T, T);
    return result;
}
