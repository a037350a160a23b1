#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/json.h"
#include "judge/problem/literal.h"
#include "judge/report/report_internal.h"
#include "judge/base/value.h"

/* A case with the judged_case behind it, where that is not judging's. */
struct example {
    struct report_case shown; /* first: report.h knows this one */
    struct judged_case own;
    struct param *params;
};

struct report_case *report_example_of(const struct judged_case *judged_case)
{
    struct example *example = xcalloc(1, sizeof *example);
    example->shown = (struct report_case){.name = judged_case->group ? judged_case->group->name : judged_case->name,
                                          .set = case_set_text(SET_SAMPLE),
                                          .function = judged_case->function,
                                          .verdict = judged_case->verdict,
                                          .open = true,
                                          .has_diff = judged_case->has_diff,
                                          .diff = judged_case->diff,
                                          .message = xstrdup(judged_case->message ? judged_case->message : ""),
                                          .values = judged_case};
    return &example->shown;
}

void report_example_free(struct report_case *shown)
{
    struct example *example = (struct example *)shown;
    if (!example)
        return;
    free(shown->message);
    judged_case_release(&example->own);
    free(example->params);
    free(example);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

/* The shortest decimal that is this float: 0.1, where the double nearest to it is 0.10000000149011612. */
static double shortest(float number)
{
    char text[32];
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)number);
        if (strtof(text, NULL) == number)
            return strtod(text, NULL);
    }
    return (double)number;
}

static void add_element(const struct value *value, int64_t i, struct json_writer *json)
{
    if (value->kind == FRAME_TENSOR_I64)
        json_writer_integer(json, NULL, value->i64s[i]);
    else
        json_writer_number(json, NULL, value->kind == FRAME_TENSOR_F32 ? shortest(value->f32s[i]) : value->f64s[i]);
}

/* `from`: the first element of what lies below `axis`. */
static void add_axis(const char *key, const struct value *value, int axis, int64_t from, struct json_writer *json)
{
    int64_t below = 1, length = value_size(value) ? value->shape[axis] : 0; /* a shape of 2^40 rows of nothing is [] */
    for (int k = axis + 1; k < value->rank && length; k++)
        below *= value->shape[k];
    json_writer_array(json, key);
    for (int64_t i = 0; i < length; i++) {
        if (axis + 1 == value->rank)
            add_element(value, from + i, json);
        else
            add_axis(NULL, value, axis + 1, from + i * below, json);
    }
    json_writer_end(json);
}

