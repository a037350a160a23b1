#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/digest.h"
#include "judge/problem/generate_internal.h"
#include "judge/problem/literal.h"
#include "judge/base/suggest.h"

enum { TRIALS = 8 };

/* --- pieces --------------------------------------------------------------- */

static int parse_words(struct json json, struct words *ret_words, struct err *err)
{
    if (json_array(json, 1, GENERATE_LIST_MAX, err))
        return -1;
    ret_words->at = xcalloc((size_t)json_count(json), sizeof *ret_words->at);
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        const char *text;
        if (json_text(item, 1, 255, &text, err))
            return -1;
        ret_words->at[ret_words->count++] = xstrdup(text);
    }
    return 0;
}

static void words_release(struct words *words)
{
    for (int i = 0; i < words->count; i++)
        free(words->at[i]);
    free(words->at);
}

static void recipe_release(struct recipe *recipe)
{
    struct amounts *amounts[] = {&recipe->numbers,   &recipe->scale,      &recipe->offset,
                                 &recipe->row_scale, &recipe->row_offset, &recipe->special,
                                 &recipe->length,    &recipe->count,      &recipe->word_count};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        amounts_release(amounts[i]);
    for (int i = 0; i < recipe->option_count; i++)
        recipe_release(&recipe->options[i]);
    free(recipe->options);
    value_release(&recipe->literal);
    free(recipe->alphabet);
    words_release(&recipe->vocabulary);
    words_release(&recipe->blanks);
}

static int copy_name(struct json json, char ret_name[EXPR_NAME], struct err *err)
{
    const char *text;
    if (json_text(json, 1, EXPR_NAME - 1, &text, err))
        return -1;
    snprintf(ret_name, EXPR_NAME, "%s", text);
    return 0;
}

/* --- kinds of recipes ----------------------------------------------------- */

/* What the parser of one recipe works on: the object, the value of its kind's key, the parameter's type. */
struct site {
    struct json object, json;
    const struct type *type;
    struct attachments *attachments;
    struct err *err;
};

static int parse_recipe(struct json json, const struct type *type, struct attachments *attachments,
                        struct recipe *recipe, struct err *err);

static int parse_normal(const struct site *site, struct recipe *recipe)
{
    if (amounts_parse(site->json, 1, 2, &recipe->numbers, site->err))
        return -1;
    if (recipe->numbers.count == 2)
        return 0;
    recipe->numbers.at = xrealloc(recipe->numbers.at, 2 * sizeof *recipe->numbers.at);
    recipe->numbers.at[1] = recipe->numbers.at[0];
    recipe->numbers.at[0] = (struct amount){0}; /* {"normal": s}: the mean is 0 */
    recipe->numbers.count = 2;
    return 0;
}

static int parse_range(const struct site *site, struct recipe *recipe)
{
    return amounts_parse(site->json, 2, 2, &recipe->numbers, site->err);
}

static int parse_one(const struct site *site, struct recipe *recipe)
{
    recipe->numbers = (struct amounts){1, xcalloc(1, sizeof *recipe->numbers.at)};
    return amount_parse(site->json, recipe->numbers.at, site->err);
}

static int parse_permutation(const struct site *site, struct recipe *recipe)
{
    bool truth;
    (void)recipe;
    if (json_bool(site->json, &truth, site->err))
        return -1;
    return truth ? 0 : json_fail(site->json, site->err, "only true makes sense here");
}

static int parse_options(const struct site *site, struct recipe *recipe)
{
    if (json_array(site->json, 1, GENERATE_LIST_MAX, site->err))
        return -1;
    recipe->options = xcalloc((size_t)json_count(site->json), sizeof *recipe->options);
    for (struct json item = json_first(site->json); json_present(item); item = json_next(item)) {
        if (parse_recipe(item, site->type, site->attachments, &recipe->options[recipe->option_count++], site->err))
            return -1;
    }
    return 0;
}

static bool is_numeric(const struct type *type)
{
    return type->kind != FRAME_BOOL && type->kind != FRAME_STR && type->kind != FRAME_STRINGS;
}

/* Each element one of some numbers; of other types, one of some literals. */
static int parse_choice(const struct site *site, struct recipe *recipe)
{
    if (is_numeric(site->type))
        return json_array(site->json, 1, GENERATE_LIST_MAX, site->err)
                   ? -1
                   : amounts_parse(site->json, 1, GENERATE_LIST_MAX, &recipe->numbers, site->err);
    return parse_options(site, recipe);
}

