/* The texts of generate.h. */
#include <string.h>

#include "judge/base/utf8.h"
#include "tests/check_main.h"
#include "tests/made.h"

START_TEST(texts_are_made_of_whole_characters)
{
    struct made *made =
        made_good("f(text str, alphabet str, all str) -> f64",
                  "{\"args\":{\"alphabet\":{\"text\":{\"length\":[3,4],\"alphabet\":\"a\u00e9\u20ac\U0001f600\","
                  "\"distinct\":true}},\"text\":{\"text_from\":\"alphabet\",\"length\":[0,20]},"
                  "\"all\":{\"text\":{\"length\":4,\"alphabet\":\"wxyz\",\"distinct\":true}}}}");
    bool empty = false, longest = false;
    for (int seed = 0; seed < 200; seed++) {
        struct values values = made_draw(made, seed, 0);
        const char *text = values.at[0].text, *alphabet = values.at[1].text, *all = values.at[2].text;
        ck_assert(utf8_valid(text, strlen(text)) && utf8_valid(alphabet, strlen(alphabet)));
        ck_assert_int_eq(values.at[0].shape[0], (int64_t)strlen(text));
        size_t length = utf8_length(alphabet);
        ck_assert(length == 3 || length == 4);
        for (size_t i = 0; text[i];) {
            size_t size = utf8_decode(text + i, strlen(text + i), NULL);
            ck_assert_ptr_nonnull(memmem(alphabet, strlen(alphabet), text + i, size));
            i += size;
        }
        ck_assert(strchr(all, 'w') && strchr(all, 'x') && strchr(all, 'y') && strchr(all, 'z') && strlen(all) == 4);
        empty = empty || !*text;
        longest = longest || utf8_length(text) == 20;
        values_release(&values);
    }
    ck_assert(empty && longest);
    made_release(made);
}
END_TEST

START_TEST(sentences_have_words_blanks_and_padding)
{
    struct made *made =
        made_good("f(a str[], b str[]) -> f64",
                  "{\"args\":{\"a\":{\"sentences\":{\"count\":[2,4],\"words\":[1,3],\"vocabulary\":[\"I\",\"love\"],"
                  "\"blanks\":[\" \",\"  \"],\"pad\":true}},\"b\":{\"sentences\":{\"count\":1,\"words\":\"len(a)\","
                  "\"vocabulary\":[\"x\"]}}}}");
    int two = 0, leading = 0, doubled = 0;
    for (int seed = 0; seed < 200; seed++) {
        struct values values = made_draw(made, seed, 0);
        const struct value *a = &values.at[0];
        ck_assert(a->kind == FRAME_STRINGS && a->shape[0] >= 2 && a->shape[0] <= 4);
        two += a->shape[0] == 2;
        for (int64_t i = 0; i < a->shape[0]; i++) {
            char copy[100], *rest = NULL;
            int words = 0;
            leading += a->texts[i][0] == ' ';
            doubled += strstr(a->texts[i], "I  ") != NULL;
            strcpy(copy, a->texts[i]);
            for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest), words++)
                ck_assert(strcmp(word, "I") == 0 || strcmp(word, "love") == 0);
            ck_assert(words >= 1 && words <= 3);
        }
        ck_assert_uint_eq(strlen(values.at[1].texts[0]), (size_t)(2 * a->shape[0] - 1));
        values_release(&values);
    }
    ck_assert(two > 20 && leading > 50 && doubled > 50);
    made_release(made);
}
END_TEST

CHECK_MAIN("generate text", texts_are_made_of_whole_characters, sentences_have_words_blanks_and_padding)
