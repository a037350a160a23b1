/* literal.h - a value written out in JSON.
 *
 * Numbers, true and false, strings, lists of strings; tensors as nested lists ("[[1, 2], [3, 4]]", a number for rank
 * 0). Where a float belongs, "nan", "inf" and "-inf" may stand. Lists must be rectangular. An array may
 * also stand in a file that NumPy wrote (attachment.h): {"npy": "data/x.npy"}, or {"npz": "data/case1.npz", "name":
 * "x"}. Errors point to the item.
 */
#ifndef JUDGE_LITERAL_H
#define JUDGE_LITERAL_H

#include "judge/problem/attachment.h"
#include "judge/base/json.h"
#include "judge/problem/signature.h"

enum { LITERAL_TEXT_MAX = 1 << 16 };

/* Kind and rank are the type's; the dimensions are those of the lists (shape.h compares them with the signature). */
int literal_parse(struct json json, const struct type *type, struct attachments *attachments, struct value *ret_value,
                  struct err *err);

/* An object that names a file. */
bool literal_is_file(struct json json);

/* A number or one of "nan", "inf", "-inf". */
int literal_number(struct json json, double *ret_number, struct err *err);

/* The word is one of "nan", "inf", "-inf". */
bool literal_is_special(const char *word, double *ret_number);

#endif
