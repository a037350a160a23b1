/* json.h - JSON read strictly, with positions (cJSON behind it, in json.c alone).
 *
 * json_parse takes nothing but one value of RFC 8259 within bounds (json_scan.h says what that excludes) and refuses
 * duplicate keys. Values are then read through small handles, `struct json`, that borrow from the document. The readers
 * check type and range, and their errors (ERR_USE) name file, line, column and the path of the value:
 *
 *     problems/x/problem.json:12:16: 'groups[1].cases': a whole number from 1 to 500 expected, not "four"
 *
 * Columns count characters from 1. A document is immutable; everything that was read from it dies with json_free.
 */
#ifndef JUDGE_JSON_H
#define JUDGE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/err.h"

enum { JSON_SIZE_MAX = 1 << 20, JSON_PATH = 160 };

enum json_type {
    JSON_ABSENT,
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_TYPE_COUNT
};

struct json_document;

struct json {
    const struct json_document *document;
    const void *node; /* NULL: absent */
};

/* `file` is the name for messages. The text need not end in NUL and is copied. */
int json_parse(const char *file, const char *text, size_t size, struct json_document **ret_document, struct err *err);
void json_free(struct json_document *document);
struct json json_root(const struct json_document *document);

enum json_type json_type(struct json value);
bool json_present(struct json value);

/* Items of an array or members of an object, in order: for (j = json_first(a); json_present(j); j = json_next(j)). */
struct json json_first(struct json container);
struct json json_next(struct json item);
int json_count(struct json container);

/* The key of an object's member, else NULL. */
const char *json_key(struct json member);

/* A member by its exact key; absent when there is none or `object` is no object. */
struct json json_get(struct json object, const char *key);

/* As json_get; an error when it is missing. */
int json_need(struct json object, const char *key, struct json *ret_value, struct err *err);

/* -1 unless the member's key is one of the NULL-terminated list. */
int json_known(struct json member, const char *const *keys, struct err *err);

/* -1 unless the value is an object that has no other keys than those of the NULL-terminated list. */
int json_object(struct json value, const char *const *keys, struct err *err);

/* An array, or an object of any keys, with low..high entries. */
int json_array(struct json value, int low, int high, struct err *err);
int json_map(struct json value, int low, int high, struct err *err);

/* Whole numbers are exact over all of int64_t, and must be written without point or exponent. */
int json_integer(struct json value, int64_t low, int64_t high, int64_t *ret_number, struct err *err);
int json_number(struct json value, double low, double high, double *ret_number, struct err *err);
int json_bool(struct json value, bool *ret_bool, struct err *err);

/* low..high bytes of UTF-8 without NUL. */
int json_text(struct json value, size_t low, size_t high, const char **ret_text, struct err *err);

/* The place of a string in a NULL-terminated list of words. */
int json_word(struct json value, const char *const *words, int *ret_index, struct err *err);

/* "file:line:column: 'path': " + the message. Returns -1. json_fail_key points to the key of a member instead. */
int json_fail(struct json value, struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));
int json_fail_key(struct json member, struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Puts "file:line:column: 'path': " before an error of another module, and makes it ERR_USE. Returns -1. */
int json_blame(struct json value, struct err *err);

#endif
