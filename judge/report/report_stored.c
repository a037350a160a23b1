#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/report/report_internal.h"

/* --- written ---------------------------------------------------------------------------------------------- */

void report_add_integers(const char *key, int count, const int64_t *numbers, struct json_writer *json)
{
    json_writer_array(json, key);
    for (int i = 0; i < count; i++)
        json_writer_integer(json, NULL, numbers[i]);
    json_writer_end(json);
}

void report_add_diagnosis(const struct diff *diff, struct json_writer *json)
{
    json_writer_array(json, "diagnosis");
    for (int i = 0; i < diff->diagnosis_count; i++)
        json_writer_text(json, NULL, diff->diagnosis[i]);
    json_writer_end(json);
}

void report_add_diff(const char *key, const struct diff *diff, struct json_writer *json)
{
    json_writer_object(json, key);
    json_writer_text(json, "class", diff_class_name(diff->class));
    json_writer_integer(json, "output", diff->output);
    report_add_integers("shape", diff->rank, diff->shape, json);
    report_add_integers("want_shape", diff->want_rank, diff->want_shape, json);
    json_writer_integer(json, "elements", diff->elements);
    json_writer_integer(json, "mismatched", diff->mismatched);
    json_writer_integer(json, "of_class", diff->of_class);
    json_writer_number(json, "max_abs", diff->max_abs);
    json_writer_number(json, "max_rel", diff->max_rel);
    report_add_integers("at", diff->want_rank, diff->at, json);
    json_writer_number(json, "got", diff->got);
    json_writer_number(json, "want", diff->want);
    json_writer_text(json, "what", diff->what);
    report_add_diagnosis(diff, json);
    json_writer_end(json);
}

char *report_diff_stored(const struct judged_case *judged_case)
{
    struct json_writer json = {0};
    if (!judged_case->has_diff)
        return NULL;
    report_add_diff(NULL, &judged_case->diff, &json);
    return json_writer_take(&json);
}

char *report_facts_stored(const struct judged_case *judged_case)
{
    const struct box_facts *facts = &judged_case->facts;
    struct json_writer json = {0};
    if (!judged_case->ran && !judged_case->message)
        return NULL;
    json_writer_object(&json, NULL);
    if (judged_case->message)
        json_writer_text(&json, "message", judged_case->message);
    if (judged_case->ran) {
        json_writer_bool(&json, "exited", facts->exited);
        json_writer_integer(&json, facts->exited ? "exit_code" : "signal",
                            facts->exited ? facts->exit_code : facts->signal);
        if (facts->forbidden_syscall >= 0)
            json_writer_integer(&json, "forbidden_syscall", facts->forbidden_syscall);
        json_writer_bool(&json, "cpu_exceeded", facts->cpu_exceeded);
        json_writer_bool(&json, "wall_exceeded", facts->wall_exceeded);
        json_writer_bool(&json, "memory_exceeded", facts->memory_exceeded);
        json_writer_bool(&json, "output_exceeded", facts->output_exceeded);
        json_writer_integer(&json, "wall_ns", facts->wall_ns);
    }
    json_writer_end(&json);
    return json_writer_take(&json);
}

/* --- read back ---------------------------------------------------------------------------------------------------- */

static int read_integer(struct json object, const char *key, int64_t *ret_number, struct err *err)
{
    struct json value;
    return json_need(object, key, &value, err) || json_integer(value, INT64_MIN, INT64_MAX, ret_number, err) ? -1 : 0;
}

/* NaN and the infinities are kept as text. */
static int read_number(struct json object, const char *key, double *ret_number, struct err *err)
{
    struct json value;
    const char *word;
    if (json_need(object, key, &value, err) != 0)
        return -1;
    if (json_type(value) != JSON_STRING)
        return json_number(value, -HUGE_VAL, HUGE_VAL, ret_number, err);
    if (json_text(value, 3, 4, &word, err) != 0)
        return -1;
    *ret_number = strtod(word, NULL);
    return 0;
}

static int read_axes(struct json object, const char *key, int *ret_count, int64_t *ret_axes, struct err *err)
{
    struct json value;
    if (json_need(object, key, &value, err) || json_array(value, 0, VALUE_MAX_RANK, err))
        return -1;
    *ret_count = 0;
    for (struct json item = json_first(value); json_present(item); item = json_next(item)) {
        if (json_integer(item, 0, INT64_MAX, &ret_axes[(*ret_count)++], err) != 0)
            return -1;
    }
    return 0;
}

static int read_words(struct json object, struct diff *diff, struct err *err)
{
    struct json value;
    const char *text;
    if (json_need(object, "class", &value, err) || json_text(value, 0, 32, &text, err))
        return -1;
    for (int class = 0; class < DIFF_CLASS_COUNT; class ++) {
        if (strcmp(diff_class_name((enum diff_class) class), text) == 0)
            diff->class = (enum diff_class) class;
    }
    if (json_need(object, "what", &value, err) || json_text(value, 0, 4096, &text, err))
        return -1;
    snprintf(diff->what, sizeof diff->what, "%s", text);
    if (json_need(object, "diagnosis", &value, err) || json_array(value, 0, DIFF_DIAGNOSES_MAX, err))
        return -1;
    for (struct json item = json_first(value); json_present(item); item = json_next(item)) {
        if (json_text(item, 0, 4096, &text, err) != 0)
            return -1;
        snprintf(diff->diagnosis[diff->diagnosis_count++], DIFF_DIAGNOSIS, "%s", text);
    }
    return 0;
}

int report_read_diff(struct json object, struct diff *ret_diff, struct err *err)
{
    struct diff diff = {0};
    int64_t output = 0;
    int at_count = 0;
    if (read_words(object, &diff, err) || read_integer(object, "output", &output, err) ||
        read_axes(object, "shape", &diff.rank, diff.shape, err) ||
        read_axes(object, "want_shape", &diff.want_rank, diff.want_shape, err) ||
        read_axes(object, "at", &at_count, diff.at, err) || read_integer(object, "elements", &diff.elements, err) ||
        read_integer(object, "mismatched", &diff.mismatched, err) ||
        read_integer(object, "of_class", &diff.of_class, err) || read_number(object, "max_abs", &diff.max_abs, err) ||
        read_number(object, "max_rel", &diff.max_rel, err) || read_number(object, "got", &diff.got, err) ||
        read_number(object, "want", &diff.want, err))
        return -1;
    diff.output = (int)output;
    *ret_diff = diff;
    return 0;
}

int report_read_stored_diff(const char *stored, struct diff *ret_diff, struct err *err)
{
    struct json_document *document;
    if (json_parse("the stored diff", stored, strlen(stored), &document, err) != 0)
        return -1;
    int failed = report_read_diff(json_root(document), ret_diff, err);
    json_free(document);
    return failed;
}

int report_read_stored_message(const char *stored, char **ret_message, struct err *err)
{
    struct json_document *document;
    const char *text = "";
    if (json_parse("the stored facts", stored, strlen(stored), &document, err) != 0)
        return -1;
    struct json value = json_get(json_root(document), "message");
    int failed = json_present(value) ? json_text(value, 0, 4096, &text, err) : 0;
    if (!failed)
        *ret_message = xstrdup(text);
    json_free(document);
    return failed;
}
