/* json_writer.h - JSON for programs that read what the judge prints.
 *
 * Writes one value into a growing buffer:
 *
 *     struct json_writer out = {0};
 *     json_writer_object(&out, NULL);
 *     json_writer_text(&out, "schema", "judge.problems/1");
 *     json_writer_array(&out, "problems");
 *     json_writer_integer(&out, NULL, 3);
 *     json_writer_end(&out);
 *     json_writer_end(&out);
 *     char *text = json_writer_take(&out);
 *
 * `key` is given for members of objects and NULL for items of arrays and for the outermost value; anything else is a
 * mistake of the caller and aborts, as do an end too many and a value that was not ended.
 *
 * Text may be any bytes: quotes, backslashes and control characters (C0, DEL, C1) are escaped, bytes that are not UTF-8
 * become U+FFFD. Numbers are written with the fewest digits that read back as the same double; NaN and the infinities,
 * for which JSON has no number, as the strings "nan", "inf" and "-inf". Identifiers that may pass 2^53 go out as text.
 */
#ifndef JUDGE_JSON_WRITER_H
#define JUDGE_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/base/text.h"

enum { JSON_WRITER_DEPTH = 32 };

struct json_writer {
    struct text text;
    int depth;
    struct {
        bool object, more;
    } open[JSON_WRITER_DEPTH];
    bool done; /* the outermost value has begun */
};

void json_writer_object(struct json_writer *writer, const char *key);
void json_writer_array(struct json_writer *writer, const char *key);
/* Ends the innermost object or array. */
void json_writer_end(struct json_writer *writer);

/* NULL becomes null. */
void json_writer_text(struct json_writer *writer, const char *key, const char *text);
void json_writer_bytes(struct json_writer *writer, const char *key, const char *bytes, size_t size);
void json_writer_integer(struct json_writer *writer, const char *key, int64_t number);
void json_writer_number(struct json_writer *writer, const char *key, double number);
void json_writer_bool(struct json_writer *writer, const char *key, bool value);
void json_writer_null(struct json_writer *writer, const char *key);

/* The whole text, on the heap, without a newline; the writer is empty again. */
char *json_writer_take(struct json_writer *writer);
/* The whole text and a newline to the end of `text`; the writer is empty again. */
void json_writer_line(struct json_writer *writer, struct text *text);
void json_writer_release(struct json_writer *writer);

#endif
