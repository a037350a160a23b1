/* problem_members.h - members of the objects in problem.json, read with their checks.
 *
 * member_count, _number and _flag leave the default where an optional key is absent; member_text and _word need theirs.
 * Errors are those of json.h.
 */
#ifndef JUDGE_PROBLEM_MEMBERS_H
#define JUDGE_PROBLEM_MEMBERS_H

#include "judge/base/faults.h"
#include "judge/base/json.h"

/* An object whose keys are all in the NULL-terminated list: each that is not is a fault. -1: there was one. */
int members_known(struct json object, const char *const *keys, struct faults *faults);

int member_count(struct json object, const char *key, int64_t low, int64_t high, int64_t *number, struct err *err);
int member_number(struct json object, const char *key, double low, double high, double *number, struct err *err);
int member_flag(struct json object, const char *key, bool *flag, struct err *err);

/* 1..high bytes. Heap. */
int member_text(struct json object, const char *key, size_t high, char **ret_text, struct err *err);
/* The place in a NULL-terminated list of words. */
int member_word(struct json object, const char *key, const char *const *words, int *ret_index, struct err *err);

/* [a-z0-9] and hyphens in between, shorter than `size`. */
bool member_is_slug(const char *text, size_t size);

#endif
