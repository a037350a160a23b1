#include "judge/verify/mutate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/verify/mutate_internal.h"
#include "judge/base/text.h"
#include "judge/base/value.h"

/* --- one mutant --------------------------------------------------------------------------------------------------- */

/* A piece of source in one line: each run of blanks is one. Heap. */
static char *one_line(const char *from, const char *to)
{
    struct text text = {0};
    for (const char *at = from; at < to; at++) {
        bool blank = isspace((unsigned char)*at);
        if (!blank)
            text_add_bytes(&text, at, 1);
        else if (text.size > 0 && text.at[text.size - 1] != ' ')
            text_add(&text, " ");
    }
    if (text.size > 0 && text.at[text.size - 1] == ' ')
        text.at[--text.size] = '\0';
    return text_take(&text);
}

static const char *line_start(const char *source, const char *at)
{
    while (at > source && at[-1] != '\n')
        at--;
    return at;
}

static void place(const char *source, const char *from, const char *to, struct mutant *mutant)
{
    mutant->line = 1;
    for (const char *at = source; at < from; at++)
        mutant->line += *at == '\n';
    mutant->column = 1;
    for (const char *at = line_start(source, from); at < from; at++)
        mutant->column += ((unsigned char)*at & 0xc0) != 0x80;
    for (const char *at = from; at < to && *at != '\n'; at++)
        mutant->length += ((unsigned char)*at & 0xc0) != 0x80;
    if (mutant->length == 0)
        mutant->length = 1;
}

/* A source with its bytes from..to replaced, without making it. */
struct edit {
    const char *source, *replacement;
    size_t from, to, size;   /* of the source */
    size_t inserted, edited; /* sizes of the replacement, of the result */
};

static char edited_at(const struct edit *edit, size_t i)
{
    return i < edit->from                    ? edit->source[i]
           : i < edit->from + edit->inserted ? edit->replacement[i - edit->from]
                                             : edit->source[i - edit->inserted + (edit->to - edit->from)];
}

/* The least that differs: two edits that read so make the same text, and none other do. False: nothing differs. */
static bool find_difference(const struct edit *edit, struct mutant *mutant)
{
    const size_t shorter = edit->size < edit->edited ? edit->size : edit->edited;
    size_t first = edit->from, behind = 0;
    while (first < shorter && edit->source[first] == edited_at(edit, first))
        first++;
    if (first == edit->size && first == edit->edited)
        return false;
    while (behind < shorter - first &&
           edit->source[edit->size - 1 - behind] == edited_at(edit, edit->edited - 1 - behind))
        behind++;
    struct text changed = {0};
    text_add(&changed, "");
    for (size_t i = first; i < edit->edited - behind; i++)
        text_add_bytes(&changed, &(char){edited_at(edit, i)}, 1);
    mutant->from = first;
    mutant->to = edit->size - behind;
    mutant->replacement = text_take(&changed);
    return true;
}

static bool is_known(const struct maker *maker, const struct mutant *mutant)
{
    for (int i = 0; i < maker->all.count; i++) {
        const struct mutant *other = &maker->all.at[i];
        if (other->from == mutant->from && other->to == mutant->to &&
            strcmp(other->replacement, mutant->replacement) == 0)
            return true;
    }
    return false;
}

static void add(struct maker *maker, const struct mutant *mutant)
{
    if (maker->all.count == maker->capacity) {
        maker->capacity = maker->capacity * 2 + 64;
        maker->all.at = xrealloc(maker->all.at, (size_t)maker->capacity * sizeof *maker->all.at);
    }
    maker->all.at[maker->all.count++] = *mutant;
}

void maker_edit(struct maker *maker, const char *kind, const char *from, const char *to, const char *replacement)
{
    const char *source = maker->tokens.source, *start = line_start(source, from), *end = to + strcspn(to, "\n");
    struct edit edit = {.source = source,
                        .replacement = replacement,
                        .from = (size_t)(from - source),
                        .to = (size_t)(to - source),
                        .size = maker->size,
                        .inserted = strlen(replacement)};
    edit.edited = edit.size - (edit.to - edit.from) + edit.inserted;
    struct mutant mutant = {.kind = kind, .number = maker->all.count};
    if (!find_difference(&edit, &mutant) || is_known(maker, &mutant)) {
        free(mutant.replacement);
        return;
    }
    place(source, from, to, &mutant);
    mutant.before = one_line(start, end);
    char *changed = xasprintf("%.*s%s%.*s", (int)(from - start), start, replacement, (int)(end - to), to);
    mutant.after = one_line(changed, changed + strlen(changed));
    free(changed);
    add(maker, &mutant);
}

char *mutant_source(const char *source, const struct mutant *mutant)
{
    return xasprintf("%.*s%s%s", (int)mutant->from, source, mutant->replacement, source + mutant->to);
}

void maker_replace(struct maker *maker, const char *kind, int first, int last, const char *replacement)
{
    const struct token *tokens = maker->tokens.at;
    maker_edit(maker, kind, tokens[first].at, tokens[last - 1].at + tokens[last - 1].length, replacement);
}

