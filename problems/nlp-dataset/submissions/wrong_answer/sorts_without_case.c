/* Mistake: sorts as a dictionary does, where large and small letters are alike. */
#include "problem.h"

struct sentence {
    int64_t count;
    char **word;
};

static struct sentence split(const char *text)
{
    struct sentence s = {0, malloc((strlen(text) / 2 + 1) * sizeof(char *))};
    for (char *word = strtok(strdup(text), " "); word; word = strtok(NULL, " "))
        s.word[s.count++] = word;
    return s;
}

#include <strings.h>

static int order(const char *a, const char *b)
{
    return strcasecmp(a, b) ? strcasecmp(a, b) : strcmp(a, b);
}

/* Where the word stands in the sorted list, or belongs. */
static int64_t place_of(const char *word, char *const *list, int64_t size)
{
    int64_t i = 0;
    while (i < size && order(list[i], word) < 0)
        i++;
    return i;
}

tensor *get_dataset(strings positive, strings negative)
{
    int64_t rows = positive.n + negative.n, T = 0, all = 0, size = 0;
    struct sentence *sentences = malloc((size_t)rows * sizeof *sentences);
    for (int64_t i = 0; i < positive.n; i++)
        sentences[i] = split(positive.at[i]);
    for (int64_t i = 0; i < negative.n; i++)
        sentences[positive.n + i] = split(negative.at[i]);
    for (int64_t i = 0; i < rows; i++) {
        all += sentences[i].count;
        T = sentences[i].count > T ? sentences[i].count : T;
    }

    char **vocabulary = malloc((size_t)all * sizeof *vocabulary);
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < sentences[i].count; j++) {
            char *word = sentences[i].word[j];
            int64_t place = place_of(word, vocabulary, size);
            if (place < size && strcmp(vocabulary[place], word) == 0)
                continue;
            memmove(vocabulary + place + 1, vocabulary + place, (size_t)(size - place) * sizeof *vocabulary);
            vocabulary[place] = word;
            size++;
        }
    }

    tensor *ids = tensor_i64(rows, T);
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < T; j++) {
            bool there = j < sentences[i].count;
            ids->i64[i * T + j] = there ? 1 + place_of(sentences[i].word[j], vocabulary, size) : 0;
        }
    }
    return ids;
}
