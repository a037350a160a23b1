/* generate_internal.h - the parts of a generator, between generate_parse.c (JSON to parts) and the files that draw.
 *
 * To add a way of making numbers: a constant here, a row in `kinds` of generate_parse.c, a row in the table of
 * generate.c, its words in judge/cmd/problem_format.c.
 */
#ifndef JUDGE_GENERATE_INTERNAL_H
#define JUDGE_GENERATE_INTERNAL_H

#include "judge/problem/expr.h"
#include "judge/problem/generate.h"
#include "judge/problem/shape.h"

enum {
    GENERATE_DIMS_MAX = 16,
    GENERATE_LIST_MAX = 256,
    GENERATE_TEXT_MAX = 1 << 16,      /* code points of a text */
    GENERATE_CASE_ELEMENTS = 8 << 20, /* of all tensors of a case */
    GENERATE_TRIAL_ELEMENTS = 256,    /* a trial fills tensors up to this size */
};

/* A number as written, or an expression. */
struct amount {
    double number;
    char *expr; /* NULL for a number */
};

struct amounts {
    int count;
    struct amount *at;
};

struct words {
    int count;
    char **at;
};

enum recipe_kind {
    RECIPE_LITERAL,
    RECIPE_NORMAL,
    RECIPE_UNIFORM,
    RECIPE_LOG_UNIFORM,
    RECIPE_INTEGERS,
    RECIPE_CHOICE,
    RECIPE_PERMUTATION,
    RECIPE_VALUE,
    RECIPE_LIKE,
    RECIPE_ONE_OF,
    RECIPE_EACH,
    RECIPE_TEXT,
    RECIPE_TEXT_FROM,
    RECIPE_SENTENCES,
    RECIPE_COUNT,
};

/* How one argument is made. */
struct recipe {
    enum recipe_kind kind;
    struct value literal;
    struct amounts numbers; /* normal: mean, s; ranges: low, high; choice: all; value: one; like: noise */
    int option_count;       /* one_of, each, and choice of what is not a number */
    struct recipe *options;
    char source[EXPR_NAME]; /* like, text_from: the other argument */

    struct amounts scale, offset, row_scale, row_offset, special; /* modifiers of numbers */
    double zeros;
    bool distinct;
    int round; /* decimals; -1: not at all */

    struct amounts length, count; /* text: code points; sentences: how many */
    struct amounts word_count;
    char *alphabet;
    struct words vocabulary, blanks;
    bool pad;
};

enum dim_kind { DIM_FIXED, DIM_EXPR, DIM_RANGE, DIM_CHOICE };

struct dim {
    char name[EXPR_NAME];
    enum dim_kind kind;
    struct amounts numbers; /* fixed, expr: one; range: low, high; choice: all */
    int64_t multiple;       /* of a range */
};

struct generator {
    const struct param *constructor;
    int constructor_count;
    const struct function *function;
    bool distinct;
    char program[EXPR_NAME]; /* the function of generate.c; "": the recipes make the arguments */
    int dim_count;
    struct dim dims[GENERATE_DIMS_MAX];
    int count; /* constructor arguments and arguments, by parameter */
    struct recipe recipes[2 * SIGNATURE_PARAMS_MAX];
    int order[2 * SIGNATURE_PARAMS_MAX]; /* in which they are made */
};

/* One draw. */
struct draw {
    const struct generator *generator;
    struct random random;
    int ordinal;
    bool trial;                          /* large tensors are left zero: everything else happens */
    const struct generator_plain *plain; /* NULL: as the group says */
    int64_t elements;
    struct expr_scope scope;
    struct err *err;
};

/* As generator_run; a trial leaves large tensors zero, for it is made whenever a problem is read. */
int generator_draw(const struct generator *generator, const uint8_t seed[RANDOM_SEED], int ordinal, bool trial,
                   struct values *ret_values, struct err *err);

/* generate_dims.c: "dims" of a group (may be absent); puts the dimensions of a draw into its scope. */
int dims_parse(struct json json, struct generator *generator, struct err *err);
int draw_dims(struct draw *draw);

/* generate_plain.c: does nothing in a draw that is not plain. */
/* The greatest length that low..high allows. */
int64_t plain_high(const struct draw *draw, int64_t low, int64_t high);
/* The same for integers of any sign: those nearest to 0. */
void plain_integers(const struct draw *draw, int64_t *low, int64_t *high);
/* Short decimals instead of what was drawn, within the recipe's bounds after factor and summand; never 0, and different
 * from each other where one more digit does that. */
void plain_numbers(struct draw *draw, const struct recipe *recipe, double factor, double summand, double *at,
                   int64_t count);

/* generate_amounts.c. A lone amount counts as a list of one. */
int amount_parse(struct json json, struct amount *ret_amount, struct err *err);
int amounts_parse(struct json json, int low, int high, struct amounts *ret_amounts, struct err *err);
void amounts_release(struct amounts *amounts);
int draw_amount(struct draw *draw, const struct amount *amount, double *ret_number);
int draw_whole(struct draw *draw, const struct amount *amount, int64_t low, int64_t high, int64_t *ret_number);
/* From the first amount to the last one, both included. */
int draw_count(struct draw *draw, const struct amounts *range, int64_t high, int64_t *ret_number);

/* generate.c */
int draw_value(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value);

/* generate_numbers.c: scalars and tensors of numbers, with the modifiers. */
int draw_numbers(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value);

/* generate_text.c */
int draw_text(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value);
int draw_text_from(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value);
int draw_sentences(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value);

#endif
