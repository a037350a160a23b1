/* json_scan.h - the strict half of reading JSON: grammar and positions.
 *
 * Scans a text by RFC 8259 to the letter and notes where every value begins, in the order in which the values stand (a
 * container before what it contains). Whatever a lenient parser would let pass is a fault with an offset and a remedy:
 * comments, trailing commas, single quotes, leading zeros, NaN, numbers out of range, control characters, invalid
 * UTF-8, lone surrogates, NUL characters, text behind the end. Depth, number of keys and lengths are bounded. Duplicate
 * keys are not seen here: they may differ in their escapes (json.h).
 */
#ifndef JUDGE_JSON_SCAN_H
#define JUDGE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_DEPTH_MAX = 32, JSON_KEYS_MAX = 256, JSON_NUMBER_MAX = 60 };

#define JSON_NO_PLACE UINT32_MAX

/* Offsets into the text, and the container: an index into the places. */
struct json_place {
    uint32_t value;
    uint32_t key; /* of members of objects, else JSON_NO_PLACE */
    uint32_t parent;
    uint32_t index; /* within the parent */
};

struct json_places {
    size_t count;
    struct json_place *at; /* heap */
};

struct json_fault {
    size_t offset;
    char text[160];
};

/* The text is NUL-terminated behind `size` bytes. -1 with the fault filled. */
int json_scan(const char *text, size_t size, struct json_places *ret_places, struct json_fault *ret_fault);

#endif