static int parse_like(const struct site *site, struct recipe *recipe)
{
    struct json noise = json_get(site->object, "noise");
    if (copy_name(site->json, recipe->source, site->err))
        return -1;
    if (json_present(noise))
        return amounts_parse(noise, 1, 1, &recipe->numbers, site->err);
    recipe->numbers = (struct amounts){1, xcalloc(1, sizeof *recipe->numbers.at)};
    return 0;
}

static int parse_flag(struct json object, const char *key, bool *ret_flag, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_bool(json, ret_flag, err) : 0;
}

static int parse_text(const struct site *site, struct recipe *recipe)
{
    static const char *const keys[] = {"length", "alphabet", "distinct", NULL};
    struct json length, alphabet;
    const char *text;
    if (json_object(site->json, keys, site->err) || json_need(site->json, "length", &length, site->err) ||
        json_need(site->json, "alphabet", &alphabet, site->err) ||
        amounts_parse(length, 1, 2, &recipe->length, site->err) ||
        json_text(alphabet, 1, LITERAL_TEXT_MAX, &text, site->err) ||
        parse_flag(site->json, "distinct", &recipe->distinct, site->err))
        return -1;
    recipe->alphabet = xstrdup(text);
    return 0;
}

static int parse_text_from(const struct site *site, struct recipe *recipe)
{
    struct json length;
    return copy_name(site->json, recipe->source, site->err) || json_need(site->object, "length", &length, site->err) ||
                   amounts_parse(length, 1, 2, &recipe->length, site->err)
               ? -1
               : 0;
}

static int parse_sentences(const struct site *site, struct recipe *recipe)
{
    static const char *const keys[] = {"count", "words", "vocabulary", "blanks", "pad", NULL};
    struct json count, words, vocabulary, blanks = json_get(site->json, "blanks");
    if (json_object(site->json, keys, site->err) || json_need(site->json, "count", &count, site->err) ||
        json_need(site->json, "words", &words, site->err) ||
        json_need(site->json, "vocabulary", &vocabulary, site->err) ||
        amounts_parse(count, 1, 2, &recipe->count, site->err) ||
        amounts_parse(words, 1, 2, &recipe->word_count, site->err) ||
        parse_words(vocabulary, &recipe->vocabulary, site->err) ||
        parse_flag(site->json, "pad", &recipe->pad, site->err))
        return -1;
    if (json_present(blanks))
        return parse_words(blanks, &recipe->blanks, site->err);
    recipe->blanks = (struct words){1, xcalloc(1, sizeof *recipe->blanks.at)};
    recipe->blanks.at[0] = xstrdup(" ");
    return 0;
}

#define OF(kind) (1u << (kind))
enum {
    FLOATS = OF(FRAME_F64) | OF(FRAME_TENSOR_F32) | OF(FRAME_TENSOR_F64),
    TENSORS = OF(FRAME_TENSOR_F32) | OF(FRAME_TENSOR_F64) | OF(FRAME_TENSOR_I64),
    SCALARS = OF(FRAME_I64) | OF(FRAME_F64),
    NUMBERS = SCALARS | TENSORS,
    ANY = NUMBERS | OF(FRAME_BOOL) | OF(FRAME_STR) | OF(FRAME_STRINGS),
};

/* `types`: which types it can make. `modified`: the modifiers of numbers may stand beside it. `extra`: its second key.
 */
