/* num_merges times: the most frequent pair of neighbours, of equals the smallest, becomes one token */
#include "problem.h"

/* A piece of the corpus: neighbours are neighbours in memory, too. */
struct token {
    const char *at;
    size_t size;
};

static bool continues_character(char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* One token for each character. */
static int64_t split(const char *corpus, struct token *tokens)
{
    int64_t n = 0;
    for (const char *c = corpus; *c; c++) {
        if (!continues_character(*c))
            tokens[n++] = (struct token){c, 0};
        tokens[n - 1].size++;
    }
    return n;
}

static int compare_tokens(struct token x, struct token y)
{
    int order = memcmp(x.at, y.at, x.size < y.size ? x.size : y.size);
    return order ? order : (x.size > y.size) - (x.size < y.size);
}

/* Of the two tokens at x and the two at y. */
static int compare_pairs(const struct token *x, const struct token *y)
{
    int order = compare_tokens(x[0], y[0]);
    return order ? order : compare_tokens(x[1], y[1]);
}

/* Where the pair to be merged occurs. */
static const struct token *choose(const struct token *tokens, int64_t n)
{
    const struct token *best = tokens;
    int64_t most = 0;
    for (int64_t i = 0; i + 1 < n; i++) {
        int64_t count = 0;
        for (int64_t k = 0; k + 1 < n; k++)
            count += compare_pairs(&tokens[i], &tokens[k]) == 0;
        if (count > most || (count == most && compare_pairs(&tokens[i], best) < 0)) {
            best = &tokens[i];
            most = count;
        }
    }
    return best;
}

/* In place; returns how many tokens are left. */
static int64_t merge(struct token *tokens, int64_t n, const struct token pair[2])
{
    int64_t left = 0;
    for (int64_t i = 0; i < n; i++) {
        struct token token = tokens[i];
        if (i + 1 < n && compare_pairs(&tokens[i], pair) == 0)
            token.size += tokens[++i].size;
        tokens[left++] = token;
    }
    return left;
}

strings get_merges(const char *corpus, int64_t num_merges)
{
    struct token *tokens = calloc(strlen(corpus), sizeof *tokens);
    int64_t n = split(corpus, tokens), count = 0;
    const char **merges = calloc(2 * (size_t)n, sizeof *merges);
    while (count < 2 * num_merges && n > 1) {
        const struct token *best = choose(tokens, n), pair[2] = {best[0], best[1]};
        for (int side = 0; side < 2; side++)
            merges[count++] = strndup(pair[side].at, pair[side].size);
        n = merge(tokens, n, pair);
    }
    return (strings){count, merges};
}
