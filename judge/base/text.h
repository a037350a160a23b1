/* text.h - a growable string. Zero-initialise; text_take hands the heap string over; text_release gives it back.
 * Memory is bounded by what callers append: untrusted lengths are checked before they come here. */
#ifndef JUDGE_TEXT_H
#define JUDGE_TEXT_H

#include <stddef.h>

struct text {
    char *at; /* NUL-terminated once something was added; NULL before */
    size_t size, capacity;
};

void text_add(struct text *text, const char *piece);
void text_add_bytes(struct text *text, const void *bytes, size_t size);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *text_take(struct text *text); /* "" when nothing was added */
void text_release(struct text *text);

#endif
