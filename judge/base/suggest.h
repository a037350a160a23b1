/* suggest.h - "did you mean": the nearest of some words to one that was mistyped.
 *
 * For commands, problem ids, keys and flags. Candidates are offered one at a time, from whatever they are kept in:
 *
 *     struct suggest suggest = suggest_for(word);
 *     for (...) suggest_offer(&suggest, candidate);
 *     if (suggest.best) ... "did you mean 'best'?"
 *
 * `best` points to an offered word and stays NULL when none is near: a far-fetched proposal is worse than none. Equal
 * distances: the first one offered.
 */
#ifndef JUDGE_SUGGEST_H
#define JUDGE_SUGGEST_H

#include <stddef.h>

struct suggest {
    const char *word;
    const char *best;
    int cost;
};

/* `word` must outlive the search. */
struct suggest suggest_for(const char *word);
void suggest_offer(struct suggest *suggest, const char *candidate);

/* ", did you mean 'linear-regression'?" or "": made to stand at the end of a message. */
const char *suggest_text(const struct suggest *suggest, char *buffer, size_t size);

/* Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other, by bytes; case
 * counts half as little as another letter would, so the result is in halves. Words longer than 63 bytes are cut. */
int suggest_distance(const char *a, const char *b);

#endif
