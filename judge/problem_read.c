#include "judge/problem_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/generate.h"
#include "judge/literal.h"
#include "judge/shape.h"
#include "judge/suggest.h"

enum { CASES_MAX = 500, REQUIRES_MAX = 16, TITLE_MAX = 120, NOTE_MAX = 300, TRACK_MAX = 40, SIGNATURE_TEXT = 600 };

static const char *const difficulties[] = {
    [DIFFICULTY_EASY] = "easy", [DIFFICULTY_MEDIUM] = "medium", [DIFFICULTY_HARD] = "hard", [DIFFICULTY_COUNT] = NULL};
static const char *const sets[] = {
    [SET_SAMPLE] = "sample", [SET_HIDDEN] = "hidden", [SET_FRESH] = "fresh", [SET_COUNT] = NULL};

const char *difficulty_text(enum difficulty difficulty)
{
    return difficulties[difficulty];
}

const char *case_set_text(enum case_set set)
{
    return sets[set];
}

/* --- small readers: an absent optional key leaves the default ------------- */

static int read_count(struct json object, const char *key, int64_t low, int64_t high, int64_t *number, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_integer(json, low, high, number, err) : 0;
}

static int read_number(struct json object, const char *key, double low, double high, double *number, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_number(json, low, high, number, err) : 0;
}

static int read_flag(struct json object, const char *key, bool *flag, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_bool(json, flag, err) : 0;
}

static int need_text(struct json object, const char *key, size_t high, char **ret_text, struct err *err)
{
    struct json json;
    const char *text;
    if (json_need(object, key, &json, err) || json_text(json, 1, high, &text, err))
        return -1;
    *ret_text = xstrdup(text);
    return 0;
}

static int need_word(struct json object, const char *key, const char *const *words, int *ret_index, struct err *err)
{
    struct json json;
    return json_need(object, key, &json, err) || json_word(json, words, ret_index, err) ? -1 : 0;
}

/* [a-z0-9] and single or double hyphens in between. */
static bool is_slug(const char *text, size_t size)
{
    size_t length = strlen(text);
    return length > 0 && length < size && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
           text[0] != '-' && text[length - 1] != '-';
}

bool problem_id_valid(const char *id)
{
    return is_slug(id, PROBLEM_ID);
}

/* --- what the problem is -------------------------------------------------- */

static int read_requires(struct json json, struct problem *problem, struct err *err)
{
    if (!json_present(json))
        return 0;
    if (json_array(json, 0, REQUIRES_MAX, err))
        return -1;
    problem->requires = xcalloc((size_t)json_count(json), sizeof *problem->requires);
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        const char *id;
        if (json_text(item, 1, PROBLEM_ID - 1, &id, err))
            return -1;
        if (!problem_id_valid(id))
            return json_fail(item, err, "no problem id: small letters, digits and '-' expected");
        if (strcmp(id, problem->id) == 0)
            return json_fail(item, err, "a problem cannot require itself");
        problem->requires[problem->requires_count++] = xstrdup(id);
    }
    return 0;
}

static int read_catalogue(struct json root, struct problem *problem, struct err *err)
{
    static const char *const schemas[] = {"judge.problem/1", NULL};
    int ignored, difficulty;
    int64_t order = 0;
    struct json json;
    if (need_word(root, "schema", schemas, &ignored, err) ||
        need_text(root, "title", TITLE_MAX, &problem->title, err) ||
        need_word(root, "difficulty", difficulties, &difficulty, err) ||
        need_text(root, "track", TRACK_MAX, &problem->track, err) || json_need(root, "order", &json, err) ||
        json_integer(json, 0, 100000, &order, err) || read_requires(json_get(root, "requires"), problem, err))
        return -1;
    if (!is_slug(problem->track, TRACK_MAX + 1))
        return json_fail(json_get(root, "track"), err, "small letters, digits and '-' expected");
    problem->difficulty = (enum difficulty)difficulty;
    problem->order = (int)order;
    return 0;
}

/* --- how answers are compared, and within which limits -------------------- */

