#include "judge/report/requires.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/suggest.h"
#include "judge/base/text.h"
#include "judge/base/value.h"

static int find(const struct requires_known *known, const char *id)
{
    for (int i = 0; i < known->count; i++) {
        if (strcmp(known->at[i]->id, id) == 0)
            return i;
    }
    return -1;
}

static struct diagnostic *complain(const struct problem *problem, const char *id, const char *what,
                                   struct diagnostics *list)
{
    char *path = xasprintf("%s/problem.json", problem->folder), *word = xasprintf("\"%s\"", id), *text = NULL;
    size_t size;
    struct err err;
    struct diagnostic *diagnostic = diagnostics_add(list, P002_REQUIRES, "%s", what);
    if (problem_read_file(problem, "problem.json", &text, &size, &err) == 0)
        diagnostic_find(diagnostic, path, text, word);
    free(text);
    free(word);
    free(path);
    return diagnostic;
}

static void check_known(const struct problem *problem, const struct requires_known *known, const char *id,
                        struct diagnostics *list)
{
    struct suggest suggest = suggest_for(id);
    char what[200];
    if (find(known, id) >= 0)
        return;
    for (int i = 0; i < known->count; i++)
        suggest_offer(&suggest, known->at[i]->id);
    snprintf(what, sizeof what, "it requires '%s', which is no problem", id);
    struct diagnostic *diagnostic = complain(problem, id, what, list);
    if (suggest.best)
        diagnostic_help(diagnostic, "did you mean '%s'?", suggest.best);
}

/* A walk from `problem` along prerequisites, each problem once; came_from leads back along the way. */
struct walk {
    const struct requires_known *known;
    const char *goal;
    int *came_from; /* by problem: the one that requires it; -2: not visited, -1: the start */
    int *waiting, waiting_count;
};

/* The problem whose prerequisite is the goal, or -1. Breadth first: the shortest circle. */
static int find_circle(struct walk *walk)
{
    for (int next = 0; next < walk->waiting_count; next++) {
        const struct problem *at = walk->known->at[walk->waiting[next]];
        for (int r = 0; r < at->requires_count; r++) {
            int required = find(walk->known, at->requires[r]);
            if (strcmp(at->requires[r], walk -> goal) == 0)
                return walk->waiting[next];
            if (required < 0 || walk->came_from[required] != -2)
                continue;
            walk->came_from[required] = walk->waiting[next];
            walk->waiting[walk->waiting_count++] = required;
        }
    }
    return -1;
}

/* "a -> b -> a": each requires the next. */
static void complain_of_circle(const struct problem *problem, const struct walk *walk, int last,
                               struct diagnostics *list)
{
    const char *first = problem->id; /* the prerequisite with which the way begins */
    char *way = xstrdup(problem->id), *what;
    for (int i = last; i >= 0; i = walk->came_from[i]) {
        char *longer = xasprintf("%s -> %s", walk->known->at[i]->id, way);
        free(way);
        way = longer;
        if (walk->came_from[i] >= 0)
            first = walk->known->at[i]->id;
    }
    what = xasprintf("its prerequisites lead back to itself: %s", way);
    complain(problem, first, what, list);
    free(what);
    free(way);
}

static void check_circle(const struct problem *problem, const struct requires_known *known, struct diagnostics *list)
{
    int start = find(known, problem->id);
    size_t size = (size_t)known->count * sizeof(int);
    struct walk walk = {.known = known, .goal = problem->id};
    if (start < 0)
        return;
    walk.came_from = xmalloc(size);
    walk.waiting = xmalloc(size);
    for (int i = 0; i < known->count; i++)
        walk.came_from[i] = -2;
    walk.came_from[start] = -1;
    walk.waiting[walk.waiting_count++] = start;
    int last = find_circle(&walk);
    if (last >= 0)
        complain_of_circle(problem, &walk, last, list);
    free(walk.came_from);
    free(walk.waiting);
}

void requires_check(const struct problem *problem, const struct requires_known *known, struct diagnostics *list)
{
    for (int r = 0; r < problem->requires_count; r++)
        check_known(problem, known, problem->requires[r], list);
    check_circle(problem, known, list);
}

static bool is_solved(const struct store_states *states, const char *id)
{
    for (size_t i = 0; i < states->count; i++) {
        if (strcmp(states->at[i].problem, id) == 0)
            return states->at[i].scored && states->at[i].best_score == 100;
    }
    return false;
}

char *requires_unmet(const struct problem *problem, const struct store_states *states)
{
    struct text text = {0};
    for (int r = 0; r < problem->requires_count; r++) {
        if (!is_solved(states, problem->requires[r]))
            text_format(&text, "%s%s", text.size ? ", " : "", problem->requires[r]);
    }
    return text_take(&text);
}
