#include <stdlib.h>
#include <string.h>

#include "judge/problem/generate_internal.h"
#include "judge/base/text.h"
#include "judge/base/utf8.h"

enum { SENTENCES_BYTES_MAX = 1 << 20 };

/* Pieces of a text: where each of its code points begins, and the end. */
struct pieces {
    const char *text;
    int64_t count;
    size_t *at; /* count + 1 */
};

static struct pieces pieces_of(const char *text)
{
    size_t size = strlen(text), i = 0;
    struct pieces pieces = {text, 0, xmalloc((size + 1) * sizeof *pieces.at)};
    while (i < size) {
        size_t length = utf8_decode(text + i, size - i, NULL);
        pieces.at[pieces.count++] = i;
        i += length ? length : 1;
    }
    pieces.at[pieces.count] = size;
    return pieces;
}

static int64_t *shuffled(struct draw *draw, int64_t count)
{
    int64_t *order = xmalloc((size_t)count * sizeof *order);
    for (int64_t i = 0; i < count; i++)
        order[i] = i;
    random_shuffle(&draw->random, order, count);
    return order;
}

static int draw_from(struct draw *draw, const struct recipe *recipe, const struct pieces *pieces,
                     struct value *ret_value)
{
    int64_t length;
    if (draw_count(draw, &recipe->length, GENERATE_TEXT_MAX, &length))
        return err_prefix(draw->err, "length");
    if (length > 0 && pieces->count == 0)
        return err_set(draw->err, ERR_USE, "there are no characters to choose from");
    if (recipe->distinct && length > pieces->count)
        return err_set(draw->err, ERR_USE, "%lld different characters are wanted, but there are only %lld",
                       (long long)length, (long long)pieces->count);
    struct text text = {0};
    int64_t *order = recipe->distinct ? shuffled(draw, pieces->count) : NULL;
    for (int64_t i = 0; i < length; i++) {
        int64_t k = order ? order[i] : random_integer(&draw->random, 0, pieces->count - 1);
        text_add_bytes(&text, pieces->text + pieces->at[k], pieces->at[k + 1] - pieces->at[k]);
    }
    value_init_text(ret_value, FRAME_STR, text.at ? text.at : "", text.size);
    free(order);
    text_release(&text);
    return 0;
}

int draw_text(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value)
{
    (void)param;
    struct pieces pieces = pieces_of(recipe->alphabet);
    int result = draw_from(draw, recipe, &pieces, ret_value);
    free(pieces.at);
    return result;
}

int draw_text_from(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value)
{
    (void)param;
    const struct expr_name *entry = expr_scope_find(&draw->scope, recipe->source);
    if (!entry || !entry->value || entry->value->kind != FRAME_STR)
        return err_set(draw->err, ERR_USE, "no text before it is named '%s'", recipe->source);
    struct pieces pieces = pieces_of(entry->value->text);
    int result = draw_from(draw, recipe, &pieces, ret_value);
    free(pieces.at);
    return result;
}

/* --- sentences ------------------------------------------------------------ */

static void add_one_of(struct draw *draw, struct text *text, const struct words *words)
{
    text_add(text, words->at[random_below(&draw->random, (uint64_t)words->count)]);
}

static void maybe_pad(struct draw *draw, const struct recipe *recipe, struct text *text)
{
    if (recipe->pad && random_below(&draw->random, 2))
        add_one_of(draw, text, &recipe->blanks);
}

static int draw_sentence(struct draw *draw, const struct recipe *recipe, size_t *bytes, char **ret_sentence)
{
    int64_t words;
    struct text text = {0};
    if (draw_count(draw, &recipe->word_count, GENERATE_LIST_MAX, &words))
        return err_prefix(draw->err, "words");
    maybe_pad(draw, recipe, &text);
    for (int64_t i = 0; i < words; i++) {
        if (i > 0)
            add_one_of(draw, &text, &recipe->blanks);
        add_one_of(draw, &text, &recipe->vocabulary);
    }
    maybe_pad(draw, recipe, &text);
    *bytes += text.size;
    *ret_sentence = text_take(&text);
    return 0;
}

int draw_sentences(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value)
{
    (void)param;
    int64_t count;
    size_t bytes = 0;
    if (draw_count(draw, &recipe->count, SHAPE_DIM_MAX, &count))
        return err_prefix(draw->err, "count");
    struct value value = {.kind = FRAME_STRINGS, .rank = 1, .shape = {0}};
    value.texts = xcalloc((size_t)count, sizeof *value.texts);
    for (int64_t i = 0; i < count; i++) {
        int failed = draw_sentence(draw, recipe, &bytes, &value.texts[i]);
        value.shape[0] = failed ? i : i + 1;
        if (!failed && bytes > SENTENCES_BYTES_MAX)
            failed = err_set(draw->err, ERR_USE, "more than %d bytes of sentences", SENTENCES_BYTES_MAX);
        if (failed) {
            value_release(&value);
            return -1;
        }
    }
    *ret_value = value;
    return 0;
}
