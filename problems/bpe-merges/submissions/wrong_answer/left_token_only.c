/* Mistake: compares only the left tokens of equally frequent pairs. */
#include "problem.h"

static char *join(const char *left, const char *right)
{
    char *both = malloc(strlen(left) + strlen(right) + 1);
    strcpy(both, left);
    strcat(both, right);
    return both;
}

static bool is_pair(char **tokens, const char *left, const char *right)
{
    return strcmp(tokens[0], left) == 0 && strcmp(tokens[1], right) == 0;
}

static bool is_smaller(char **tokens, const char *left, const char *right)
{
    int order = strcmp(tokens[0], left);
    (void)right;
    return order < 0;
}

static int64_t split(const char *corpus, char **tokens)
{
    int64_t n = 0;
    while (*corpus) {
        size_t size = 1;
        while ((corpus[size] & 0xc0) == 0x80)
            size++;
        tokens[n++] = strndup(corpus, size);
        corpus += size;
    }
    return n;
}

strings get_merges(const char *corpus, int64_t num_merges)
{
    char **tokens = malloc((strlen(corpus) + 1) * sizeof *tokens);
    int64_t n = split(corpus, tokens);
    const char **merges = malloc(2 * (size_t)n * sizeof *merges);
    int64_t m = 0;
    for (int64_t k = 0; k < num_merges && n >= 2; k++) {
        const char *left = NULL, *right = NULL;
        int64_t most = 0;
        for (int64_t i = 0; i < n - 1; i++) {
            int64_t count = 0;
            for (int64_t j = 0; j < n - 1; j++)
                count += is_pair(tokens + j, tokens[i], tokens[i + 1]);
            if (count > most || (count == most && is_smaller(tokens + i, left, right))) {
                most = count;
                left = tokens[i];
                right = tokens[i + 1];
            }
        }
        merges[m++] = left;
        merges[m++] = right;
        char *both = join(left, right);
        int64_t kept = 0;
        for (int64_t i = 0; i < n; i++) {
            if (i < n - 1 && is_pair(tokens + i, left, right)) {
                tokens[kept++] = both;
                i++;
            } else {
                tokens[kept++] = tokens[i];
            }
        }
        n = kept;
    }
    return (strings){m, merges};
}
