#include "judge/problem/literal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "judge/problem/shape.h"

bool literal_is_special(const char *word, double *ret_number)
{
    static const struct {
        const char *word;
        double number;
    } specials[] = {{"nan", NAN}, {"inf", INFINITY}, {"-inf", -INFINITY}};
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (strcmp(specials[i].word, word) == 0) {
            *ret_number = specials[i].number;
            return true;
        }
    }
    return false;
}

int literal_number(struct json json, double *ret_number, struct err *err)
{
    const char *word;
    if (json_type(json) == JSON_STRING) {
        if (json_text(json, 0, LITERAL_TEXT_MAX, &word, err))
            return -1;
        if (!literal_is_special(word, ret_number))
            return json_fail(json, err, "a number, \"nan\", \"inf\" or \"-inf\" expected");
        return 0;
    }
    return json_number(json, -HUGE_VAL, HUGE_VAL, ret_number, err);
}

/* --- tensors -------------------------------------------------------------- */

struct filling {
    struct value *value;
    int64_t next;
};

static int fill_element(struct json json, struct filling *filling, struct err *err)
{
    struct value *value = filling->value;
    int64_t i = filling->next++;
    double number;
    if (value->kind == FRAME_TENSOR_I64)
        return json_integer(json, INT64_MIN, INT64_MAX, &value->i64s[i], err);
    if (literal_number(json, &number, err))
        return -1;
    if (value->kind == FRAME_TENSOR_F64) {
        value->f64s[i] = number;
        return 0;
    }
    value->f32s[i] = (float)number;
    if (isfinite(number) && !isfinite(value->f32s[i]))
        return json_fail(json, err, "the number is too large for f32");
    return 0;
}

static int fill_level(struct json json, int level, struct filling *filling, struct err *err)
{
    if (level == filling->value->rank)
        return fill_element(json, filling, err);
    if (json_type(json) != JSON_ARRAY)
        return json_array(json, 0, 0, err);
    if (json_count(json) != filling->value->shape[level])
        return json_fail(json, err, "%" PRId64 " items expected as in the first of these lists, not %d",
                         filling->value->shape[level], json_count(json));
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (fill_level(item, level + 1, filling, err))
            return -1;
    }
    return 0;
}

/* The shape is that of the first list on every level. */
static int parse_tensor(struct json json, const struct type *type, struct value *ret_value, struct err *err)
{
    int64_t shape[VALUE_MAX_RANK] = {0};
    struct json level = json;
    for (int k = 0; k < type->rank && json_present(level); k++, level = json_first(level)) {
        if (json_type(level) != JSON_ARRAY)
            return json_fail(level, err, "a list expected: %s has %d dimensions", type->text, type->rank);
        shape[k] = json_count(level);
    }
    if (shape_elements(type->rank, shape) < 0)
        return json_fail(json, err, "larger than %d in one dimension or than %d in all", SHAPE_DIM_MAX,
                         SHAPE_ELEMENTS_MAX);
    struct value value;
    value_init_tensor(&value, type->kind, type->rank, shape);
    if (fill_level(json, 0, &(struct filling){&value, 0}, err)) {
        value_release(&value);
        return -1;
    }
    *ret_value = value;
    return 0;
}

/* --- the rest ------------------------------------------------------------- */

static int parse_strings(struct json json, struct value *ret_value, struct err *err)
{
    const char *text;
    int count = 0;
    if (json_array(json, 0, SHAPE_DIM_MAX, err))
        return -1;
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (json_text(item, 0, LITERAL_TEXT_MAX, &text, err))
            return -1;
        count++;
    }
    struct value value = {.kind = FRAME_STRINGS, .rank = 1, .shape = {count}};
    value.texts = xcalloc((size_t)count, sizeof *value.texts);
    int i = 0;
    for (struct json item = json_first(json); json_present(item); item = json_next(item), i++) {
        json_text(item, 0, LITERAL_TEXT_MAX, &text, NULL);
        value.texts[i] = xstrdup(text);
    }
    *ret_value = value;
    return 0;
}

static int parse_f64(struct json json, struct value *ret_value, struct err *err)
{
    double number;
    if (literal_number(json, &number, err))
        return -1;
    *ret_value = (struct value){.kind = FRAME_F64, .f64 = number};
    return 0;
}

static int parse_i64(struct json json, struct value *ret_value, struct err *err)
{
    int64_t number;
    if (json_integer(json, INT64_MIN, INT64_MAX, &number, err))
        return -1;
    *ret_value = (struct value){.kind = FRAME_I64, .i64 = number};
    return 0;
}

static int parse_bool(struct json json, struct value *ret_value, struct err *err)
{
    bool truth;
    if (json_bool(json, &truth, err))
        return -1;
    *ret_value = (struct value){.kind = FRAME_BOOL, .i64 = truth};
    return 0;
}

static int parse_str(struct json json, struct value *ret_value, struct err *err)
{
    const char *text;
    if (json_text(json, 0, LITERAL_TEXT_MAX, &text, err))
        return -1;
    value_init_text(ret_value, FRAME_STR, text, strlen(text));
    return 0;
}

/* --- files ------------------------------------------------------------------ */

bool literal_is_file(struct json json)
{
    return json_present(json_get(json, "npy")) || json_present(json_get(json, "npz"));
}

static int parse_file(struct json json, const struct type *type, struct attachments *attachments,
                      struct value *ret_value, struct err *err)
{
    static const char *const npy_keys[] = {"npy", NULL}, *const npz_keys[] = {"npz", "name", NULL};
    const bool packed = json_present(json_get(json, "npz"));
    struct json path = json_get(json, packed ? "npz" : "npy"), name;
    const char *path_text, *name_text = NULL;
    if (json_object(json, packed ? npz_keys : npy_keys, err) ||
        json_text(path, 1, ATTACHMENT_PATH_MAX, &path_text, err) ||
        (packed && (json_need(json, "name", &name, err) || json_text(name, 1, ATTACHMENT_PATH_MAX, &name_text, err))))
        return -1;
    if (attachment_value(attachments, path_text, name_text, type->kind, ret_value, err))
        return json_blame(path, err);
    return 0;
}

int literal_parse(struct json json, const struct type *type, struct attachments *attachments, struct value *ret_value,
                  struct err *err)
{
    static int (*const parsers[FRAME_KIND_COUNT])(struct json, struct value *, struct err *) = {
        [FRAME_I64] = parse_i64, [FRAME_F64] = parse_f64,         [FRAME_BOOL] = parse_bool,
        [FRAME_STR] = parse_str, [FRAME_STRINGS] = parse_strings,
    };
    if (literal_is_file(json))
        return parse_file(json, type, attachments, ret_value, err);
    return parsers[type->kind] ? parsers[type->kind](json, ret_value, err) : parse_tensor(json, type, ret_value, err);
}
