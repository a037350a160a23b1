#include "judge/problem/shape.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "judge/base/suggest.h"

static const char *name_of(const struct param *param)
{
    return param->name[0] ? param->name : "result";
}

int64_t shape_elements(int rank, const int64_t *shape)
{
    int64_t elements = 1;
    for (int k = 0; k < rank; k++) {
        if (shape[k] < 0 || shape[k] > SHAPE_DIM_MAX)
            return -1;
        elements *= shape[k];
        if (elements > SHAPE_ELEMENTS_MAX)
            return -1;
    }
    return elements;
}

/* --- a signature without values ------------------------------------------- */

struct unknown {
    const struct expr_scope *known;
    char name[EXPR_NAME];
};

static int note_unknown(const char *name, void *context)
{
    struct unknown *unknown = context;
    if (expr_scope_find(unknown->known, name))
        return 0;
    snprintf(unknown->name, sizeof unknown->name, "%s", name);
    return 1;
}

static int count_name(const char *name, void *context)
{
    (void)name;
    ++*(int *)context;
    return 0;
}

static int check_dim(const struct param *param, const char *dim, bool binds, struct expr_scope *known, struct err *err)
{
    char name[EXPR_NAME];
    int names = 0;
    int64_t fixed;
    if (expr_check(dim, err))
        return err_prefix(err, "the type of '%s'", name_of(param));
    if (binds && expr_is_name(dim, name))
        return expr_scope_number(known, name, 1, err);
    struct unknown unknown = {.known = known};
    if (expr_each_name(dim, note_unknown, &unknown))
        return err_set(err, ERR_USE, "the type of '%s': no parameter before it has the dimension '%s'", name_of(param),
                       unknown.name);
    expr_each_name(dim, count_name, &names);
    if (names == 0 && expr_whole(dim, known, 0, SHAPE_DIM_MAX, &fixed, err))
        return err_prefix(err, "the type of '%s'", name_of(param));
    return 0;
}

static int check_param(const struct param *param, bool binds, struct expr_scope *known, struct err *err)
{
    for (int k = 0; k < param->type.rank; k++) {
        if (param->type.dims[k][0] && check_dim(param, param->type.dims[k], binds, known, err))
            return -1;
    }
    return binds && param->name[0] ? expr_scope_number(known, param->name, 1, err) : 0;
}

int shape_check(const struct param *constructor, int constructor_count, const struct function *function,
                struct err *err)
{
    struct expr_scope known = {0};
    bool open = constructor_count > 0;
    for (int i = 0; i < constructor_count; i++) {
        if (check_param(&constructor[i], true, &known, err))
            return -1;
    }
    for (int i = 0; i < function->param_count; i++) {
        const struct param *param = &function->params[i];
        open = open || param->type.kind == FRAME_STR || param->type.kind == FRAME_STRINGS;
        for (int k = 0; k < constructor_count; k++) {
            if (strcmp(constructor[k].name, param->name) == 0)
                return err_set(err, ERR_USE, "the constructor and '%s' both have a parameter '%s'", function->name,
                               param->name);
        }
        if (check_param(param, true, &known, err))
            return -1;
    }
    for (int i = 0; !open && i < function->result_count; i++) {
        if (check_param(&function->results[i], false, &known, err))
            return -1;
    }
    return 0;
}

/* --- with values ---------------------------------------------------------- */

static int unbound(const struct param *param, const char *name, const struct expr_scope *scope, struct err *err)
{
    char hint[EXPR_NAME + 24];
    struct suggest suggest = suggest_for(name);
    for (int i = 0; i < scope->count; i++)
        suggest_offer(&suggest, scope->at[i].name);
    return err_set(err, ERR_USE, "'%s' has the dimension '%s', which \"dims\" does not give%s", name_of(param), name,
                   suggest_text(&suggest, hint, sizeof hint));
}

int shape_of(const struct param *param, const struct expr_scope *scope, int *ret_rank,
             int64_t ret_shape[VALUE_MAX_RANK], struct err *err)
{
    int64_t shape[VALUE_MAX_RANK];
    for (int k = 0; k < param->type.rank; k++) {
        char name[EXPR_NAME];
        if (expr_is_name(param->type.dims[k], name) && !expr_scope_find(scope, name))
            return unbound(param, name, scope, err);
        if (expr_whole(param->type.dims[k], scope, 0, SHAPE_DIM_MAX, &shape[k], err))
            return err_prefix(err, "the shape of '%s'", name_of(param));
    }
    if (shape_elements(param->type.rank, shape) < 0)
        return err_set(err, ERR_USE, "'%s' has more than %d elements", name_of(param), SHAPE_ELEMENTS_MAX);
    memcpy(ret_shape, shape, sizeof *shape * (size_t)param->type.rank);
    *ret_rank = param->type.rank;
    return 0;
}

static int wrong_size(const struct param *param, int k, int64_t size, int64_t wanted, struct err *err)
{
    return err_set(err, ERR_USE, "dimension %d of '%s' is %" PRId64 ", but '%s' is %" PRId64, k, name_of(param), size,
                   param->type.dims[k], wanted);
}

static int bind_dim(const struct param *param, int k, int64_t size, struct expr_scope *scope, struct err *err)
{
    char name[EXPR_NAME];
    int64_t wanted;
    const char *dim = param->type.dims[k];
    if (expr_is_name(dim, name) && !expr_scope_find(scope, name))
        return expr_scope_number(scope, name, (double)size, err);
    if (expr_whole(dim, scope, 0, SHAPE_DIM_MAX, &wanted, err))
        return err_prefix(err, "the shape of '%s'", name_of(param));
    return wanted == size ? 0 : wrong_size(param, k, size, wanted, err);
}

static int check_rank(const struct param *param, const struct value *value, struct err *err)
{
    if (!value_is_tensor(value) || value->rank == param->type.rank)
        return 0;
    return err_set(err, ERR_USE, "'%s' has %d dimensions, but its type %s has %d", name_of(param), value->rank,
                   param->type.text, param->type.rank);
}

int shape_check_result(const struct param *param, const struct value *value, const struct expr_scope *scope,
                       struct err *err)
{
    struct unknown unknown = {.known = scope};
    if (check_rank(param, value, err))
        return -1;
    for (int k = 0; k < param->type.rank; k++) {
        int64_t wanted;
        const char *dim = param->type.dims[k];
        if (!dim[0] || expr_each_name(dim, note_unknown, &unknown))
            continue;
        if (expr_whole(dim, scope, 0, SHAPE_DIM_MAX, &wanted, err))
            return err_prefix(err, "the shape of '%s'", name_of(param));
        if (wanted != value->shape[k])
            return wrong_size(param, k, value->shape[k], wanted, err);
    }
    return 0;
}

int shape_bind(const struct param *param, const struct value *value, struct expr_scope *scope, struct err *err)
{
    if (check_rank(param, value, err))
        return -1;
    for (int k = 0; k < param->type.rank; k++) {
        if (bind_dim(param, k, value->shape[k], scope, err))
            return -1;
    }
    const struct expr_name *known = param->name[0] ? expr_scope_find(scope, param->name) : NULL;
    if (!known)
        return param->name[0] ? expr_scope_value(scope, param->name, value, err) : 0;
    if (value->kind != FRAME_I64)
        return err_set(err, ERR_USE, "'%s' is both a dimension and a parameter, which then must be i64", param->name);
    if (known->number != (double)value->i64)
        return err_set(err, ERR_USE, "'%s' is %" PRId64 ", but the dimension of that name is %.0f", param->name,
                       value->i64, known->number);
    return 0;
}
