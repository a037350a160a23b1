/* problem.json of an instructor: any bytes. What is accepted draws inputs that fit their types, or says why not. */
#include <stdlib.h>
#include <string.h>

#include "judge/problem/cases.h"
#include "judge/problem/generate.h"
#include "judge/base/json.h"
#include "judge/problem/problem_read.h"
#include "judge/problem/shape.h"
#include "judge/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check(bool good)
{
    if (!good)
        abort();
}

static void check_value(const struct value *value, const struct type *type)
{
    check(value->kind == type->kind);
    if (value_is_tensor(value))
        check(value->rank == type->rank && shape_elements(value->rank, value->shape) >= 0);
    if (value->kind == FRAME_STR)
        check(utf8_valid(value->text, (size_t)value->shape[0]) && strlen(value->text) == (size_t)value->shape[0]);
    for (int64_t i = 0; value->kind == FRAME_STRINGS && i < value->shape[0]; i++)
        check(utf8_valid(value->texts[i], strlen(value->texts[i])));
}

/* A few cases only: some of what is accepted is large, and lawfully slow. */
static void draw_cases(const struct problem *problem)
{
    struct case_plan plan;
    struct digest key = digest_of("key", 3);
    case_plan_init(&plan, problem, 1 << SET_SAMPLE | 1 << SET_HIDDEN | 1 << SET_FRESH, &key, &key);
    for (int i = 0; i < plan.count && i < 4; i++) {
        const struct test_case *test_case = &plan.at[i * (plan.count / 4) % plan.count];
        const struct function *function = &problem->functions[test_case->group->function];
        struct values values;
        struct err err;
        if (case_inputs(problem, test_case, 0, &values, &err)) {
            check(err.kind == ERR_JUDGE && test_case->group->generator);
            continue;
        }
        check(values.count == (size_t)(problem->constructor_count + function->param_count));
        for (int k = 0; k < (int)values.count; k++)
            check_value(&values.at[k], k < problem->constructor_count
                                           ? &problem->constructor[k].type
                                           : &function->params[k - problem->constructor_count].type);
        values_release(&values);
    }
    case_plan_release(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct json_document *document;
    struct attachments attachments;
    struct faults faults = {0};
    struct err err = {0};
    if (json_parse("problem.json", (const char *)bytes, size, &document, &err)) {
        check(err.kind == ERR_USE);
        return 0;
    }
    struct problem *problem = xcalloc(1, sizeof *problem);
    strcpy(problem->id, "fuzzed");
    attachments_init(&attachments, -1);
    if (problem_read(json_root(document), problem, &attachments, &faults) == 0)
        draw_cases(problem);
    else
        check(faults.count > 0);
    for (int i = 0; i < faults_kept(&faults); i++)
        check(faults.at[i].kind == ERR_USE && faults.at[i].text[0]);
    attachments_release(&attachments);
    problem_free(problem);
    json_free(document);
    return 0;
}