/* A NUL may come back from a program, but no reader of JSON takes one. */
static void add_text(const char *key, const char *bytes, size_t size, struct json_writer *json)
{
    char *text = xmalloc(size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = bytes[i] ? bytes[i] : '?';
    json_writer_bytes(json, key, text, size);
    free(text);
}

void report_add_value(const char *key, const struct value *value, struct json_writer *json)
{
    if (value->kind == FRAME_I64)
        json_writer_integer(json, key, value->i64);
    else if (value->kind == FRAME_F64)
        json_writer_number(json, key, value->f64);
    else if (value->kind == FRAME_BOOL)
        json_writer_bool(json, key, value->i64 != 0);
    else if (value->kind == FRAME_STR)
        add_text(key, value->text, (size_t)value->shape[0], json);
    else if (value->kind == FRAME_STRINGS) {
        json_writer_array(json, key);
        for (int64_t i = 0; i < value->shape[0]; i++)
            json_writer_text(json, NULL, value->texts[i]);
        json_writer_end(json);
    } else if (value_is_tensor(value) && value->rank > 0)
        add_axis(key, value, 0, 0, json);
    else if (value->kind == FRAME_TENSOR_I64)
        json_writer_integer(json, key, value->i64s[0]);
    else if (value_is_tensor(value))
        json_writer_number(json, key, value->kind == FRAME_TENSOR_F32 ? shortest(value->f32s[0]) : value->f64s[0]);
    else
        json_writer_null(json, key);
}

/* --- written ------------------------------------------------------------------------------------------------------ */

/* The name is that of the kind; scalars and tensors share some, and only tensors have a shape. */
static void add_values(const char *key, const struct values *values, const struct param *params,
                       struct json_writer *json)
{
    json_writer_array(json, key);
    for (size_t i = 0; i < values->count; i++) {
        const struct value *value = &values->at[i];
        json_writer_object(json, NULL);
        if (params)
            json_writer_text(json, "name", params[i].name);
        json_writer_text(json, "type", value_kind_name(value->kind));
        if (value_is_tensor(value)) {
            json_writer_array(json, "shape");
            for (int k = 0; k < value->rank; k++)
                json_writer_integer(json, NULL, value->shape[k]);
            json_writer_end(json);
        }
        report_add_value("value", value, json);
        json_writer_end(json);
    }
    json_writer_end(json);
}

char *report_example_stored(const struct judged *judged)
{
    const struct judged_case *from = judged->counterexample;
    struct json_writer json = {0};
    if (!from)
        return NULL;
    json_writer_object(&json, NULL);
    json_writer_text(&json, "function", from->function);
    json_writer_text(&json, "group", from->group->name);
    json_writer_text(&json, "note", from->note);
    json_writer_text(&json, "verdict", verdict_code(from->verdict));
    if (from->message)
        json_writer_text(&json, "message", from->message);
    add_values("arguments", &from->arguments, from->params, &json);
    add_values("got", &from->got, NULL, &json);
    add_values("want", &from->want, NULL, &json);
    if (from->has_diff)
        report_add_diff("diff", &from->diff, &json);
    json_writer_end(&json);
    char *text = json_writer_take(&json);
    if (strlen(text) >= JSON_SIZE_MAX) { /* what could not be read again costs the example, not the record */
        free(text);
        return NULL;
    }
    return text;
}

/* --- read back ---------------------------------------------------------------------------------------------------- */

static int need_text(struct json object, const char *key, size_t high, const char **ret_text, struct err *err)
{
    struct json json;
    return json_need(object, key, &json, err) || json_text(json, 0, high, ret_text, err) ? -1 : 0;
}

static int read_type(struct json object, struct type *ret_type, struct err *err)
{
    const char *name;
    struct json shape = json_get(object, "shape");
    if (need_text(object, "type", 32, &name, err) || (json_present(shape) && json_array(shape, 0, VALUE_MAX_RANK, err)))
        return -1;
    for (int kind = 0; kind < FRAME_KIND_COUNT; kind++) {
        bool tensor = value_is_tensor(&(struct value){.kind = (enum frame_kind)kind});
        if (tensor == json_present(shape) && strcmp(value_kind_name((enum frame_kind)kind), name) == 0) {
            *ret_type = (struct type){.kind = (enum frame_kind)kind, .rank = tensor ? json_count(shape) : 0};
            return 0;
        }
    }
    return json_fail(object, err, "no type of a value");
}

/* Lists without elements do not tell all of their dimensions. */
static int restore_shape(struct json object, struct value *value, struct err *err)
{
    int k = 0;
    for (struct json item = json_first(json_get(object, "shape")); json_present(item); item = json_next(item), k++) {
        int64_t size;
        if (json_integer(item, 0, INT64_MAX, &size, err))
            return -1;
        if (value_size(value) > 0 && size != value->shape[k])
            return json_fail(item, err, "another shape than that of the value");
        value->shape[k] = size;
    }
    return value_size(value) == 0 || value->data ? 0 : json_fail(object, err, "no value");
}

static int read_value(struct json object, struct value *ret_value, struct err *err)
{
    struct type type;
    struct json json;
    if (read_type(object, &type, err) || json_need(object, "value", &json, err))
        return -1;
    if (type.kind == FRAME_NONE)
        return 0;
    if (type.kind == FRAME_OTHER) {
        value_init_text(ret_value, FRAME_OTHER, "", 0);
        return 0;
    }
    struct attachments none;
    attachments_init(&none, -1);
    int failed = literal_parse(json, &type, &none, ret_value, err);
    attachments_release(&none);
    if (failed)
        return -1;
    return value_is_tensor(ret_value) ? restore_shape(object, ret_value, err) : 0;
}

static int read_values(struct json object, const char *key, struct values *values, struct param *params,
                       struct err *err)
{
    struct json json;
    if (json_need(object, key, &json, err) || json_array(json, 0, 2 * SIGNATURE_PARAMS_MAX, err))
        return -1;
    values->at = xcalloc((size_t)json_count(json), sizeof *values->at);
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        const char *name = "";
        if (params && need_text(item, "name", SIGNATURE_NAME - 1, &name, err))
            return -1;
        if (params)
            snprintf(params[values->count].name, SIGNATURE_NAME, "%s", name);
        if (read_value(item, &values->at[values->count++], err))
            return -1;
    }
    return 0;
}

static int read_words(struct json root, struct judged_case *own, struct err *err)
{
    const char *function, *group, *note, *verdict, *message = NULL;
    if (need_text(root, "function", sizeof own->function - 1, &function, err) ||
        need_text(root, "group", sizeof own->name - 1, &group, err) ||
        need_text(root, "note", sizeof own->note - 1, &note, err) || need_text(root, "verdict", 8, &verdict, err) ||
        (json_present(json_get(root, "message")) && need_text(root, "message", 4096, &message, err)))
        return -1;
    snprintf(own->function, sizeof own->function, "%s", function);
    snprintf(own->name, sizeof own->name, "%s", group);
    snprintf(own->note, sizeof own->note, "%s", note);
    own->message = message ? xstrdup(message) : NULL;
    return verdict_parse(verdict, &own->verdict) ? 0 : json_fail(root, err, "no verdict");
}

static int read_example(struct json root, struct example *example, struct err *err)
{
    struct judged_case *own = &example->own;
    struct json diff = json_get(root, "diff");
    own->set = SET_SAMPLE;
    own->params = example->params = xcalloc(2 * SIGNATURE_PARAMS_MAX, sizeof *example->params);
    own->has_diff = json_present(diff);
    return read_words(root, own, err) || read_values(root, "arguments", &own->arguments, example->params, err) ||
                   read_values(root, "got", &own->got, NULL, err) || read_values(root, "want", &own->want, NULL, err) ||
                   (own->has_diff && report_read_diff(diff, &own->diff, err))
               ? -1
               : 0;
}

int report_read_stored_example(const char *stored, struct report_case **ret_example, struct err *err)
{
    struct json_document *document;
    if (json_parse("the stored counterexample", stored, strlen(stored), &document, err) != 0)
        return -1;
    struct example read = {0};
    int failed = read_example(json_root(document), &read, err);
    json_free(document);
    if (failed) {
        judged_case_release(&read.own);
        free(read.params);
        return -1;
    }
    struct report_case *shown = report_example_of(&read.own);
    struct example *example = (struct example *)shown;
    example->own = read.own;
    example->params = read.params;
    shown->name = example->own.name;
    shown->function = example->own.function;
    shown->values = &example->own;
    *ret_example = shown;
    return 0;
}