static const struct kind_row {
    const char *key;
    enum recipe_kind kind;
    unsigned types;
    bool modified;
    const char *extra;
    int (*parse)(const struct site *site, struct recipe *recipe);
} kinds[] = {
    {"normal", RECIPE_NORMAL, FLOATS, true, NULL, parse_normal},
    {"uniform", RECIPE_UNIFORM, FLOATS, true, NULL, parse_range},
    {"log_uniform", RECIPE_LOG_UNIFORM, FLOATS, true, NULL, parse_range},
    {"integers", RECIPE_INTEGERS, NUMBERS, true, NULL, parse_range},
    {"choice", RECIPE_CHOICE, ANY, true, NULL, parse_choice},
    {"permutation", RECIPE_PERMUTATION, TENSORS, true, NULL, parse_permutation},
    {"value", RECIPE_VALUE, NUMBERS, true, NULL, parse_one},
    {"expr", RECIPE_VALUE, SCALARS, false, NULL, parse_one},
    {"like", RECIPE_LIKE, TENSORS, true, "noise", parse_like},
    {"one_of", RECIPE_ONE_OF, ANY, false, NULL, parse_options},
    {"each", RECIPE_EACH, ANY, false, NULL, parse_options},
    {"text", RECIPE_TEXT, OF(FRAME_STR), false, NULL, parse_text},
    {"text_from", RECIPE_TEXT_FROM, OF(FRAME_STR), false, "length", parse_text_from},
    {"sentences", RECIPE_SENTENCES, OF(FRAME_STRINGS), false, NULL, parse_sentences},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* --- modifiers ------------------------------------------------------------ */

static const struct {
    const char *key;
    size_t member; /* struct amounts */
} amount_modifiers[] = {
    {"scale", offsetof(struct recipe, scale)},         {"offset", offsetof(struct recipe, offset)},
    {"row_scale", offsetof(struct recipe, row_scale)}, {"row_offset", offsetof(struct recipe, row_offset)},
    {"special", offsetof(struct recipe, special)},
};
enum { AMOUNT_MODIFIERS = sizeof amount_modifiers / sizeof *amount_modifiers };

static const char *const other_modifiers[] = {"zeros", "round", "distinct", NULL};

static int parse_modifiers(struct json object, struct recipe *recipe, struct err *err)
{
    struct json zeros = json_get(object, "zeros"), round = json_get(object, "round");
    int64_t decimals = -1;
    for (int i = 0; i < AMOUNT_MODIFIERS; i++) {
        struct json json = json_get(object, amount_modifiers[i].key);
        void *member = (char *)recipe + amount_modifiers[i].member;
        if (json_present(json) && amounts_parse(json, 1, GENERATE_LIST_MAX, member, err))
            return -1;
    }
    if ((json_present(zeros) && json_number(zeros, 0, 1, &recipe->zeros, err)) ||
        (json_present(round) && json_integer(round, 0, 9, &decimals, err)) ||
        parse_flag(object, "distinct", &recipe->distinct, err))
        return -1;
    recipe->round = (int)decimals;
    if (recipe->distinct && (recipe->zeros > 0 || recipe->row_scale.count || recipe->row_offset.count))
        return json_fail(json_get(object, "distinct"), err, "not together with zeros, row_scale or row_offset");
    return 0;
}

/* --- a recipe ------------------------------------------------------------- */

static const struct kind_row *find_kind(const char *key)
{
    for (int i = 0; i < KINDS; i++) {
        if (strcmp(kinds[i].key, key) == 0)
            return &kinds[i];
    }
    return NULL;
}

static int no_kind(struct json object, struct err *err)
{
    char hint[96] = "";
    for (struct json member = json_first(object); json_present(member) && !hint[0]; member = json_next(member)) {
        struct suggest suggest = suggest_for(json_key(member));
        for (int i = 0; i < KINDS; i++)
            suggest_offer(&suggest, kinds[i].key);
        suggest_text(&suggest, hint, sizeof hint);
    }
    return json_fail(object, err, "no generator here, as \"normal\", \"integers\" or \"value\" is%s", hint);
}

static int check_keys(struct json object, const struct kind_row *row, bool modified, struct err *err)
{
    const char *keys[AMOUNT_MODIFIERS + 8] = {row->key};
    int count = 1;
    if (row->extra)
        keys[count++] = row->extra;
    for (int i = 0; modified && i < AMOUNT_MODIFIERS; i++)
        keys[count++] = amount_modifiers[i].key;
    for (int i = 0; modified && other_modifiers[i]; i++)
        keys[count++] = other_modifiers[i];
    return json_object(object, keys, err);
}

static int parse_recipe(struct json json, const struct type *type, struct attachments *attachments,
                        struct recipe *recipe, struct err *err)
{
    const struct kind_row *row = NULL;
    recipe->round = -1;
    if (json_type(json) != JSON_OBJECT || literal_is_file(json))
        return literal_parse(json, type, attachments, &recipe->literal, err);
    struct json member = json_first(json);
    for (; json_present(member); member = json_next(member)) {
        const struct kind_row *found = find_kind(json_key(member));
        if (found && row)
            return json_fail_key(member, err, "a second generator beside \"%s\"", row->key);
        if (found)
            row = found;
    }
    if (!row)
        return no_kind(json, err);
    struct site site = {json, json_get(json, row->key), type, attachments, err};
    if (!(row->types & OF(type->kind)))
        return json_fail(json, err, "\"%s\" cannot make %s", row->key, type->text);
    recipe->kind = row->kind;
    bool modified = row->modified && is_numeric(type);
    if (check_keys(json, row, modified, err) || row->parse(&site, recipe))
        return -1;
    return modified ? parse_modifiers(json, recipe, err) : 0;
}

/* --- arguments ------------------------------------------------------------ */

/* One recipe for each parameter, none for anything else. `from`: the index of the first one within the generator. */
static int parse_arguments(struct json group, const char *key, const struct param *params, int count, int from,
                           struct attachments *attachments, struct generator *generator, struct err *err)
{
    const char *keys[SIGNATURE_PARAMS_MAX + 1] = {NULL};
    struct json json = json_get(group, key);
    if (count == 0 && !json_present(json))
        return 0;
    for (int i = 0; i < count; i++)
        keys[i] = params[i].name;
    if (json_need(group, key, &json, err) || json_object(json, keys, err))
        return -1;
    for (int i = 0; i < count; i++) {
        if (!json_present(json_get(json, params[i].name)))
            return json_fail(json, err, "the argument '%s' is missing", params[i].name);
    }
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        int i = 0;
        while (strcmp(params[i].name, json_key(item)) != 0)
            i++;
        generator->order[generator->count++] = from + i;
        if (parse_recipe(item, &params[i].type, attachments, &generator->recipes[from + i], err))
            return -1;
    }
    return 0;
}

