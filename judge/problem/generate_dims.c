#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/problem/generate_internal.h"

enum { ROUNDS = 300, PLAIN_ROUNDS = 10 };

/* --- reading -------------------------------------------------------------- */

static int parse_dim_object(struct json json, struct dim *dim, struct err *err)
{
    static const char *const keys[] = {"range", "multiple_of", "choice", NULL};
    struct json range = json_get(json, "range"), choice = json_get(json, "choice"),
                multiple = json_get(json, "multiple_of");
    if (json_object(json, keys, err))
        return -1;
    if (json_present(range) == json_present(choice) || (json_present(multiple) && !json_present(range)))
        return json_fail(json, err, "\"range\" (perhaps with \"multiple_of\") or \"choice\" expected");
    if (json_present(multiple) && json_integer(multiple, 1, SHAPE_DIM_MAX, &dim->multiple, err))
        return -1;
    dim->kind = json_present(range) ? DIM_RANGE : DIM_CHOICE;
    if (dim->kind == DIM_RANGE)
        return amounts_parse(range, 2, 2, &dim->numbers, err);
    return json_array(choice, 1, GENERATE_LIST_MAX, err) ||
                   amounts_parse(choice, 1, GENERATE_LIST_MAX, &dim->numbers, err)
               ? -1
               : 0;
}

static int parse_dim(struct json json, struct dim *dim, struct err *err)
{
    char name[EXPR_NAME];
    int64_t fixed;
    dim->multiple = 1;
    if (!expr_is_name(json_key(json), name) || strcmp(name, json_key(json)) != 0)
        return json_fail_key(json, err, "not a name");
    strcpy(dim->name, name);
    switch (json_type(json)) {
    case JSON_OBJECT:
        return parse_dim_object(json, dim, err);
    case JSON_ARRAY:
        dim->kind = DIM_RANGE;
        return amounts_parse(json, 2, 2, &dim->numbers, err);
    case JSON_STRING:
        dim->kind = DIM_EXPR;
        if (amounts_parse(json, 1, 1, &dim->numbers, err))
            return -1;
        return dim->numbers.at[0].expr ? 0 : json_fail(json, err, "no size");
    default:
        dim->kind = DIM_FIXED;
        return json_integer(json, 0, SHAPE_DIM_MAX, &fixed, err) || amounts_parse(json, 1, 1, &dim->numbers, err) ? -1
                                                                                                                  : 0;
    }
}

int dims_parse(struct json json, struct generator *generator, struct err *err)
{
    if (!json_present(json))
        return 0;
    if (json_map(json, 0, GENERATE_DIMS_MAX, err))
        return -1;
    for (struct json item = json_first(json); json_present(item); item = json_next(item)) {
        if (parse_dim(item, &generator->dims[generator->dim_count++], err))
            return -1;
    }
    return 0;
}

/* --- drawing -------------------------------------------------------------- */

/* Sizes that a drawn dimension must not have. */
struct taken {
    int count;
    int64_t at[GENERATE_DIMS_MAX + VALUE_MAX_RANK * (SIGNATURE_PARAMS_MAX * 2 + SIGNATURE_RESULTS_MAX)];
};

static bool is_taken(const struct taken *taken, int64_t size)
{
    for (int i = 0; i < taken->count; i++) {
        if (taken->at[i] == size)
            return true;
    }
    return false;
}

/* A dimension written as a number in the signature: (N,3) must not come out square. 1 is no axis to confuse. */
static void take_literals(struct taken *taken, const struct param *params, int count)
{
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < params[i].type.rank; k++) {
            const char *dim = params[i].type.dims[k];
            long size = isdigit((unsigned char)*dim) && !dim[strspn(dim, "0123456789 ")] ? strtol(dim, NULL, 10) : 0;
            if (size >= 2 && !is_taken(taken, size))
                taken->at[taken->count++] = size;
        }
    }
}

static void take_fixed(struct taken *taken, const struct generator *generator)
{
    const struct function *function = generator->function;
    take_literals(taken, generator->constructor, generator->constructor_count);
    take_literals(taken, function->params, function->param_count);
    take_literals(taken, function->results, function->result_count);
    for (int i = 0; i < generator->dim_count; i++) {
        if (generator->dims[i].kind == DIM_FIXED)
            taken->at[taken->count++] = (int64_t)generator->dims[i].numbers.at[0].number;
    }
}

