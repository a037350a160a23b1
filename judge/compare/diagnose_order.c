#include "judge/compare/diagnose_internal.h"

#include <math.h>
#include <stdlib.h>

/* --- order --- */

static double transposed(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    int64_t rows = look->want->shape[look->want->rank - 2], columns = look->want->shape[look->want->rank - 1];
    int64_t matrix = i / (rows * columns), row = i / columns % rows, column = i % columns;
    if (rows == columns)
        return value_number(look->want, matrix * rows * columns + column * rows + row);
    /* Other shapes: the transposed numbers laid out in the shape of the result. */
    int64_t flat = i % (rows * columns);
    return value_number(look->want, matrix * rows * columns + flat % rows * columns + flat / rows);
}

static double axis_reversed(const struct look *look, int64_t i, const void *with)
{
    int axis = *(const int *)with;
    int64_t inner = 1, length = look->want->shape[axis];
    for (int k = axis + 1; k < look->want->rank; k++)
        inner *= look->want->shape[k];
    int64_t at = i / inner % length;
    return value_number(look->want, i + (length - 1 - 2 * at) * inner);
}

struct roll {
    int axis;
    int64_t by;
};

static double axis_rolled(const struct look *look, int64_t i, const void *with)
{
    const struct roll *roll = with;
    int64_t inner = 1, length = look->want->shape[roll->axis];
    for (int k = roll->axis + 1; k < look->want->rank; k++)
        inner *= look->want->shape[k];
    int64_t at = i / inner % length, from = (at + roll->by + length) % length;
    return value_number(look->want, i + (from - at) * inner);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool same_in_another_order(const struct look *look)
{
    if (look->size < 2 || look->size > 1 << 20)
        return false;
    double *sorted[2];
    const struct value *both[2] = {look->got, look->want};
    for (int s = 0; s < 2; s++) {
        sorted[s] = xmalloc((size_t)look->size * sizeof(double));
        for (int64_t i = 0; i < look->size; i++)
            sorted[s][i] = value_number(both[s], i);
        qsort(sorted[s], (size_t)look->size, sizeof(double), by_number);
    }
    bool same = true;
    for (int64_t i = 0; i < look->size && same; i++)
        same = look_near(look, sorted[0][i], sorted[1][i]);
    free(sorted[0]);
    free(sorted[1]);
    return same;
}

void check_order(struct look *look)
{
    if (!same_in_another_order(look))
        return;
    if (look->want->rank >= 2 && look_all(look, transposed, NULL)) {
        look_say(look, "the numbers are right, but transposed (rows and columns exchanged, or column-major order?)");
        return;
    }
    for (int axis = 0; axis < look->want->rank; axis++) {
        if (look->want->shape[axis] < 2)
            continue;
        if (look_all(look, axis_reversed, &axis)) {
            look_say(look, "the numbers are right, but in reverse order along axis %d", axis);
            return;
        }
        for (int64_t by = -1; by <= 1; by += 2) {
            struct roll roll = {axis, by};
            if (look_all(look, axis_rolled, &roll)) {
                look_say(look, "the numbers are right, but shifted by one place along axis %d", axis);
                return;
            }
        }
    }
    look_say(look, "the numbers are right, but in another order");
}

/* --- softmax --- */

/* Weights of gradients can sum to 1 by chance; shares also lie between 0 and 1. */
static bool are_shares(const struct look *look, const struct value *value)
{
    for (int64_t i = 0; i < look->size; i++) {
        double x = value_number(value, i);
        if (!(x >= 0 && x <= 1))
            return false;
    }
    return true;
}

static bool sums_to_one(const struct look *look, const struct value *value, int axis)
{
    int64_t inner = 1, length = value->shape[axis];
    for (int k = axis + 1; k < value->rank; k++)
        inner *= value->shape[k];
    for (int64_t i = 0; i < look->size; i++) {
        if (i / inner % length != 0)
            continue;
        double sum = 0;
        for (int64_t k = 0; k < length; k++)
            sum += value_number(value, i + k * inner);
        if (!(fabs(sum - 1) <= 1e-3))
            return false;
    }
    return true;
}

void check_distribution(struct look *look)
{
    int last = look->want->rank - 1;
    if (last < 0 || look->want->shape[last] < 2 || look->size < 2 || !are_shares(look, look->want) ||
        !sums_to_one(look, look->want, last))
        return;
    if (!sums_to_one(look, look->got, last)) {
        for (int axis = 0; axis < last; axis++) {
            if (look->want->shape[axis] > 1 && sums_to_one(look, look->got, axis)) {
                look_say(look, "sums to 1 along axis %d, but should along axis %d (softmax along the wrong axis?)",
                         axis, last);
                return;
            }
        }
        look_say(look, "does not sum to 1 along the last axis, as the expected values do");
    }
}

/* --- place --- */

/* Are the elements of the class just the last or first along one axis? */
static bool is_of_class(const struct look *look, int64_t i)
{
    double g = value_number(look->got, i), w = value_number(look->want, i);
    return !look_near(look, g, w);
}

void check_where(struct look *look)
{
    const struct value *want = look->want;
    bool told = look->diff->diagnosis_count > 0 && look->diff->class != DIFF_UNWRITTEN; /* of all elements */
    if (told || look->diff->mismatched < 2 || look->diff->mismatched == look->size || want->rank < 1 || look->size < 2)
        return;
    for (int axis = 0; axis < want->rank; axis++) {
        int64_t length = want->shape[axis], inner = 1, only = -1;
        for (int k = axis + 1; k < want->rank; k++)
            inner *= want->shape[k];
        bool one = true;
        for (int64_t i = 0; i < look->size && one; i++) {
            if (!is_of_class(look, i))
                continue;
            int64_t at = i / inner % length;
            one = only < 0 || only == at;
            only = at;
        }
        if (!one || only < 0 || length < 2)
            continue;
        const char *place = only == length - 1 ? " (the last)" : only == 0 ? " (the first)" : "";
        look_say(look, "all of them are at index %lld%s of axis %d", (long long)only, place, axis);
        return;
    }
}