static bool has_float_result(const struct problem *problem)
{
    for (int i = 0; i < problem->function_count; i++) {
        for (int k = 0; k < problem->functions[i].result_count; k++) {
            enum frame_kind kind = problem->functions[i].results[k].type.kind;
            if (kind == FRAME_F64 || kind == FRAME_TENSOR_F32 || kind == FRAME_TENSOR_F64)
                return true;
        }
    }
    return false;
}

static int read_comparison(struct json root, struct problem *problem, struct err *err)
{
    static const char *const keys[] = {"f32", "f64", NULL};
    struct json rtol = json_get(root, "rtol");
    int64_t decimals = 0;
    problem->rtol_f32 = 1e-6;
    problem->rtol_f64 = 1e-12;
    if (has_float_result(problem) && !json_present(json_get(root, "decimals")))
        return json_fail(root, err, "the key 'decimals' is missing: results are floats");
    if (read_count(root, "decimals", 0, 9, &decimals, err) || read_flag(root, "nan", &problem->nan_allowed, err) ||
        read_flag(root, "whole_floats", &problem->whole_floats, err))
        return -1;
    problem->decimals = (int)decimals;
    if (!json_present(rtol))
        return 0;
    return json_object(rtol, keys, err) || read_number(rtol, "f32", 0, 0.1, &problem->rtol_f32, err) ||
                   read_number(rtol, "f64", 0, 0.1, &problem->rtol_f64, err)
               ? -1
               : 0;
}

static int read_variants(struct json json, struct problem *problem, struct err *err)
{
    static const char *const variants[] = {"native", "mkl", NULL};
    int index, expected = 0;
    problem->variant_count = 1;
    if (!json_present(json))
        return 0;
    if (json_array(json, 1, 2, err))
        return -1;
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (json_word(item, variants, &index, err))
            return -1;
        if (index != expected++)
            return json_fail(item, err, "[\"native\"] or [\"native\", \"mkl\"] expected");
    }
    problem->variant_count = expected;
    return 0;
}

static int read_limits(struct json json, struct problem *problem, struct err *err)
{
    static const char *const keys[] = {"time_ms", "memory_mib", "output_mib", NULL};
    int64_t time_ms = 1000, memory_mib = 256, output_mib = 16;
    if (json_present(json) && (json_object(json, keys, err) || read_count(json, "time_ms", 1, 60000, &time_ms, err) ||
                               read_count(json, "memory_mib", 1, 65536, &memory_mib, err) ||
                               read_count(json, "output_mib", 1, 1024, &output_mib, err)))
        return -1;
    problem->limits = (struct problem_limits){time_ms, memory_mib << 10, output_mib << 20};
    return 0;
}

/* --- functions ------------------------------------------------------------ */

static int read_constructor(struct json json, struct problem *problem, struct err *err)
{
    const char *text;
    if (!json_present(json))
        return 0;
    if (json_text(json, 1, SIGNATURE_TEXT, &text, err))
        return -1;
    if (signature_parse_params(text, problem->constructor, SIGNATURE_PARAMS_MAX, &problem->constructor_count, err))
        return json_blame(json, err);
    return 0;
}

static int read_function(struct json json, struct problem *problem, struct err *err)
{
    const char *text;
    struct function *function = &problem->functions[problem->function_count];
    if (json_text(json, 1, SIGNATURE_TEXT, &text, err))
        return -1;
    if (signature_parse(text, function, err) ||
        shape_check(problem->constructor, problem->constructor_count, function, err))
        return json_blame(json, err);
    for (int i = 0; i < problem->function_count; i++) {
        if (strcmp(problem->functions[i].name, function->name) == 0)
            return json_fail(json, err, "a second function named '%s'", function->name);
    }
    problem->function_count++;
    return 0;
}

static int read_functions(struct json root, struct problem *problem, struct err *err)
{
    struct json json;
    if (read_constructor(json_get(root, "constructor"), problem, err) || json_need(root, "functions", &json, err) ||
        json_array(json, 1, PROBLEM_FUNCTIONS_MAX, err))
        return -1;
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (read_function(item, problem, err))
            return -1;
    }
    return 0;
}

