/* Sorted set of all words, numbered from 1; one row a sentence, padded with 0 */
#include "problem.h"

struct word {
    const char *text;
    size_t length;
};

/* The next word at or after *at, which moves behind it; false at the end. */
static bool next_word(const char **at, struct word *ret_word)
{
    *at += strspn(*at, " ");
    ret_word->text = *at;
    ret_word->length = strcspn(*at, " ");
    *at += ret_word->length;
    return ret_word->length > 0;
}

static int compare_words(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

static int64_t count_words(const char *sentence)
{
    struct word word;
    int64_t count = 0;
    while (next_word(&sentence, &word))
        count++;
    return count;
}

tensor *get_dataset(strings positive, strings negative)
{
    int64_t rows = positive.n + negative.n, columns = 0, total = 0, distinct = 0;
    const char **sentence = calloc((size_t)rows, sizeof *sentence);
    for (int64_t i = 0; i < rows; i++) {
        sentence[i] = i < positive.n ? positive.at[i] : negative.at[i - positive.n];
        int64_t count = count_words(sentence[i]);
        columns = count > columns ? count : columns;
        total += count;
    }

    struct word *vocabulary = calloc((size_t)total, sizeof *vocabulary);
    for (int64_t i = 0, k = 0; i < rows; i++) {
        const char *at = sentence[i];
        while (k < total && next_word(&at, &vocabulary[k]))
            k++;
    }
    qsort(vocabulary, (size_t)total, sizeof *vocabulary, compare_words);
    for (int64_t k = 0; k < total; k++) {
        if (k == 0 || compare_words(&vocabulary[k], &vocabulary[distinct - 1]) != 0)
            vocabulary[distinct++] = vocabulary[k];
    }

    tensor *result = tensor_i64(rows, columns);
    for (int64_t i = 0; i < rows; i++) {
        const char *at = sentence[i];
        struct word word;
        for (int64_t t = 0; t < columns; t++) {
            int64_t id = 0;
            if (next_word(&at, &word)) {
                const struct word *found = bsearch(&word, vocabulary, (size_t)distinct, sizeof word, compare_words);
                id = found - vocabulary + 1;
            }
            result->i64[i * columns + t] = id;
        }
    }
    return result;
}
