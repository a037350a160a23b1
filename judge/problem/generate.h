/* generate.h - inputs that are drawn: the dimensions and arguments of a group of cases.
 *
 * A generator is what a group of problem.json says under "dims", "constructor", "args" and "distinct". From a seed it
 * makes always the same values. First the dimensions are drawn, pairwise different unless "distinct" is false: an
 * answer that confuses two axes must not fit by chance. Then the constructor's arguments, then the function's, in the
 * order in which they stand in the file; a number may be an expression over what came before.
 *
 * Where "generate" names a function of generate.c instead of "constructor" and "args" (generate_c.h), only the
 * dimensions are drawn here; generator_run is not for such a group.
 *
 * Parsing checks all that can be checked and makes trial draws, so that a group that contradicts itself is an error
 * with a place in the file. A generator is immutable and owns its text.
 */
#ifndef JUDGE_GENERATE_H
#define JUDGE_GENERATE_H

#include "judge/problem/attachment.h"
#include "judge/problem/expr.h"
#include "judge/base/json.h"
#include "judge/base/random.h"
#include "judge/problem/signature.h"

struct generator;

/* `group` is the object with the keys above; other keys are the caller's business. Constructor and function must
 * outlive the generator. */
int generator_parse(struct json group, const struct param *constructor, int constructor_count,
                    const struct function *function, struct attachments *attachments, struct generator **ret_generator,
                    struct err *err);
void generator_free(struct generator *generator);

/* The function of generate.c, NULL for a group that describes its arguments. */
const char *generator_function(const struct generator *generator);

/* The name of the i-th dimension, NULL behind the last. */
const char *generator_dim(const struct generator *generator, int i);

/* Constructor parameters, then the function's. */
const struct param *generator_param(const struct generator *generator, int index);

/* The values of the case `ordinal` (from 0) of the group: constructor arguments, then the function's. An error
 * (ERR_USE) says which rule of the generator this draw could not keep. */
int generator_run(const struct generator *generator, const uint8_t seed[RANDOM_SEED], int ordinal,
                  struct values *ret_values, struct err *err);

/* How plain a draw is, for an example that people read. It stays a draw of the group: sizes within their ranges, as
 * different from each other as ever, numbers within their bounds. */
struct generator_plain {
    int spread; /* dimensions, lengths and lone integers are among their spread + 1 smallest; -1: any */
    int digits; /* floats have about so many digits; 0: as drawn */
};

/* As generator_run, but plain. */
int generator_run_plain(const struct generator *generator, const uint8_t seed[RANDOM_SEED], int ordinal,
                        struct generator_plain plain, struct values *ret_values, struct err *err);

/* The dimensions alone, as generator_run (`plain` NULL) or generator_run_plain would draw them. */
int generator_draw_dims(const struct generator *generator, const uint8_t seed[RANDOM_SEED],
                        const struct generator_plain *plain, struct expr_scope *ret_scope, struct err *err);

#endif
