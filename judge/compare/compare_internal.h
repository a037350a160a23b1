/* compare_internal.h - between compare.c, which compares elements, and compare_form.c, which compares what holds them.
 * What differs goes into a diff, whose class is DIFF_NONE before; bool: it fits. */
#ifndef JUDGE_COMPARE_INTERNAL_H
#define JUDGE_COMPARE_INTERNAL_H

#include "judge/compare/compare.h"

#ifdef __FAST_MATH__
#error "the comparison must not be built with -ffast-math: it would accept NaN"
#endif

enum number_class { NUMBER_FINITE, NUMBER_NAN, NUMBER_PLUS_INFINITY, NUMBER_MINUS_INFINITY };

/* Of the bits. */
enum number_class compare_class_of(double x);

/* compare_form.c: the number of results; a diff's own fields of form; kind, rank and shape. */
void compare_counts_fit(const struct param *types, const struct values *got, const struct values *want,
                        struct diff *diff);
void compare_describe_form(const struct value *got, const struct value *want, struct diff *diff);
bool compare_form_fits(const struct compare_rules *rules, const struct type *type, const struct value *got,
                       const struct value *want, struct diff *diff);

/* Sets class and words. Returns false. */
bool compare_differ(struct diff *diff, enum diff_class class, const char *what);

/* compare.c: the words for `class`, from the numbers of elements in the diff; the index of an element. */
void compare_describe_elements(struct diff *diff, enum diff_class class);
void compare_index_of(int64_t flat, int rank, const int64_t *shape, int64_t *ret_at);

#endif
