#include "judge/problem/problem_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/problem/check_signature.h"
#include "judge/problem/problem_groups.h"
#include "judge/problem/problem_members.h"
#include "judge/problem/shape.h"

enum { REQUIRES_MAX = 16, TITLE_MAX = 120, TRACK_MAX = 40, SIGNATURE_TEXT = 600 };

static const char *const difficulties[] = {
    [DIFFICULTY_EASY] = "easy", [DIFFICULTY_MEDIUM] = "medium", [DIFFICULTY_HARD] = "hard", [DIFFICULTY_COUNT] = NULL};

const char *difficulty_text(enum difficulty difficulty)
{
    return difficulties[difficulty];
}

bool problem_id_valid(const char *id)
{
    return member_is_slug(id, PROBLEM_ID);
}

/* --- what the problem is -------------------------------------------------- */

static int read_requires(struct json root, struct problem *problem, struct err *err)
{
    const struct json json = json_get(root, "requires");
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

static int read_schema(struct json root, struct problem *problem, struct err *err)
{
    static const char *const schemas[] = {"judge.problem/1", NULL};
    int ignored;
    (void)problem;
    return member_word(root, "schema", schemas, &ignored, err);
}

static int read_title(struct json root, struct problem *problem, struct err *err)
{
    return member_text(root, "title", TITLE_MAX, &problem->title, err);
}

static int read_difficulty(struct json root, struct problem *problem, struct err *err)
{
    int difficulty;
    if (member_word(root, "difficulty", difficulties, &difficulty, err))
        return -1;
    problem->difficulty = (enum difficulty)difficulty;
    return 0;
}

static int read_track(struct json root, struct problem *problem, struct err *err)
{
    if (member_text(root, "track", TRACK_MAX, &problem->track, err))
        return -1;
    return member_is_slug(problem->track, TRACK_MAX + 1)
               ? 0
               : json_fail(json_get(root, "track"), err, "small letters, digits and '-' expected");
}

static int read_order(struct json root, struct problem *problem, struct err *err)
{
    struct json json;
    int64_t order;
    if (json_need(root, "order", &json, err) || json_integer(json, 0, 100000, &order, err))
        return -1;
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
    if (member_count(root, "decimals", 0, 9, &decimals, err) || member_flag(root, "nan", &problem->nan_allowed, err) ||
        member_flag(root, "whole_floats", &problem->whole_floats, err))
        return -1;
    problem->decimals = (int)decimals;
    if (!json_present(rtol))
        return 0;
    return json_object(rtol, keys, err) || member_number(rtol, "f32", 0, 0.1, &problem->rtol_f32, err) ||
                   member_number(rtol, "f64", 0, 0.1, &problem->rtol_f64, err)
               ? -1
               : 0;
}

static int read_variants(struct json root, struct problem *problem, struct err *err)
{
    const struct json json = json_get(root, "variants");
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

static int read_limits(struct json root, struct problem *problem, struct err *err)
{
    const struct json json = json_get(root, "limits");
    static const char *const keys[] = {"time_ms", "memory_mib", "output_mib", NULL};
    int64_t time_ms = 1000, memory_mib = 256, output_mib = 16;
    if (json_present(json) && (json_object(json, keys, err) || member_count(json, "time_ms", 1, 60000, &time_ms, err) ||
                               member_count(json, "memory_mib", 1, 65536, &memory_mib, err) ||
                               member_count(json, "output_mib", 1, 1024, &output_mib, err)))
        return -1;
    problem->limits = (struct problem_limits){time_ms, memory_mib << 10, output_mib << 20};
    return 0;
}

/* --- functions ------------------------------------------------------------ */

static int read_constructor(struct json root, struct problem *problem, struct err *err)
{
    const struct json json = json_get(root, "constructor");
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

/* Each function stands for itself. */
static void read_functions(struct json root, struct problem *problem, struct faults *faults)
{
    struct json json;
    struct err err;
    if (faults_take(faults, read_constructor(root, problem, &err), &err) ||
        faults_take(faults, json_need(root, "functions", &json, &err), &err) ||
        faults_take(faults, json_array(json, 1, PROBLEM_FUNCTIONS_MAX, &err), &err))
        return;
    for (struct json item = json_first(json); json_present(item); item = json_next(item))
        faults_take(faults, read_function(item, problem, &err), &err);
}

/* Functions with several right answers. */
static int read_checker(struct json root, struct problem *problem, struct err *err)
{
    const struct json json = json_get(root, "checker");
    const char *names[PROBLEM_FUNCTIONS_MAX + 1] = {NULL};
    struct function check;
    int index;
    for (int i = 0; i < problem->function_count; i++)
        names[i] = problem->functions[i].name;
    if (!json_present(json))
        return 0;
    if (json_array(json, 1, PROBLEM_FUNCTIONS_MAX, err))
        return -1;
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (json_word(item, names, &index, err))
            return -1;
        if (problem->checked[index])
            return json_fail(item, err, "this function is named twice");
        problem->checked[index] = true;
        if (check_signature(&problem->functions[index], &check, err))
            return json_blame(item, err);
    }
    return 0;
}

/* --- the whole ------------------------------------------------------------ */

struct reader {
    const char *key;
    int (*read)(struct json root, struct problem *problem, struct err *err);
};

/* `unknown`: the root has keys that nobody knows. One of them may be the one that is missing. */
static void read_each(const struct reader *readers, size_t count, struct json root, struct problem *problem,
                      bool unknown, struct faults *faults)
{
    struct err err;
    for (size_t i = 0; i < count; i++) {
        if (!unknown || json_present(json_get(root, readers[i].key)))
            faults_take(faults, readers[i].read(root, problem, &err), &err);
    }
}

int problem_read(struct json root, struct problem *problem, struct attachments *attachments, struct faults *faults)
{
    static const char *const keys[] = {"schema",   "title",    "difficulty",  "track",     "order",
                                       "requires", "decimals", "rtol",        "nan",       "whole_floats",
                                       "variants", "limits",   "constructor", "functions", "checker",
                                       "samples",  "cases",    "groups",      NULL};
    static const struct reader alone[] = {
        {"schema", read_schema}, {"title", read_title},       {"difficulty", read_difficulty}, {"track", read_track},
        {"order", read_order},   {"requires", read_requires}, {"variants", read_variants},     {"limits", read_limits}};
    static const struct reader with_functions[] = {{"checker", read_checker}, {"decimals", read_comparison}};
    const int before = faults->count;
    const bool unknown = members_known(root, keys, faults);
    if (json_type(root) != JSON_OBJECT)
        return -1;
    read_each(alone, sizeof alone / sizeof *alone, root, problem, unknown, faults);
    const int behind = faults->count;
    if (!unknown || json_present(json_get(root, "functions")))
        read_functions(root, problem, faults);
    if (faults->count == behind && problem->function_count > 0) { /* all that follows speaks of functions */
        read_each(with_functions, sizeof with_functions / sizeof *with_functions, root, problem, unknown, faults);
        problem_read_groups(root, problem, attachments, faults);
    }
    return faults->count > before ? -1 : 0;
}
