#include "judge/problem/problem_groups.h"

#include <stdlib.h>
#include <string.h>

#include "judge/problem/generate.h"
#include "judge/problem/literal.h"
#include "judge/problem/problem_members.h"
#include "judge/problem/shape.h"

enum { CASES_MAX = 500, NOTE_MAX = 300 };

static const char *const sets[] = {
    [SET_SAMPLE] = "sample", [SET_HIDDEN] = "hidden", [SET_FRESH] = "fresh", [SET_COUNT] = NULL};

const char *case_set_text(enum case_set set)
{
    return sets[set];
}

/* What the readers of cases share. They go on behind a fault where they can; -1: there was one. */
struct reading {
    struct problem *problem;
    struct attachments *attachments;
    struct faults *faults;
    struct err *err; /* of the reader at work */
};

/* Of one that fills reading->err. */
static int take(const struct reading *reading, int result)
{
    return faults_take(reading->faults, result, reading->err);
}

static int need_function(struct json object, const struct problem *problem, int *ret_index, struct err *err)
{
    const char *names[PROBLEM_FUNCTIONS_MAX + 1] = {NULL};
    for (int i = 0; i < problem->function_count; i++)
        names[i] = problem->functions[i].name;
    return member_word(object, "function", names, ret_index, err);
}

/* --- literal cases: "samples" and "cases" ----------------------------------- */

static int read_literal(const struct reading *reading, struct json item, const struct param *param,
                        struct values *values, struct expr_scope *scope)
{
    struct err *err = reading->err;
    struct value *value = &values->at[values->count];
    if (json_type(item) == JSON_OBJECT && !literal_is_file(item))
        return json_fail(item, err,
                         "this case is written out (or in a file, {\"npy\": \"data/x.npy\"}); generators belong to "
                         "groups, also with \"set\": \"sample\"");
    if (literal_parse(item, &param->type, reading->attachments, value, err))
        return -1;
    values->count++;
    return shape_bind(param, value, scope, err) ? json_blame(item, err) : 0;
}

/* The literals of one object, by parameter, behind those in `values`; their sizes go into the scope. */
static int read_literals(const struct reading *reading, struct json json, const struct param *params, int count,
                         struct values *values, struct expr_scope *scope)
{
    const char *keys[SIGNATURE_PARAMS_MAX + 1] = {NULL};
    for (int i = 0; i < count; i++)
        keys[i] = params[i].name;
    const bool known = !members_known(json, keys, reading->faults);
    int result = known ? 0 : -1;
    for (int i = 0; i < count; i++) {
        struct json item = json_get(json, params[i].name);
        if (json_present(item))
            result |= take(reading, read_literal(reading, item, &params[i], values, scope));
        else if (known) /* else it may be the one that is misspelt */
            result |= take(reading, json_fail(json, reading->err, "the argument '%s' is missing", params[i].name));
    }
    return result;
}

/* `scope` NULL: the inputs are drawn, so their lengths are not known here; the reference will tell. */
static int read_expected(const struct reading *reading, struct json json, const struct function *function,
                         const struct expr_scope *scope, struct values *values)
{
    struct err *err = reading->err;
    values->at = xcalloc((size_t)function->result_count, sizeof *values->at);
    if (json_array(json, 0, SIGNATURE_RESULTS_MAX, err))
        return -1;
    if (json_count(json) != function->result_count)
        return json_fail(json, err, "a list with %d result%s expected", function->result_count,
                         function->result_count == 1 ? "" : "s");
    struct json item = json_first(json);
    for (int i = 0; i < function->result_count; i++, item = json_next(item)) {
        if (literal_parse(item, &function->results[i].type, reading->attachments, &values->at[i], err))
            return -1;
        values->count++;
        if (scope && shape_check_result(&function->results[i], &values->at[i], scope, err))
            return json_blame(item, err);
    }
    return 0;
}

static int read_inputs(const struct reading *reading, struct json json, struct group *group)
{
    const struct problem *problem = reading->problem;
    const struct function *function = &problem->functions[group->function];
    struct json constructor = json_get(json, "constructor"), expect = json_get(json, "expect"), args;
    struct expr_scope scope = {0};
    int result = 0;
    group->literal.at =
        xcalloc((size_t)(problem->constructor_count + function->param_count), sizeof *group->literal.at);
    if (problem->constructor_count > 0)
        result = take(reading, json_need(json, "constructor", &constructor, reading->err));
    if (json_present(constructor))
        result |= read_literals(reading, constructor, problem->constructor, problem->constructor_count, &group->literal,
                                &scope);
    if (take(reading, json_need(json, "args", &args, reading->err)))
        return -1;
    result |= read_literals(reading, args, function->params, function->param_count, &group->literal, &scope);
    if (result || !json_present(expect))
        return result;
    return take(reading, read_expected(reading, expect, function, &scope, &group->expect));
}

static int read_note(struct json json, struct group *group, struct err *err)
{
    return json_present(json_get(json, "note")) ? member_text(json, "note", NOTE_MAX, &group->note, err) : 0;
}

/* What samples and cases have in common. `unknown`: what members_known says of the keys. */
static int read_literal_case(const struct reading *reading, struct json json, int unknown, enum case_set set,
                             struct group *group)
{
    struct err *err = reading->err;
    *group = (struct group){.set = set, .cases = 1, .weight = 1};
    int result = unknown;
    result |= take(reading, read_note(json, group, err));
    result |= take(reading, member_number(json, "weight", 0, 1000, &group->weight, err));
    if (unknown || take(reading, need_function(json, reading->problem, &group->function, err)))
        return -1;
    return result | read_inputs(reading, json, group);
}

