/* utf8.h - UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef JUDGE_UTF8_H
#define JUDGE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_MAX = 4 }; /* bytes of a code point */

/* Bytes of the code point that begins at `bytes` (1..4), or 0 when the bytes there begin none. ret_code may be NULL. */
size_t utf8_decode(const char *bytes, size_t size, uint32_t *ret_code);

bool utf8_valid(const char *bytes, size_t size);

/* Code points of a valid NUL-terminated text; a byte that begins none counts as one. */
size_t utf8_length(const char *text);

/* Is it one that a terminal obeys or that changes how others are read, without being seen itself? Controls, "Trojan
 * Source" overrides and isolates (CVE-2021-42574), zero-width and tag characters, line separators. */
bool utf8_is_hidden(uint32_t code);

/* Is it one that shows nothing, or nothing of its own, besides the hidden ones: white space (Unicode's White_Space),
 * fillers, joiners, variation selectors? U+0020 is one too. */
bool utf8_is_blank(uint32_t code);

#endif
