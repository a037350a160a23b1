#include <math.h>

#include "judge/problem/generate_internal.h"

/* An example is read by people: few elements, and numbers that they can compute with in their head. */

enum {
    ZOOM_MAX = 4,       /* digits, at most, that are added where a shorter number would be out of bounds */
    DIFFERENT_MAX = 64, /* elements of a tensor that get another digit where they would be equal */
    POWER_MAX = 22,     /* 10^22 is the last power of ten that a double holds exactly */
};

int64_t plain_high(const struct draw *draw, int64_t low, int64_t high)
{
    if (!draw->plain || draw->plain->spread < 0 || high - low <= draw->plain->spread)
        return high;
    return low + draw->plain->spread;
}

void plain_integers(const struct draw *draw, int64_t *low, int64_t *high)
{
    if (!draw->plain || draw->plain->spread < 0)
        return;
    int64_t spread = draw->plain->spread;
    if (*low > 0) {
        *high = plain_high(draw, *low, *high);
    } else if (*high < 0) {
        *low = *high - *low <= spread ? *low : *high - spread;
    } else {
        *low = *low < -spread ? -spread : *low;
        *high = *high > spread ? spread : *high;
    }
}

/* --- floats ---------------------------------------------------------------- */

static double power_of_ten(int exponent)
{
    double power = 1;
    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

/* The nearest multiple of 10^exponent; one division of whole numbers, so that 0.3 is the 0.3 that people write. */
static double round_to(double x, int exponent)
{
    if (exponent < -POWER_MAX || exponent > POWER_MAX)
        return x;
    double power = power_of_ten(exponent < 0 ? -exponent : exponent);
    double rounded = exponent < 0 ? nearbyint(x * power) : nearbyint(x / power);
    if (rounded == 0) /* a number that was never 0 stays so */
        rounded = x < 0 ? -1 : 1;
    return exponent < 0 ? rounded / power : rounded * power;
}

/* The place of the last digit that a number of this size is given: 7.3 has its first at 10^0. Half of it, because the
 * units should leave a choice: numbers up to 1.5 are told apart by tenths. */
static int last_place(double size, int digits)
{
    int exponent = 0;
    if (!(size > 1e-12) || size > 1e12)
        return -POWER_MAX - 1;
    for (double half = size / 2; half < 1; half *= 10)
        exponent--;
    for (double half = size / 2; half >= 10; half /= 10)
        exponent++;
    return exponent - (digits - 1);
}

struct bounds {
    double low, high;
};

/* Between which numbers the recipe draws, after the modifiers. */
static struct bounds bounds_of(struct draw *draw, const struct recipe *recipe, double factor, double summand)
{
    struct bounds bounds = {-HUGE_VAL, HUGE_VAL};
    double low, high;
    bool rows = recipe->row_scale.count + recipe->row_offset.count > 0;
    if (rows || (recipe->kind != RECIPE_UNIFORM && recipe->kind != RECIPE_LOG_UNIFORM) ||
        draw_amount(draw, &recipe->numbers.at[0], &low) || draw_amount(draw, &recipe->numbers.at[1], &high))
        return bounds;
    low = low * factor + summand;
    high = high * factor + summand;
    return low <= high ? (struct bounds){low, high} : (struct bounds){high, low};
}

static bool stands_before(const double *at, int64_t count, double number)
{
    for (int64_t i = 0; i < count; i++) {
        if (at[i] == number)
            return true;
    }
    return false;
}

static bool is_continuous(const struct recipe *recipe)
{
    return recipe->kind == RECIPE_NORMAL || recipe->kind == RECIPE_UNIFORM || recipe->kind == RECIPE_LOG_UNIFORM ||
           recipe->kind == RECIPE_LIKE;
}

void plain_numbers(struct draw *draw, const struct recipe *recipe, double factor, double summand, double *at,
                   int64_t count)
{
    if (!draw->plain || draw->plain->digits <= 0 || !is_continuous(recipe))
        return;
    const struct bounds bounds = bounds_of(draw, recipe, factor, summand);
    bool each = recipe->kind == RECIPE_LOG_UNIFORM || recipe->row_scale.count > 0; /* each has its own size */
    double size = 0;
    for (int64_t i = 0; i < count; i++)
        size = fabs(at[i]) > size ? fabs(at[i]) : size;
    for (int64_t i = 0; i < count; i++) {
        if (at[i] == 0 || !isfinite(at[i])) /* copied from elsewhere */
            continue;
        int place = last_place(each ? fabs(at[i]) : size, draw->plain->digits);
        for (int zoom = 0; zoom < ZOOM_MAX; zoom++) {
            double number = round_to(at[i], place - zoom);
            bool repeated = zoom == 0 && count <= DIFFERENT_MAX && stands_before(at, i, number);
            if (repeated || number < bounds.low || number > bounds.high)
                continue;
            at[i] = number;
            break;
        }
    }
}
