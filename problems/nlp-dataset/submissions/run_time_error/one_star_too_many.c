/* Mistake: qsort hands out pointers to the elements; reading them as the words themselves, then as pointers again,
 * ends nowhere. */
#include "problem.h"

enum { MOST = 4096 };

static char *words[MOST]; /* the vocabulary */
static int64_t word_count;

static int compare(const void *a, const void *b)
{
    return strcmp(**(char *const *const *)a, **(char *const *const *)b);
}

/* The place of a word in the vocabulary, or -1. */
static int64_t place(const char *word)
{
    for (int64_t i = 0; i < word_count; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* Adds the words of a sentence that are not there yet; returns how many it has. */
static int64_t collect(const char *sentence)
{
    int64_t count = 0;
    char *copy = strdup(sentence);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        if (place(word) < 0)
            words[word_count++] = word;
        count++;
    }
    return count;
}

static void fill(int64_t *row, int64_t T, const char *sentence)
{
    int64_t t = 0;
    char *copy = strdup(sentence);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        row[t++] = place(word) + 1;
    while (t < T)
        row[t++] = 0;
}

tensor *get_dataset(strings positive, strings negative)
{
    int64_t T = 0;
    word_count = 0;
    for (int64_t i = 0; i < positive.n; i++) {
        int64_t length = collect(positive.at[i]);
        if (length > T)
            T = length;
    }
    for (int64_t i = 0; i < negative.n; i++) {
        int64_t length = collect(negative.at[i]);
        if (length > T)
            T = length;
    }
    qsort(words, word_count, sizeof(char *), compare);
    tensor *result = tensor_i64(positive.n + negative.n, T);
    for (int64_t i = 0; i < positive.n; i++)
        fill(result->i64 + i * T, T, positive.at[i]);
    for (int64_t i = 0; i < negative.n; i++)
        fill(result->i64 + (positive.n + i) * T, T, negative.at[i]);
    return result;
}