static int need_function(struct json object, const struct problem *problem, int *ret_index, struct err *err)
{
    const char *names[PROBLEM_FUNCTIONS_MAX + 1] = {NULL};
    for (int i = 0; i < problem->function_count; i++)
        names[i] = problem->functions[i].name;
    return need_word(object, "function", names, ret_index, err);
}

/* --- samples -------------------------------------------------------------- */

/* The literals of one object, by parameter, behind those in `values`; their sizes go into the scope. */
static int read_literals(struct json json, const struct param *params, int count, struct values *values,
                         struct expr_scope *scope, struct err *err)
{
    const char *keys[SIGNATURE_PARAMS_MAX + 1] = {NULL};
    for (int i = 0; i < count; i++)
        keys[i] = params[i].name;
    if (json_object(json, keys, err))
        return -1;
    for (int i = 0; i < count; i++) {
        struct json item = json_get(json, params[i].name);
        struct value *value = &values->at[values->count];
        if (!json_present(item))
            return json_fail(json, err, "the argument '%s' is missing", params[i].name);
        if (json_type(item) == JSON_OBJECT)
            return json_fail(item, err,
                             "a sample is written out; generators belong to groups (with \"set\": \"sample\")");
        if (literal_parse(item, &params[i].type, value, err))
            return -1;
        values->count++;
        if (shape_bind(&params[i], value, scope, err))
            return json_blame(item, err);
    }
    return 0;
}

/* `scope` NULL: the inputs are drawn, so their lengths are not known here; the reference will tell. */
static int read_expected(struct json json, const struct function *function, const struct expr_scope *scope,
                         struct values *values, struct err *err)
{
    values->at = xcalloc((size_t)function->result_count, sizeof *values->at);
    if (json_array(json, 0, SIGNATURE_RESULTS_MAX, err))
        return -1;
    if (json_count(json) != function->result_count)
        return json_fail(json, err, "a list with %d result%s expected", function->result_count,
                         function->result_count == 1 ? "" : "s");
    struct json item = json_first(json);
    for (int i = 0; i < function->result_count; i++, item = json_next(item)) {
        if (literal_parse(item, &function->results[i].type, &values->at[i], err))
            return -1;
        values->count++;
        if (scope && shape_check_result(&function->results[i], &values->at[i], scope, err))
            return json_blame(item, err);
    }
    return 0;
}

static int read_inputs(struct json json, const struct problem *problem, const struct function *function,
                       struct group *group, struct err *err)
{
    struct json constructor = json_get(json, "constructor"), expect = json_get(json, "expect"), args;
    struct expr_scope scope = {0};
    group->literal.at =
        xcalloc((size_t)(problem->constructor_count + function->param_count), sizeof *group->literal.at);
    if (problem->constructor_count > 0 && json_need(json, "constructor", &constructor, err))
        return -1;
    if (json_present(constructor) &&
        read_literals(constructor, problem->constructor, problem->constructor_count, &group->literal, &scope, err))
        return -1;
    if (json_need(json, "args", &args, err) ||
        read_literals(args, function->params, function->param_count, &group->literal, &scope, err))
        return -1;
    return json_present(expect) ? read_expected(expect, function, &scope, &group->expect, err) : 0;
}

static int read_note(struct json json, struct group *group, struct err *err)
{
    return json_present(json_get(json, "note")) ? need_text(json, "note", NOTE_MAX, &group->note, err) : 0;
}

static int read_sample(struct json json, const struct problem *problem, struct group *group, struct err *err)
{
    static const char *const keys[] = {"function", "note", "weight", "constructor", "args", "expect", NULL};
    *group = (struct group){.set = SET_SAMPLE, .cases = 1, .weight = 1};
    if (json_object(json, keys, err) || need_function(json, problem, &group->function, err) ||
        read_note(json, group, err) || read_number(json, "weight", 0, 1000, &group->weight, err))
        return -1;
    return read_inputs(json, problem, &problem->functions[group->function], group, err);
}

/* --- groups --------------------------------------------------------------- */