char *maker_text(const struct maker *maker, int first, int last)
{
    const struct token *a = &maker->tokens.at[first], *b = &maker->tokens.at[last - 1];
    return xasprintf("%.*s", (int)(b->at + b->length - a->at), a->at);
}

/* --- where nothing is worth changing ------------------------------------------------------------------------------ */

/* From the first token of what belongs to it to the one behind. */
static void mark_arid(struct maker *maker, int first, int last)
{
    for (int i = first < 0 ? 0 : first; i < last && i < maker->tokens.count; i++)
        maker->arid[i] = true;
}

/* Giving up (memory ended, an ill-posed draw), with the condition that leads there; the size of what is allocated; the
 * words of a checker. */
static void find_arid_call(struct maker *maker, int i)
{
    static const char *const ends[] = {"abort", "exit", "harness_redraw", "free", "assert", "nd_pool_release"};
    static const char *const allocators[] = {"malloc", "calloc", "realloc"};
    static const char *const words[] = {"snprintf", "sprintf"};
    const struct tokens *tokens = &maker->tokens;
    for (size_t k = 0; k < sizeof allocators / sizeof *allocators; k++) {
        if (token_is(tokens, i, allocators[k]))
            mark_arid(maker, i, tokens_close(tokens, i + 1));
    }
    for (size_t k = 0; maker->role == MUTATE_CHECKER && k < sizeof words / sizeof *words; k++) {
        if (token_is(tokens, i, words[k]))
            mark_arid(maker, i, tokens_close(tokens, i + 1));
    }
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        if (!token_is(tokens, i, ends[k]))
            continue;
        int open = token_is(tokens, i - 1, ")") ? tokens_open(tokens, i - 1) : -1;
        mark_arid(maker, token_is(tokens, open - 1, "if") ? open - 1 : i, tokens_close(tokens, i + 1) + 1);
    }
}

/* "nd *grad[4]": a longer or shorter array is no other answer. */
static void find_arid_size(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    int start = i;
    while (start > 0 && !token_is(tokens, start - 1, ";") && !token_is(tokens, start - 1, "{") &&
           !token_is(tokens, start - 1, "}") && !token_is(tokens, start - 1, "="))
        start--;
    if (token_is_type(tokens, start))
        mark_arid(maker, i, tokens_close(tokens, i));
}

static void find_arid(struct maker *maker)
{
    maker->arid = xcalloc((size_t)maker->tokens.count, sizeof *maker->arid);
    for (int i = 0; i < maker->tokens.count; i++) {
        if (token_is(&maker->tokens, i + 1, "("))
            find_arid_call(maker, i);
        if (token_is(&maker->tokens, i, "["))
            find_arid_size(maker, i);
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static bool reads_as(const struct mutant *a, const struct mutant *b)
{
    return strcmp(a->before, b->before) == 0 && strcmp(a->after, b->after) == 0;
}

/* By lines: equal mutants of one line are one to a reader. */
static void count_equals(struct mutants *all)
{
    for (int i = 0; i < all->count; i++) {
        struct mutant *mutant = &all->at[i];
        int line = 0;
        for (int k = 0; k < all->count; k++) {
            const struct mutant *other = &all->at[k];
            if (other->line == line || !reads_as(mutant, other))
                continue;
            line = other->line;
            mutant->of++;
            mutant->nth += line <= mutant->line;
        }
    }
}

static void choose(struct mutants *all, int max)
{
    if (all->count <= max)
        return;
    int kept = 0;
    for (int i = 0; i < all->count; i++) {
        bool keep = (int64_t)i * max / all->count != (int64_t)(i - 1) * max / all->count || i == 0;
        if (keep && kept < max)
            all->at[kept++] = all->at[i];
        else
            mutant_release(&all->at[i]);
    }
    all->count = kept;
}

void mutate(const char *source, enum mutate_role role, int max, struct mutants *ret_mutants)
{
    struct maker maker = {.size = strlen(source), .role = role};
    tokens_read(source, &maker.tokens);
    find_arid(&maker);
    for (int i = 0; i + 1 < maker.tokens.count; i++) { /* the last one closes the last function */
        if (maker.tokens.at[i].inside && !maker.arid[i])
            maker_mutate(&maker, i);
    }
    free(maker.arid);
    free(maker.tokens.at);
    maker.all.possible = maker.all.count;
    count_equals(&maker.all);
    choose(&maker.all, max);
    *ret_mutants = maker.all;
}

void mutant_release(struct mutant *mutant)
{
    free(mutant->before);
    free(mutant->after);
    free(mutant->replacement);
    *mutant = (struct mutant){0};
}

void mutants_release(struct mutants *mutants)
{
    for (int i = 0; i < mutants->count; i++)
        mutant_release(&mutants->at[i]);
    free(mutants->at);
    *mutants = (struct mutants){0};
}
