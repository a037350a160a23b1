/* ranks.h - who moves on a board of one problem when scores change.
 *
 * As on the board, a user counts with the best of their submissions, and equal scores share a rank (1 2 2 4).
 */
#ifndef JUDGE_RANKS_H
#define JUDGE_RANKS_H

#include <stdint.h>

/* One submission. Text is borrowed. */
struct rank_entry {
    const char *user;
    double before, after; /* scores; negative: it does not count */
};

struct rank_change {
    const char *user;      /* that of an entry */
    int64_t before, after; /* 0: not on the board */
};

/* Sorts the entries. ret_changes: those whose rank changes, by the new rank, those who leave the board last; heap. */
void ranks_compare(struct rank_entry *entries, int64_t count, struct rank_change **ret_changes, int64_t *ret_count);

#endif
