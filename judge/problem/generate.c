#include "judge/problem/generate.h"

#include "judge/problem/generate_internal.h"

const struct param *generator_param(const struct generator *generator, int index)
{
    return index < generator->constructor_count ? &generator->constructor[index]
                                                : &generator->function->params[index - generator->constructor_count];
}

const char *generator_function(const struct generator *generator)
{
    return generator->program[0] ? generator->program : NULL;
}

const char *generator_dim(const struct generator *generator, int i)
{
    return i < generator->dim_count ? generator->dims[i].name : NULL;
}

/* --- one value ------------------------------------------------------------ */

static int draw_literal(struct draw *draw, const struct recipe *recipe, const struct param *param,
                        struct value *ret_value)
{
    const struct value *literal = &recipe->literal;
    (void)param;
    if (draw->trial && value_is_tensor(literal) && value_size(literal) > GENERATE_TRIAL_ELEMENTS)
        value_init_tensor(ret_value, literal->kind, literal->rank, literal->shape);
    else
        value_copy(ret_value, literal);
    return 0;
}

static int draw_one_of(struct draw *draw, const struct recipe *recipe, const struct param *param,
                       struct value *ret_value)
{
    uint64_t i = random_below(&draw->random, (uint64_t)recipe->option_count);
    return draw_value(draw, &recipe->options[i], param, ret_value);
}

static int draw_each(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value)
{
    return draw_value(draw, &recipe->options[draw->ordinal % recipe->option_count], param, ret_value);
}

static int draw_choice(struct draw *draw, const struct recipe *recipe, const struct param *param,
                       struct value *ret_value)
{
    return recipe->option_count ? draw_one_of(draw, recipe, param, ret_value)
                                : draw_numbers(draw, recipe, param, ret_value);
}

int draw_value(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value)
{
    static int (*const makers[RECIPE_COUNT])(struct draw *, const struct recipe *, const struct param *,
                                             struct value *) = {
        [RECIPE_LITERAL] = draw_literal,     [RECIPE_NORMAL] = draw_numbers,      [RECIPE_UNIFORM] = draw_numbers,
        [RECIPE_LOG_UNIFORM] = draw_numbers, [RECIPE_INTEGERS] = draw_numbers,    [RECIPE_CHOICE] = draw_choice,
        [RECIPE_PERMUTATION] = draw_numbers, [RECIPE_VALUE] = draw_numbers,       [RECIPE_LIKE] = draw_numbers,
        [RECIPE_ONE_OF] = draw_one_of,       [RECIPE_EACH] = draw_each,           [RECIPE_TEXT] = draw_text,
        [RECIPE_TEXT_FROM] = draw_text_from, [RECIPE_SENTENCES] = draw_sentences,
    };
    return makers[recipe->kind](draw, recipe, param, ret_value);
}

/* --- one case ------------------------------------------------------------- */

static int draw_arguments(struct draw *draw, struct values *values)
{
    const struct generator *generator = draw->generator;
    if (draw_dims(draw))
        return -1;
    for (int i = 0; i < generator->count; i++) {
        int index = generator->order[i];
        const struct param *param = generator_param(generator, index);
        if (draw_value(draw, &generator->recipes[index], param, &values->at[index]) ||
            shape_bind(param, &values->at[index], &draw->scope, draw->err))
            return err_prefix(draw->err, "argument '%s'", param->name);
    }
    return 0;
}

static int run_draw(struct draw *draw, const uint8_t seed[RANDOM_SEED], struct values *ret_values)
{
    const size_t count = (size_t)draw->generator->count;
    struct values values = {count, xcalloc(count, sizeof *values.at)};
    random_init(&draw->random, seed);
    if (draw_arguments(draw, &values)) {
        values_release(&values);
        return -1;
    }
    *ret_values = values;
    return 0;
}

int generator_draw(const struct generator *generator, const uint8_t seed[RANDOM_SEED], int ordinal, bool trial,
                   struct values *ret_values, struct err *err)
{
    return run_draw(&(struct draw){.generator = generator, .ordinal = ordinal, .trial = trial, .err = err}, seed,
                    ret_values);
}

int generator_draw_dims(const struct generator *generator, const uint8_t seed[RANDOM_SEED],
                        const struct generator_plain *plain, struct expr_scope *ret_scope, struct err *err)
{
    struct draw draw = {.generator = generator, .plain = plain, .err = err};
    random_init(&draw.random, seed);
    if (draw_dims(&draw))
        return -1;
    *ret_scope = draw.scope;
    return 0;
}

int generator_run(const struct generator *generator, const uint8_t seed[RANDOM_SEED], int ordinal,
                  struct values *ret_values, struct err *err)
{
    return generator_draw(generator, seed, ordinal, false, ret_values, err);
}

int generator_run_plain(const struct generator *generator, const uint8_t seed[RANDOM_SEED], int ordinal,
                        struct generator_plain plain, struct values *ret_values, struct err *err)
{
    return run_draw(&(struct draw){.generator = generator, .ordinal = ordinal, .plain = &plain, .err = err}, seed,
                    ret_values);
}
