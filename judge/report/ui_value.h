/* ui_value.h - arguments and results as people read them: numbers short, tensors as NumPy prints them.
 *
 * Small values are written out whole, large tensors keep their edges ("..."). Strings are sanitised and quoted.
 * Elements for which `wrong` says so are written in STYLE_BAD, and where there is an `other` value to be compared with,
 * with as many digits as tell them from its element there: 1000.00012 and 1000.00034 are never both 1.0000e+03.
 */
#ifndef JUDGE_UI_VALUE_H
#define JUDGE_UI_VALUE_H

#include "judge/report/ui.h"
#include "judge/base/value.h"

struct ui_value_look {
    int columns; /* as wide as it may get */
    bool whole;  /* all rows of a tensor that has no more than some hundred elements */
    bool (*wrong)(const void *context, int64_t element);
    const void *context;
    bool unmarked;               /* wrong elements have no style of their own */
    const struct value *other;   /* of as many elements; NULL: none */
    const struct poison *poison; /* of a result: elements that were never written are "unset"; NULL: none are */
};

/* One line or several, without a newline at the end. `look` may be NULL: 60 columns, nothing wrong. */
void ui_value(const struct ui *ui, struct text *text, const struct value *value, const struct ui_value_look *look);

/* Is the value a tensor whose last axis is not written out whole in this width? */
bool ui_value_leaves_out_columns(const struct value *value, const struct ui_value_look *look);

/* A number as short as it can be told from its neighbours: "1.31", "3e-05", "nan". 32 bytes do. */
const char *ui_number(double number, char *buffer, size_t size);
/* The same with as many digits as tell it from `other`, where the two differ. */
const char *ui_number_apart(double number, double other, char *buffer, size_t size);

/* Several blocks of lines beside each other, each under its title; one below the other when they do not fit into the
 * width. Each line gets `indent` blanks. */
void ui_beside(const struct ui *ui, struct text *text, int indent, int count, const char *const *titles,
               const char *const *blocks);

#endif
