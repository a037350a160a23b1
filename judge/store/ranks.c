#include "judge/store/ranks.h"

#include <stdlib.h>
#include <string.h>

#include "judge/base/value.h"

static int by_user(const void *a, const void *b)
{
    const struct rank_entry *x = a, *y = b;
    return strcmp(x->user, y->user);
}

static int from_high_to_low(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static int by_new_rank(const void *a, const void *b)
{
    const struct rank_change *x = a, *y = b;
    int64_t left = x->after ? x->after : INT64_MAX, right = y->after ? y->after : INT64_MAX;
    return left != right ? (left > right) - (left < right) : strcmp(x->user, y->user);
}

/* The best of each user, in place; how many users there are. */
static int64_t keep_best(struct rank_entry *entries, int64_t count)
{
    int64_t users = 0;
    if (count > 0)
        qsort(entries, (size_t)count, sizeof *entries, by_user);
    for (int64_t i = 0; i < count; i++) {
        struct rank_entry *best = users > 0 ? &entries[users - 1] : NULL;
        if (!best || strcmp(best->user, entries[i].user) != 0) {
            entries[users++] = entries[i];
            continue;
        }
        best->before = entries[i].before > best->before ? entries[i].before : best->before;
        best->after = entries[i].after > best->after ? entries[i].after : best->after;
    }
    return users;
}

/* One more than there are better ones. `sorted` is from high to low. */
static int64_t rank_of(double score, const double *sorted, int64_t count)
{
    int64_t low = 0, high = count;
    if (score < 0)
        return 0;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (sorted[middle] > score)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1;
}

void ranks_compare(struct rank_entry *entries, int64_t count, struct rank_change **ret_changes, int64_t *ret_count)
{
    int64_t users = keep_best(entries, count), changes = 0;
    double *before = xcalloc((size_t)users + 1, sizeof *before), *after = xcalloc((size_t)users + 1, sizeof *after);
    struct rank_change *list = xcalloc((size_t)users + 1, sizeof *list);
    for (int64_t i = 0; i < users; i++) {
        before[i] = entries[i].before;
        after[i] = entries[i].after;
    }
    qsort(before, (size_t)users, sizeof *before, from_high_to_low);
    qsort(after, (size_t)users, sizeof *after, from_high_to_low);
    for (int64_t i = 0; i < users; i++) {
        struct rank_change change = {entries[i].user, rank_of(entries[i].before, before, users),
                                     rank_of(entries[i].after, after, users)};
        if (change.before != change.after)
            list[changes++] = change;
    }
    qsort(list, (size_t)changes, sizeof *list, by_new_rank);
    free(before);
    free(after);
    *ret_changes = list;
    *ret_count = changes;
}
