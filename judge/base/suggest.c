#include "judge/base/suggest.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 63, STEP = 2 };

static int change_cost(char a, char b)
{
    if (a == b)
        return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? STEP / 2 : STEP;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: the Damerau-Levenshtein distance without edits inside a swapped pair (F. Damerau, CACM
 * 7(3), 1964; the recurrence as in R. Wagner and M. Fischer, JACM 21(1), 1974). */
int suggest_distance(const char *a, const char *b)
{
    size_t rows = strnlen(a, WORD_MAX), columns = strnlen(b, WORD_MAX);
    int cost[WORD_MAX + 1][WORD_MAX + 1];

    for (size_t i = 0; i <= rows; i++)
        cost[i][0] = (int)i * STEP;
    for (size_t j = 0; j <= columns; j++)
        cost[0][j] = (int)j * STEP;
    for (size_t i = 1; i <= rows; i++) {
        for (size_t j = 1; j <= columns; j++) {
            int best = cost[i - 1][j - 1] + change_cost(a[i - 1], b[j - 1]);
            best = least(best, cost[i - 1][j] + STEP);
            best = least(best, cost[i][j - 1] + STEP);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, cost[i - 2][j - 2] + STEP);
            cost[i][j] = best;
        }
    }
    return cost[rows][columns];
}

/* A third of the letters may be wrong. A word that breaks off ("lin" for "linear-regression") is near however much is
 * missing, but less near than a slip of the fingers. */
static int cost_of(const char *word, const char *candidate)
{
    size_t length = strlen(word), other = strlen(candidate);
    int distance = suggest_distance(word, candidate);
    int allowed = STEP * (int)((length > other ? length : other) / 3);
    if (distance <= (allowed < STEP ? STEP : allowed) && distance < STEP * (int)length)
        return distance;
    if (length >= 2 && strncasecmp(word, candidate, length) == 0)
        return STEP * WORD_MAX;
    return INT_MAX;
}

struct suggest suggest_for(const char *word)
{
    return (struct suggest){.word = word, .cost = INT_MAX};
}

void suggest_offer(struct suggest *suggest, const char *candidate)
{
    int cost = cost_of(suggest->word, candidate);
    if (cost < suggest->cost) {
        suggest->cost = cost;
        suggest->best = candidate;
    }
}

const char *suggest_text(const struct suggest *suggest, char *buffer, size_t size)
{
    if (suggest->best)
        snprintf(buffer, size, ", did you mean '%s'?", suggest->best);
    else
        snprintf(buffer, size, "%s", "");
    return buffer;
}
