/* ui_heat.h - where a tensor is wrong, as a picture in the terminal.
 *
 * Each cell shows |got - want| / allowed: 1 is the border between right and wrong. Two rows of the tensor share a line
 * (upper and lower half block) where there are colours and Unicode; else a ramp of characters. Large tensors are
 * shrunk by the maximum, so that one wrong element is never hidden; of more than two axes the slice with the worst
 * element is shown. The colours (blue-grey, yellow, orange, magenta) can be told apart by the colour-blind, and the
 * worst number stands beside the picture.
 */
#ifndef JUDGE_UI_HEAT_H
#define JUDGE_UI_HEAT_H

#include "judge/compare/compare.h"
#include "judge/report/ui.h"

/* True when the two can be compared element by element, have at least two axes, and are worth a picture. */
bool ui_heat_fits(const struct value *got, const struct value *want);

/* Appends the picture; `worst` is the index that slices go through (diff.at). Fits into ui->width. */
void ui_heat(const struct ui *ui, struct text *text, int indent, const struct value *got, const struct value *want,
             const struct compare_rules *rules, const int64_t *worst);

/* |got - want| / allowed of an element; NaN where exactly one is NaN or an infinity has no match, 0 where it is right.
 */
double ui_heat_ratio(const struct value *got, const struct value *want, const struct compare_rules *rules, int64_t i);

#endif
