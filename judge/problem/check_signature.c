#include "judge/problem/check_signature.h"

#include <stdio.h>
#include <string.h>

static int add_param(struct function *check, const char *name, const char *result, const struct type *type,
                     struct err *err)
{
    struct param *param = &check->params[check->param_count];
    if (check->param_count == SIGNATURE_PARAMS_MAX)
        return err_set(err, ERR_USE, "a checker has at most %d parameters: the function's, and its results twice",
                       SIGNATURE_PARAMS_MAX);
    if (snprintf(param->name, sizeof param->name, "%s%s%s", name, *result ? "_" : "", result) >=
        (int)sizeof param->name)
        return err_set(err, ERR_USE, "the name of the result '%s' is too long for a checker", result);
    for (int i = 0; i < check->param_count; i++) {
        if (strcmp(check->params[i].name, param->name) == 0)
            return err_set(err, ERR_USE, "a checker gets '%s' besides the parameters: rename the parameter '%s'",
                           param->name, param->name);
    }
    param->type = *type;
    check->param_count++;
    return 0;
}

int check_signature(const struct function *function, struct function *ret_check, struct err *err)
{
    struct function check = {.result_count = 1, .results = {{.type = {.kind = FRAME_STR, .text = "str"}}}};
    if (snprintf(check.name, sizeof check.name, "check_%s", function->name) >= (int)sizeof check.name)
        return err_set(err, ERR_USE, "the name '%s' is too long for a checker", function->name);
    for (int i = 0; i < function->param_count; i++) {
        if (add_param(&check, function->params[i].name, "", &function->params[i].type, err))
            return -1;
    }
    static const char *const sides[] = {"want", "got"};
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < function->result_count; i++) {
            if (add_param(&check, sides[side], function->results[i].name, &function->results[i].type, err))
                return -1;
        }
    }
    *ret_check = check;
    return 0;
}