static int read_group(struct json json, const struct problem *problem, struct group *group, struct err *err)
{
    static const char *const keys[] = {"name", "function", "set",         "cases", "weight", "note",
                                       "dims", "distinct", "constructor", "args",  "expect", NULL};
    int set;
    int64_t cases = 1;
    char *name = NULL;
    *group = (struct group){.weight = 1};
    if (json_object(json, keys, err) || need_text(json, "name", SIGNATURE_NAME - 1, &name, err))
        return -1;
    strcpy(group->name, name);
    free(name);
    if (!is_slug(group->name, SIGNATURE_NAME))
        return json_fail(json_get(json, "name"), err, "small letters, digits and '-' expected");
    if (need_function(json, problem, &group->function, err) || need_word(json, "set", sets, &set, err) ||
        read_count(json, "cases", 1, CASES_MAX, &cases, err) ||
        read_number(json, "weight", 0, 1000, &group->weight, err) || read_note(json, group, err))
        return -1;
    group->set = (enum case_set)set;
    group->cases = (int)cases;
    struct json expect = json_get(json, "expect");
    if (json_present(expect) && (group->set != SET_SAMPLE || cases != 1))
        return json_fail(expect, err, "only a single sample states what is expected");
    if (json_present(expect) && read_expected(expect, &problem->functions[group->function], NULL, &group->expect, err))
        return -1;
    return generator_parse(json, problem->constructor, problem->constructor_count, &problem->functions[group->function],
                           &group->generator, err);
}

static int check_group(struct json json, const struct problem *problem, struct err *err)
{
    const struct group *last = &problem->groups[problem->group_count - 1];
    int cases = 0;
    for (int i = 0; i < problem->group_count; i++) {
        cases += problem->groups[i].cases;
        if (&problem->groups[i] != last && last->name[0] && strcmp(problem->groups[i].name, last->name) == 0)
            return json_fail(json_get(json, "name"), err, "a second group of this name");
    }
    return cases > CASES_MAX ? json_fail(json, err, "more than %d cases in all", CASES_MAX) : 0;
}

static int read_list(struct json json, int (*read)(struct json, const struct problem *, struct group *, struct err *),
                     struct problem *problem, struct err *err)
{
    if (!json_present(json))
        return 0;
    if (json_array(json, 0, CASES_MAX, err))
        return -1;
    size_t room = (size_t)(problem->group_count + json_count(json));
    problem->groups = xrealloc(problem->groups, room * sizeof *problem->groups);
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        int failed = read(item, problem, &problem->groups[problem->group_count++], err);
        if (failed || check_group(item, problem, err))
            return -1;
    }
    return 0;
}

/* Each function must be tested by something, and something must count that a student has not seen. */
static int check_coverage(struct json root, const struct problem *problem, struct err *err)
{
    bool tested[PROBLEM_FUNCTIONS_MAX] = {false};
    double weight = 0;
    for (int i = 0; i < problem->group_count; i++) {
        const struct group *group = &problem->groups[i];
        tested[group->function] = tested[group->function] || group->set != SET_SAMPLE;
        weight += group->set == SET_SAMPLE ? 0 : group->weight * group->cases;
    }
    for (int i = 0; i < problem->function_count; i++) {
        if (!tested[i])
            return json_fail(root, err, "no hidden or fresh group tests '%s'", problem->functions[i].name);
    }
    return weight > 0 ? 0 : json_fail(root, err, "all hidden and fresh groups have the weight 0");
}

int problem_read(struct json root, struct problem *problem, struct err *err)
{
    static const char *const keys[] = {"schema",      "title",     "difficulty", "track",        "order",    "requires",
                                       "decimals",    "rtol",      "nan",        "whole_floats", "variants", "limits",
                                       "constructor", "functions", "samples",    "groups",       NULL};
    return json_object(root, keys, err) || read_catalogue(root, problem, err) || read_functions(root, problem, err) ||
                   read_comparison(root, problem, err) || read_variants(json_get(root, "variants"), problem, err) ||
                   read_limits(json_get(root, "limits"), problem, err) ||
                   read_list(json_get(root, "samples"), read_sample, problem, err) ||
                   read_list(json_get(root, "groups"), read_group, problem, err) || check_coverage(root, problem, err)
               ? -1
               : 0;
}
