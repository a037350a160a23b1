/* shape.h - what the dimensions of a signature say about values.
 *
 * Dimensions are read from left to right: constructor, then parameters, then results. A dimension that is one name
 * binds it at its first occurrence and must equal it afterwards; number parameters bind their names too ("N i64" beside
 * "f64[N]" must agree). Expressions use what was bound before. Errors are ERR_USE and name the parameter.
 */
#ifndef JUDGE_SHAPE_H
#define JUDGE_SHAPE_H

#include "judge/problem/expr.h"
#include "judge/problem/signature.h"

enum { SHAPE_DIM_MAX = 4096, SHAPE_ELEMENTS_MAX = 4 << 20 };

/* Checks a signature as it stands, without values. Names that only the results use must be bound too, unless strings or
 * a constructor may decide them ("i64[P+N,T]" of a list of texts). */
int shape_check(const struct param *constructor, int constructor_count, const struct function *function,
                struct err *err);

/* The shape of a tensor parameter; rank 0 for other kinds. Every name must be in the scope. */
int shape_of(const struct param *param, const struct expr_scope *scope, int *ret_rank,
             int64_t ret_shape[VALUE_MAX_RANK], struct err *err);

/* Compares a value with its parameter's dimensions and takes what they bind, and the value itself, into the scope,
 * which borrows it. */
int shape_bind(const struct param *param, const struct value *value, struct expr_scope *scope, struct err *err);

/* Compares a result with those dimensions that the scope decides. */
int shape_check_result(const struct param *param, const struct value *value, const struct expr_scope *scope,
                       struct err *err);

/* Elements, or -1 when a dimension or the product is out of bounds. */
int64_t shape_elements(int rank, const int64_t *shape);

#endif