/* All sizes that the dimension may have, into `sizes` of SHAPE_DIM_MAX + 1 or of GENERATE_LIST_MAX places. */
static int list_sizes(struct draw *draw, const struct dim *dim, int64_t *sizes, int *ret_count)
{
    int count = 0;
    if (dim->kind == DIM_RANGE) {
        int64_t low, high;
        if (draw_whole(draw, &dim->numbers.at[0], 0, SHAPE_DIM_MAX, &low) ||
            draw_whole(draw, &dim->numbers.at[1], 0, SHAPE_DIM_MAX, &high))
            return -1;
        int64_t multiple = dim->multiple;
        for (int64_t size = (low + multiple - 1) / multiple * multiple; size <= high; size += multiple)
            sizes[count++] = size;
        if (count == 0)
            return err_set(draw->err, ERR_USE, "the range from %" PRId64 " to %" PRId64 " is empty", low, high);
    }
    for (int i = 0; dim->kind != DIM_RANGE && i < dim->numbers.count; i++) {
        if (draw_whole(draw, &dim->numbers.at[i], 0, SHAPE_DIM_MAX, &sizes[count++]))
            return -1;
    }
    *ret_count = count;
    return 0;
}

static int compare_sizes(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* A plain draw takes the smallest sizes; a few more in each round, for these may not fit together. */
static int keep_smallest(const struct draw *draw, int round, int64_t *sizes, int count)
{
    if (!draw->plain || draw->plain->spread < 0)
        return count;
    qsort(sizes, (size_t)count, sizeof *sizes, compare_sizes);
    int kept = draw->plain->spread + 1 + round / PLAIN_ROUNDS;
    return count < kept ? count : kept;
}

/* 1: drawn; 0: every size is taken; -1: error. */
static int draw_dim(struct draw *draw, const struct dim *dim, const struct taken *taken, int round, int64_t *ret_size)
{
    int64_t sizes[SHAPE_DIM_MAX + 1];
    char name[EXPR_NAME];
    int count = 0, free_count = 0;
    if (list_sizes(draw, dim, sizes, &count))
        return err_prefix(draw->err, "dimension '%s'", dim->name);
    /* Equal to another dimension by its very definition: then it is meant. */
    bool exempt =
        !taken || dim->kind == DIM_FIXED || (dim->kind == DIM_EXPR && expr_is_name(dim->numbers.at[0].expr, name));
    for (int i = 0; i < count; i++) {
        if (exempt || !is_taken(taken, sizes[i]))
            sizes[free_count++] = sizes[i];
    }
    if (free_count == 0)
        return 0;
    free_count = keep_smallest(draw, round, sizes, free_count);
    *ret_size = sizes[random_below(&draw->random, (uint64_t)free_count)];
    return 1;
}

int draw_dims(struct draw *draw)
{
    const struct generator *generator = draw->generator;
    const struct dim *stuck = NULL;
    for (int round = 0; round < ROUNDS; round++) {
        struct taken taken = {0};
        int i = 0;
        if (generator->distinct)
            take_fixed(&taken, generator);
        draw->scope.count = 0;
        for (; i < generator->dim_count; i++) {
            int64_t size;
            int drawn = draw_dim(draw, &generator->dims[i], generator->distinct ? &taken : NULL, round, &size);
            if (drawn < 0 ||
                (drawn && expr_scope_number(&draw->scope, generator->dims[i].name, (double)size, draw->err)))
                return -1;
            if (!drawn)
                break;
            if (generator->dims[i].kind != DIM_FIXED)
                taken.at[taken.count++] = size;
        }
        if (i == generator->dim_count)
            return 0;
        stuck = &generator->dims[i];
    }
    return err_set(
        draw->err, ERR_USE,
        "dimension '%s' cannot be made different from the others and from the numbers in the signature; give wider "
        "ranges, or \"distinct\": false",
        stuck->name);
}