/* The function of generate.c that makes all of it. */
static int parse_program(struct json group, struct json json, struct generator *generator, struct err *err)
{
    const char *const both[] = {"constructor", "args"};
    char name[EXPR_NAME];
    const char *text;
    if (json_text(json, 1, EXPR_NAME - 1, &text, err))
        return -1;
    if (!expr_is_name(text, name) || strcmp(name, text) != 0)
        return json_fail(json, err, "the name of a function of generate.c expected");
    for (int i = 0; i < 2; i++) {
        if (json_present(json_get(group, both[i])))
            return json_fail(json_get(group, both[i]), err, "not together with \"generate\": generate.c makes them");
    }
    for (int i = 0; i < generator->dim_count; i++) {
        if (strcmp(generator->dims[i].name, "seed") == 0)
            return json_fail(json_get(group, "dims"), err, "a dimension 'seed' would be the second parameter so named");
    }
    strcpy(generator->program, name);
    return 0;
}

/* Draws with a few fixed seeds, for most contradictions show at once. */
static int try_out(struct json group, const struct generator *generator, struct err *err)
{
    for (int i = 0; i < TRIALS; i++) {
        struct digest seed = digest_of(&(uint8_t){(uint8_t)i}, 1);
        struct values values;
        struct expr_scope scope;
        if (generator->program[0]) {
            if (generator_draw_dims(generator, seed.bytes, NULL, &scope, err))
                return json_blame(group, err);
            continue;
        }
        if (generator_draw(generator, seed.bytes, i, true, &values, err))
            return json_blame(group, err);
        values_release(&values);
    }
    return 0;
}

int generator_parse(struct json group, const struct param *constructor, int constructor_count,
                    const struct function *function, struct attachments *attachments, struct generator **ret_generator,
                    struct err *err)
{
    struct generator *generator = xcalloc(1, sizeof *generator);
    *generator = (struct generator){
        .constructor = constructor, .constructor_count = constructor_count, .function = function, .distinct = true};
    const struct json program = json_get(group, "generate");
    if (parse_flag(group, "distinct", &generator->distinct, err) ||
        dims_parse(json_get(group, "dims"), generator, err) ||
        (json_present(program)
             ? parse_program(group, program, generator, err)
             : parse_arguments(group, "constructor", constructor, constructor_count, 0, attachments, generator, err) ||
                   parse_arguments(group, "args", function->params, function->param_count, constructor_count,
                                   attachments, generator, err)) ||
        try_out(group, generator, err)) {
        generator_free(generator);
        return -1;
    }
    *ret_generator = generator;
    return 0;
}

void generator_free(struct generator *generator)
{
    if (!generator)
        return;
    for (int i = 0; i < generator->dim_count; i++)
        amounts_release(&generator->dims[i].numbers);
    for (size_t i = 0; i < sizeof generator->recipes / sizeof *generator->recipes; i++)
        recipe_release(&generator->recipes[i]);
    free(generator);
}
