/* rejudge.h - what a rejudging found, and how it is told. */
#ifndef JUDGE_CMD_REJUDGE_H
#define JUDGE_CMD_REJUDGE_H

#include "judge/store/ranks.h"
#include "judge/store/store.h"
#include "judge/report/ui.h"

/* One submission; user and problem are borrowed from the list of submissions. */
struct rejudged {
    int64_t id;
    const char *user, *problem;
    bool had;    /* a judgement before: `was` means something */
    bool judged; /* `now` means something */
    bool changes;
    bool failed; /* by the judge's own fault */
    enum verdict was, now;
    double was_score, now_score;
    char *why;                 /* why it was not judged again; NULL */
    int cases_gone, cases_new; /* since it was judged last */
};

struct rejudged_board {
    const char *problem;
    struct rank_change *changes; /* users are borrowed from `list` */
    int64_t count;
    struct store_list list;
};

struct rejudging {
    bool applied;
    size_t count;
    struct rejudged *rows; /* by id */
    /* Made by rejudging_count. */
    int changing, same, unjudged; /* `unjudged`: neither could be judged again, for whatever reason */
    int failed;                   /* of these, by the judge's fault */
    int board_count;
    struct rejudged_board *boards; /* on which somebody moves */
};

/* Counts, and compares the ranks of the problems concerned before and after. */
int rejudging_count(struct rejudging *rejudging, struct store *store, struct err *err);

/* `all`: also what stays as it is. */
void rejudging_text(const struct rejudging *rejudging, const struct ui *ui, bool all, struct text *text);
void rejudging_json(const struct rejudging *rejudging, struct text *text);
void rejudging_release(struct rejudging *rejudging);

#endif
