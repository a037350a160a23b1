/* Golden cases about text: a vocabulary with its padded data set, and windows of words. No tensor core in them: plain
 * C, against which the references of the text problems may be read. */
#include "tests/golden.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/guest/torch_random.h"

enum { TEXT_WORDS_MAX = 256 };

/* Words in a copy of their text. */
struct words {
    char text[1024];
    int count;
    const char *word[TEXT_WORDS_MAX];
};

static void split(const char *text, struct words *ret_words)
{
    ck_assert_uint_lt(strlen(text), sizeof ret_words->text);
    strcpy(ret_words->text, text);
    ret_words->count = 0;
    for (char *word = strtok(ret_words->text, " "); word; word = strtok(NULL, " ")) {
        ck_assert_int_lt(ret_words->count, TEXT_WORDS_MAX);
        ret_words->word[ret_words->count++] = word;
    }
}

/* As bytes, which for UTF-8 is the order of code points. */
static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct corpus {
    int count;
    struct words sentence[16];
    int vocabulary_size;
    const char *vocabulary[TEXT_WORDS_MAX];
};

static void add_sentences(struct corpus *c, const cJSON *sentences)
{
    const cJSON *sentence;
    cJSON_ArrayForEach(sentence, sentences)
    {
        ck_assert_int_lt(c->count, 16);
        split(sentence->valuestring, &c->sentence[c->count++]);
    }
}

static void make_vocabulary(struct corpus *c)
{
    int all = 0;
    for (int s = 0; s < c->count; s++)
        for (int k = 0; k < c->sentence[s].count; k++) {
            ck_assert_int_lt(all, TEXT_WORDS_MAX);
            c->vocabulary[all++] = c->sentence[s].word[k];
        }
    qsort(c->vocabulary, (size_t)all, sizeof *c->vocabulary, by_bytes);
    for (int k = 0; k < all; k++)
        if (k == 0 || strcmp(c->vocabulary[k], c->vocabulary[c->vocabulary_size - 1]) != 0)
            c->vocabulary[c->vocabulary_size++] = c->vocabulary[k];
}

static int64_t id_of(const struct corpus *c, const char *word)
{
    const char *const *found =
        bsearch(&word, c->vocabulary, (size_t)c->vocabulary_size, sizeof *c->vocabulary, by_bytes);
    ck_assert_ptr_nonnull(found);
    return found - c->vocabulary + 1;
}

static tensor *padded_ids(const struct corpus *c)
{
    int longest = 0;
    for (int s = 0; s < c->count; s++)
        longest = c->sentence[s].count > longest ? c->sentence[s].count : longest;
    tensor *ids = tensor_i64(c->count, longest);
    for (int s = 0; s < c->count; s++)
        for (int k = 0; k < longest; k++)
            ids->i64[s * longest + k] = k < c->sentence[s].count ? id_of(c, c->sentence[s].word[k]) : 0;
    return ids;
}

static void nlp_get_dataset(struct golden *g)
{
    struct corpus *c = calloc(1, sizeof *c);
    ck_assert_ptr_nonnull(c);
    add_sentences(c, golden_extra(g, "positive"));
    add_sentences(c, golden_extra(g, "negative"));
    make_vocabulary(c);
    const cJSON *vocabulary = golden_extra(g, "vocabulary");
    ck_assert_int_eq(c->vocabulary_size, cJSON_GetArraySize(vocabulary));
    for (int k = 0; k < c->vocabulary_size; k++)
        ck_assert_str_eq(c->vocabulary[k], cJSON_GetArrayItem(vocabulary, k)->valuestring);
    tensor *ids = padded_ids(c), *as_float = tensor_f32(ids->shape[0], ids->shape[1]);
    for (int64_t i = 0; i < tensor_size(ids); i++)
        as_float->f32[i] = (float)ids->i64[i];
    golden_expect(g, "y", ids, 0);
    golden_expect(g, "y_f32", as_float, 0);
    free(c);
}

static void same_windows(const struct words *words, const tensor *starts, int64_t shift, const cJSON *windows)
{
    ck_assert_int_eq(cJSON_GetArraySize(windows), starts->shape[0]);
    for (int b = 0; b < starts->shape[0]; b++) {
        const cJSON *window = cJSON_GetArrayItem(windows, b), *word;
        int64_t at = starts->i64[b] + shift;
        cJSON_ArrayForEach(word, window) ck_assert_str_eq(words->word[at++], word->valuestring);
    }
}

static void batch_loader(struct golden *g)
{
    struct words words;
    split(golden_extra(g, "raw")->valuestring, &words);
    const int context = golden_extra(g, "context_length")->valueint, batch = golden_extra(g, "batch_size")->valueint;
    torch_manual_seed(0);
    tensor *starts = torch_fill_randint(tensor_i64(batch), 0, words.count - context);
    same_windows(&words, starts, 0, golden_extra(g, "X"));
    same_windows(&words, starts, 1, golden_extra(g, "Y"));
    golden_expect(g, "starts", starts, 0);
}

static const struct golden_handler handlers[] = {
    {"nlp_get_dataset", nlp_get_dataset},
    {"batch_loader", batch_loader},
};

const struct golden_group golden_text = {sizeof handlers / sizeof *handlers, handlers};
