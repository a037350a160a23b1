/* signature.h - types and functions of a problem.
 *
 * A type is written as in the problem's statement: "i64", "f64", "bool", "str", "str[]", "f32[M,N]", "i64[B,T]",
 * "f32[]" (rank 0), "f32[M*N/2,2]". A dimension is a whole number, a name, or an expression (expr.h) over names bound
 * by the parameters before it. The dimensions of a result may be alternatives ("f32[N,1] or f32[1,N]"): only rank and
 * dtype are then fixed, and the reference decides the shape.
 */
#ifndef JUDGE_SIGNATURE_H
#define JUDGE_SIGNATURE_H

#include <stddef.h>

#include "judge/value.h"
#include "sandbox/err.h"

enum { SIGNATURE_DIM_TEXT = 48, SIGNATURE_PARAMS_MAX = 16, SIGNATURE_RESULTS_MAX = 4, SIGNATURE_NAME = 64 };

struct type {
    enum frame_kind kind;                          /* FRAME_I64, _F64, _BOOL, _STR, _STRINGS or a tensor kind */
    int rank;                                      /* tensors */
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
    struct param results[SIGNATURE_RESULTS_MAX]; /* the name is used for trailing pointers in C; "" for a single one */
};

/* Parses a type. The message on failure names what is wrong with the text. */
int type_parse(const char *text, struct type *ret_type, struct err *err);

/* The C declaration: "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)". The constructor's
 * parameters (may be none) come first. Written into a heap string. */
char *signature_c(const struct function *function, const struct param *constructor, int constructor_count);

/* For people: "get_minimizer(iterations i64, learning_rate f64, guess i64) -> f64". Heap string. */
char *signature_text(const struct function *function);

#endif
