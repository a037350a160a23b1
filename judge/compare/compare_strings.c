#include "judge/compare/compare_internal.h"

#include <stdio.h>
#include <string.h>

#include "judge/base/utf8.h"

/* What people count: code points; a byte that begins none is one. */
static int64_t characters(const char *text, int64_t size)
{
    int64_t count = 0;
    for (int64_t i = 0; i < size; count++) {
        const size_t length = utf8_decode(text + i, (size_t)(size - i), NULL);
        i += length ? (int64_t)length : 1;
    }
    return count;
}

/* Where the first character begins that is another one. */
static int64_t first_difference(const struct value *got, const struct value *want)
{
    int64_t at = 0;
    while (at < got->shape[0] && at < want->shape[0] && got->text[at] == want->text[at])
        at++;
    while (at > 0 && at < want->shape[0] && (want->text[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static bool string_fits(const struct value *got, const struct value *want, struct diff *diff)
{
    if (got->shape[0] == want->shape[0] && memcmp(got->text, want->text, (size_t)want->shape[0]) == 0)
        return true;
    const int64_t at = first_difference(got, want);
    const long long have = characters(got->text, got->shape[0]), need = characters(want->text, want->shape[0]);
    diff->mismatched = diff->of_class = 1;
    diff->class = DIFF_STRINGS;
    if (at == got->shape[0] || at == want->shape[0])
        snprintf(diff->what, sizeof diff->what, "the string is right at first, but has %lld character%s, not %lld",
                 have, have == 1 ? "" : "s", need);
    else
        snprintf(diff->what, sizeof diff->what,
                 "the string differs from character %lld on, counted from 0 (it has %lld character%s, %lld expected)",
                 (long long)characters(want->text, at), have, have == 1 ? "" : "s", need);
    return false;
}

static bool list_fits(const struct value *got, const struct value *want, struct diff *diff)
{
    if (got->shape[0] != want->shape[0]) {
        diff->class = DIFF_SHAPE;
        snprintf(diff->what, sizeof diff->what, "there are %lld strings, but %lld are expected",
                 (long long)got->shape[0], (long long)want->shape[0]);
        return false;
    }
    diff->elements = want->shape[0];
    for (int64_t i = 0; i < want->shape[0]; i++) {
        if (strcmp(got->texts[i], want->texts[i]) != 0 && diff->mismatched++ == 0)
            diff->at[0] = i;
    }
    diff->of_class = diff->mismatched;
    if (diff->mismatched == 0)
        return true;
    diff->class = DIFF_STRINGS;
    snprintf(diff->what, sizeof diff->what, "%lld of %lld strings differ, the first at index %lld",
             (long long)diff->mismatched, (long long)diff->elements, (long long)diff->at[0]);
    return false;
}

bool compare_strings(const struct value *got, const struct value *want, struct diff *diff)
{
    if (want->kind == FRAME_STR)
        return string_fits(got, want, diff);
    if (want->kind == FRAME_STRINGS)
        return list_fits(got, want, diff);
    if (!got->i64 == !want->i64)
        return true;
    diff->mismatched = diff->of_class = 1;
    diff->got = got->i64 != 0;
    diff->want = want->i64 != 0;
    diff->class = DIFF_VALUES;
    snprintf(diff->what, sizeof diff->what, "the truth value is the other one");
    return false;
}