static int read_sample(const struct reading *reading, struct json json, struct group *group)
{
    static const char *const keys[] = {"function", "note", "weight", "constructor", "args", "expect", NULL};
    return read_literal_case(reading, json, members_known(json, keys, reading->faults), SET_SAMPLE, group);
}

static int read_case(const struct reading *reading, struct json json, struct group *group)
{
    static const char *const keys[] = {"function", "set", "note", "weight", "constructor", "args", "expect", NULL};
    static const char *const literal_sets[] = {[SET_SAMPLE] = "sample", [SET_HIDDEN] = "hidden", NULL};
    int set = SET_HIDDEN, unknown = members_known(json, keys, reading->faults), result = 0;
    if (json_present(json_get(json, "set")))
        result = take(reading, member_word(json, "set", literal_sets, &set, reading->err));
    return result | read_literal_case(reading, json, unknown, (enum case_set)set, group);
}

/* --- groups --------------------------------------------------------------- */

static int read_group_name(struct json json, struct group *group, struct err *err)
{
    char *name;
    if (member_text(json, "name", SIGNATURE_NAME - 1, &name, err))
        return -1;
    strcpy(group->name, name);
    free(name);
    return member_is_slug(group->name, SIGNATURE_NAME)
               ? 0
               : json_fail(json_get(json, "name"), err, "small letters, digits and '-' expected");
}

static int read_group(const struct reading *reading, struct json json, struct group *group)
{
    static const char *const keys[] = {"name",     "function",    "set",  "cases",  "weight",   "note", "dims",
                                       "distinct", "constructor", "args", "expect", "generate", NULL};
    const struct problem *problem = reading->problem;
    struct err *err = reading->err;
    const int unknown = members_known(json, keys, reading->faults);
    int set = SET_HIDDEN, result = unknown;
    int64_t cases = 1;
    *group = (struct group){.weight = 1};
    result |= take(reading, read_group_name(json, group, err));
    result |= take(reading, member_word(json, "set", sets, &set, err));
    result |= take(reading, member_count(json, "cases", 1, CASES_MAX, &cases, err));
    result |= take(reading, member_number(json, "weight", 0, 1000, &group->weight, err));
    result |= take(reading, read_note(json, group, err));
    group->set = (enum case_set)set;
    group->cases = (int)cases;
    if (unknown || take(reading, need_function(json, problem, &group->function, err)))
        return -1;
    const struct function *function = &problem->functions[group->function];
    struct json expect = json_get(json, "expect");
    if (json_present(expect) && !result)
        result = take(reading, group->set != SET_SAMPLE || cases != 1
                                   ? json_fail(expect, err, "only a single sample states what is expected")
                                   : read_expected(reading, expect, function, NULL, &group->expect));
    return result | take(reading, generator_parse(json, problem->constructor, problem->constructor_count, function,
                                                  reading->attachments, &group->generator, err));
}

static const char *program_of(const struct group *group)
{
    return group->generator ? generator_function(group->generator) : NULL;
}

/* One function of generate.c has one signature. */
static int check_program(struct json json, const struct problem *problem, const struct group *group, struct err *err)
{
    const char *program = program_of(group);
    for (int g = 0; g < problem->group_count && program; g++) {
        const struct group *other = &problem->groups[g];
        bool same = other->function == group->function;
        if (!program_of(other) || strcmp(program_of(other), program) != 0)
            continue;
        for (int i = 0; same && (generator_dim(group->generator, i) || generator_dim(other->generator, i)); i++) {
            const char *mine = generator_dim(group->generator, i), *its = generator_dim(other->generator, i);
            same = mine && its && strcmp(mine, its) == 0;
        }
        if (!same)
            return json_fail(json_get(json, "generate"), err,
                             "the group '%s' uses '%s' with another function or other dimensions", other->name,
                             program);
    }
    return 0;
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
    if (check_program(json, problem, last, err))
        return -1;
    return cases > CASES_MAX && cases - last->cases <= CASES_MAX
               ? json_fail(json, err, "more than %d cases in all", CASES_MAX)
               : 0;
}

static void read_list(const struct reading *reading, struct json json,
                      int (*read)(const struct reading *, struct json, struct group *))
{
    struct problem *problem = reading->problem;
    if (!json_present(json) || take(reading, json_array(json, 0, CASES_MAX, reading->err)))
        return;
    size_t room = (size_t)(problem->group_count + json_count(json));
    problem->groups = xrealloc(problem->groups, room * sizeof *problem->groups);
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (read(reading, item, &problem->groups[problem->group_count++]) == 0)
            take(reading, check_group(item, problem, reading->err));
    }
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

void problem_read_groups(struct json root, struct problem *problem, struct attachments *attachments,
                         struct faults *faults)
{
    struct err err;
    const struct reading reading = {problem, attachments, faults, &err};
    read_list(&reading, json_get(root, "samples"), read_sample);
    read_list(&reading, json_get(root, "cases"), read_case);
    read_list(&reading, json_get(root, "groups"), read_group);
    if (faults->count == 0)
        take(&reading, check_coverage(root, problem, &err));
}
