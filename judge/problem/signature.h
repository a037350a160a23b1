/* signature.h - types and functions of a problem, and their form in C.
 *
 * A signature is written as in the statement of a problem:
 *
 *     get_error(model_prediction f64[N,1], ground_truth f64[N,1]) -> f64
 *     get_min(iterations i64, learning_rate f64) -> (x f64, y f64)
 *     unsqueeze(a f32[N], dim i64) -> f32[N,1] or f32[1,N]
 *
 * Types: i64 f64 bool str str[] and tensors f32[...] f64[...] i64[...]; f32[] is rank 0. A dimension is a whole number,
 * a name, or an expression over names that the parameters bind (expr.h). Alternatives ("or") leave the shape of the
 * result to the reference. Names are C identifiers. Everything is bounded; what is wrong is said with its column.
 */
#ifndef JUDGE_SIGNATURE_H
#define JUDGE_SIGNATURE_H

#include <stddef.h>

#include "judge/base/value.h"
#include "sandbox/err.h"

enum { SIGNATURE_DIM_TEXT = 48, SIGNATURE_PARAMS_MAX = 16, SIGNATURE_RESULTS_MAX = 4, SIGNATURE_NAME = 64 };

struct type {
    enum frame_kind kind;                          /* FRAME_I64, _F64, _BOOL, _STR, _STRINGS or a tensor kind */
    int rank;                                      /* of tensors */
    char dims[VALUE_MAX_RANK][SIGNATURE_DIM_TEXT]; /* as written: "N", "3", "M*N/2" */
    char text[128];                                /* the whole type as written */
};

struct param {
    char name[SIGNATURE_NAME];
    struct type type;
};

struct function {
    char name[SIGNATURE_NAME];
    int param_count;
    struct param params[SIGNATURE_PARAMS_MAX];
    int result_count;
    struct param results[SIGNATURE_RESULTS_MAX]; /* several: the names become C's trailing pointers; one: "" */
};

/* "f32[M,N]". */
int type_parse(const char *text, struct type *ret_type, struct err *err);

/* A whole signature, "name(p T, ...) -> T". */
int signature_parse(const char *text, struct function *ret_function, struct err *err);

/* A parameter list alone, "(a i64, b f32[N])", at most `max` of them. */
int signature_parse_params(const char *text, struct param *ret_params, int max, int *ret_count, struct err *err);

/* "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)", without a semicolon. The
 * constructor's parameters (may be none) come first. Heap string. */
char *signature_c(const struct function *function, const struct param *constructor, int constructor_count);

/* As it was written: "get_minimizer(iterations i64, learning_rate f64, guess i64) -> f64". Heap string. */
char *signature_text(const struct function *function);

/* problem.h as a student includes it: the container, the generator, and the declarations of all functions. Heap string.
 */
char *signature_header(const char *problem_id, const struct function *functions, int count,
                       const struct param *constructor, int constructor_count);

/* How a result of the type is declared in C ("tensor *", "int64_t "), and the verb of harness.h that takes it
 * ("tensor"). */
const char *signature_c_result(const struct type *type);
const char *signature_put(const struct type *type);

/* glue.c: for each function a call that takes its arguments from the request and puts its results into the response
 * (harness.h). Heap string. */
char *signature_glue(const struct function *functions, int count, const struct param *constructor,
                     int constructor_count);

#endif
