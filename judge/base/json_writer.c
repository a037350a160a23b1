#include "judge/base/json_writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/utf8.h"

static void add_quoted(struct text *text, const char *bytes, size_t size)
{
    static const char named[][2] = {{'"', '"'}, {'\\', '\\'}, {'\n', 'n'}, {'\t', 't'}, {'\r', 'r'}};

    text_add(text, "\"");
    for (size_t i = 0; i < size;) {
        uint32_t code;
        size_t length = utf8_decode(bytes + i, size - i, &code), row = 0;
        if (length == 0) {
            text_add(text, "\xef\xbf\xbd");
            i++;
            continue;
        }
        while (row < sizeof named / sizeof *named && code != (unsigned char)named[row][0])
            row++;
        if (row < sizeof named / sizeof *named)
            text_format(text, "\\%c", named[row][1]);
        else if (code < 0x20 || (code >= 0x7f && code < 0xa0))
            text_format(text, "\\u%04" PRIx32, code);
        else
            text_add_bytes(text, bytes + i, length);
        i += length;
    }
    text_add(text, "\"");
}

/* The comma and the key before a value. */
static void begin(struct json_writer *writer, const char *key)
{
    bool in_object = writer->depth > 0 && writer->open[writer->depth - 1].object;
    if ((writer->depth == 0 && writer->done) || in_object != (key != NULL))
        abort();
    if (writer->depth == 0) {
        writer->done = true;
        return;
    }
    if (writer->open[writer->depth - 1].more)
        text_add(&writer->text, ",");
    writer->open[writer->depth - 1].more = true;
    if (key) {
        add_quoted(&writer->text, key, strlen(key));
        text_add(&writer->text, ":");
    }
}

static void open_container(struct json_writer *writer, const char *key, bool object)
{
    begin(writer, key);
    if (writer->depth == JSON_WRITER_DEPTH)
        abort();
    writer->open[writer->depth].object = object;
    writer->open[writer->depth++].more = false;
    text_add(&writer->text, object ? "{" : "[");
}

void json_writer_object(struct json_writer *writer, const char *key)
{
    open_container(writer, key, true);
}

void json_writer_array(struct json_writer *writer, const char *key)
{
    open_container(writer, key, false);
}

void json_writer_end(struct json_writer *writer)
{
    if (writer->depth == 0)
        abort();
    text_add(&writer->text, writer->open[--writer->depth].object ? "}" : "]");
}

void json_writer_bytes(struct json_writer *writer, const char *key, const char *bytes, size_t size)
{
    begin(writer, key);
    add_quoted(&writer->text, bytes, size);
}

void json_writer_text(struct json_writer *writer, const char *key, const char *text)
{
    if (text)
        json_writer_bytes(writer, key, text, strlen(text));
    else
        json_writer_null(writer, key);
}

void json_writer_integer(struct json_writer *writer, const char *key, int64_t number)
{
    begin(writer, key);
    text_format(&writer->text, "%" PRId64, number);
}

void json_writer_number(struct json_writer *writer, const char *key, double number)
{
    char digits[40];
    if (!isfinite(number)) {
        json_writer_text(writer, key, isnan(number) ? "nan" : number > 0 ? "inf" : "-inf");
        return;
    }
    begin(writer, key);
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    text_add(&writer->text, digits);
}

void json_writer_bool(struct json_writer *writer, const char *key, bool value)
{
    begin(writer, key);
    text_add(&writer->text, value ? "true" : "false");
}

void json_writer_null(struct json_writer *writer, const char *key)
{
    begin(writer, key);
    text_add(&writer->text, "null");
}

char *json_writer_take(struct json_writer *writer)
{
    if (!writer->done || writer->depth > 0)
        abort();
    char *text = text_take(&writer->text);
    *writer = (struct json_writer){0};
    return text;
}

void json_writer_line(struct json_writer *writer, struct text *text)
{
    char *line = json_writer_take(writer);
    text_add(text, line);
    text_add(text, "\n");
    free(line);
}

void json_writer_release(struct json_writer *writer)
{
    text_release(&writer->text);
    *writer = (struct json_writer){0};
}
