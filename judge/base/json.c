#include "judge/base/json.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/json_scan.h"
#include "judge/base/suggest.h"
#include "judge/base/utf8.h"
#include "judge/base/value.h"

enum { MESSAGE = 800 };

struct json_document {
    char *file;
    char *text;
    size_t size;
    struct json_places places;
    cJSON *root; /* valueint of every node is its place: numbers are never read from there */
};

/* --- messages ------------------------------------------------------------- */

static int fail_at(const struct json_document *document, size_t offset, struct err *err, const char *text)
{
    size_t line = 1, from = 0;
    for (size_t i = 0; i < offset; i++) {
        if (document->text[i] == '\n') {
            line++;
            from = i + 1;
        }
    }
    size_t column = 1;
    for (size_t i = from; i < offset; column++) {
        size_t length = utf8_decode(document->text + i, offset - i, NULL);
        i += length ? length : 1;
    }
    return err_set(err, ERR_USE, "%s:%zu:%zu: %s", document->file, line, column, text);
}

/* An absent value is reported at the document's. */
static const struct json_place *place_of(struct json value)
{
    if (!value.node)
        return value.document->places.at;
    return &value.document->places.at[((const cJSON *)value.node)->valueint];
}

/* Bytes between the quotes of the string that begins at `from`. */
static size_t written_length(const char *from)
{
    size_t length = 1;
    while (from[length] != '"')
        length += from[length] == '\\' ? 2 : 1;
    return length - 1;
}

/* A piece of the file for a message, shortened. The scanner let no control character pass but DEL and C1, which a
 * terminal may obey too. */
static const char *quote(const char *from, size_t length, char *buffer, size_t size)
{
    const char *dots = length < size ? "" : "...";
    if (*dots)
        length = size - 4;
    while (*dots && length > 0 && ((unsigned char)from[length] & 0xc0) == 0x80)
        length--;
    snprintf(buffer, size, "%.*s%s", (int)length, from, dots);
    for (char *at = buffer; *at; at++) {
        if (*at == 0x7f)
            *at = '?';
        else if ((unsigned char)at[0] == 0xc2 && (unsigned char)at[1] < 0xa0)
            at[0] = at[1] = '?';
    }
    return buffer;
}

/* "groups[1].dims.N" into the end of the buffer, from the leaf to the root; the start is cut when it is too long. */
static const char *path_text(struct json value, char *buffer)
{
    const struct json_document *document = value.document;
    char *start = buffer + JSON_PATH - 1;
    *start = '\0';
    for (const struct json_place *place = place_of(value); place->parent != JSON_NO_PLACE;
         place = &document->places.at[place->parent]) {
        char step[48], key[40];
        if (place->key == JSON_NO_PLACE) {
            snprintf(step, sizeof step, "[%" PRIu32 "]%s", place->index, *start && *start != '[' ? "." : "");
        } else {
            const char *from = document->text + place->key;
            quote(from + 1, written_length(from), key, sizeof key);
            snprintf(step, sizeof step, "%s%s", key, *start && *start != '[' ? "." : "");
        }
        size_t length = strlen(step);
        if (start - buffer < (ptrdiff_t)length + 3)
            return memcpy(start - 3, "...", 3);
        start = memcpy(start - length, step, length);
    }
    return *start ? start : "the file";
}

static int fail_with(struct json value, size_t offset, struct err *err, const char *text)
{
    char buffer[JSON_PATH], whole[MESSAGE + JSON_PATH + 8];
    snprintf(whole, sizeof whole, "'%s': %s", path_text(value, buffer), text);
    return fail_at(value.document, offset, err, whole);
}

int json_fail(struct json value, struct err *err, const char *format, ...)
{
    char text[MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return fail_with(value, place_of(value)->value, err, text);
}

int json_fail_key(struct json member, struct err *err, const char *format, ...)
{
    char text[MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const struct json_place *place = place_of(member);
    return fail_with(member, place->key == JSON_NO_PLACE ? place->value : place->key, err, text);
}

int json_blame(struct json value, struct err *err)
{
    if (!err)
        return -1;
    char text[MESSAGE];
    snprintf(text, sizeof text, "%.*s", MESSAGE - 1, err->text);
    return json_fail(value, err, "%s", text);
}

/* "not "four"", "not an object": what was found where something else was expected. */
static const char *found(struct json value, char *buffer, size_t size)
{
    static const char *const words[JSON_TYPE_COUNT] = {
        [JSON_ABSENT] = "nothing", [JSON_NULL] = "null",      [JSON_BOOL] = "a truth value", [JSON_NUMBER] = "",
        [JSON_STRING] = "",        [JSON_ARRAY] = "an array", [JSON_OBJECT] = "an object",
    };
    enum json_type type = json_type(value);
    if (type != JSON_NUMBER && type != JSON_STRING) {
        snprintf(buffer, size, "%s", words[type]);
        return buffer;
    }
    const char *from = value.document->text + place_of(value)->value;
    size_t length = type == JSON_NUMBER ? strspn(from, "+-.0123456789eE") : written_length(from) + 2;
    return quote(from, length, buffer, size);
}

static int expected(struct json value, struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int expected(struct json value, struct err *err, const char *format, ...)
{
    char text[256], other[40];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return json_fail(value, err, "%s expected, not %s", text, found(value, other, sizeof other));
}

/* --- parsing -------------------------------------------------------------- */

/* Gives every node its place, in the scanner's order. */
static void number_nodes(cJSON *node, int *next)
{
    node->valueint = (*next)++;
    for (cJSON *child = node->child; child; child = child->next)
        number_nodes(child, next);
}

static int refuse_duplicates(const struct json_document *document, const cJSON *node, struct err *err)
{
    for (const cJSON *child = node->child; child; child = child->next) {
        for (const cJSON *other = node->child; child->string && other != child; other = other->next) {
            if (strcmp(other->string, child->string) == 0)
                return json_fail_key((struct json){document, child}, err, "the key stands twice in one object");
        }
        if (refuse_duplicates(document, child, err))
            return -1;
    }
    return 0;
}

static int parse(struct json_document *document, struct err *err)
{
    struct json_fault fault;
    if (json_scan(document->text, document->size, &document->places, &fault))
        return fail_at(document, fault.offset, err, fault.text);
    document->root = cJSON_ParseWithLengthOpts(document->text, document->size + 1, NULL, true);
    int numbered = 0;
    if (document->root)
        number_nodes(document->root, &numbered);
    if ((size_t)numbered != document->places.count)
        return err_set(err, ERR_JUDGE, "%s: the JSON library reads it in another way", document->file);
    return refuse_duplicates(document, document->root, err);
}

int json_parse(const char *file, const char *text, size_t size, struct json_document **ret_document, struct err *err)
{
    if (size > JSON_SIZE_MAX)
        return err_set(err, ERR_USE, "%s: larger than %d KiB", file, JSON_SIZE_MAX / 1024);
    struct json_document *document = xcalloc(1, sizeof *document);
    document->file = xstrdup(file);
    document->text = xmalloc(size + 1);
    document->size = size;
    if (size)
        memcpy(document->text, text, size);
    document->text[size] = '\0';
    if (parse(document, err)) {
        json_free(document);
        return -1;
    }
    *ret_document = document;
    return 0;
}

void json_free(struct json_document *document)
{
    if (!document)
        return;
    cJSON_Delete(document->root);
    free(document->places.at);
    free(document->text);
    free(document->file);
    free(document);
}

/* --- walking -------------------------------------------------------------- */

struct json json_root(const struct json_document *document)
{
    return (struct json){document, document->root};
}

enum json_type json_type(struct json value)
{
    const cJSON *node = value.node;
    if (!node)
        return JSON_ABSENT;
    if (cJSON_IsNumber(node))
        return JSON_NUMBER;
    if (cJSON_IsString(node))
        return JSON_STRING;
    if (cJSON_IsArray(node))
        return JSON_ARRAY;
    if (cJSON_IsObject(node))
        return JSON_OBJECT;
    return cJSON_IsBool(node) ? JSON_BOOL : JSON_NULL;
}

bool json_present(struct json value)
{
    return value.node != NULL;
}

struct json json_first(struct json container)
{
    const cJSON *node = container.node;
    return (struct json){container.document, node ? node->child : NULL};
}

struct json json_next(struct json item)
{
    const cJSON *node = item.node;
    return (struct json){item.document, node ? node->next : NULL};
}

int json_count(struct json container)
{
    return container.node ? cJSON_GetArraySize(container.node) : 0;
}

const char *json_key(struct json member)
{
    const cJSON *node = member.node;
    return node ? node->string : NULL;
}

struct json json_get(struct json object, const char *key)
{
    const void *node = json_type(object) == JSON_OBJECT ? cJSON_GetObjectItemCaseSensitive(object.node, key) : NULL;
    return (struct json){object.document, node};
}

int json_need(struct json object, const char *key, struct json *ret_value, struct err *err)
{
    *ret_value = json_get(object, key);
    return json_present(*ret_value) ? 0 : json_fail(object, err, "the key '%s' is missing", key);
}

/* --- typed readers -------------------------------------------------------- */

/* NULL-terminated lists of words: keys of an object, values of an enumeration. */
static int word_index(const char *word, const char *const *words)
{
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

static const char *nearest(const char *word, const char *const *words, char *buffer, size_t size)
{
    struct suggest suggest = suggest_for(word);
    for (int i = 0; words[i]; i++)
        suggest_offer(&suggest, words[i]);
    return suggest_text(&suggest, buffer, size);
}

int json_known(struct json member, const char *const *keys, struct err *err)
{
    char hint[96];
    return word_index(json_key(member), keys) >= 0
               ? 0
               : json_fail_key(member, err, "unknown key%s", nearest(json_key(member), keys, hint, sizeof hint));
}

int json_object(struct json value, const char *const *keys, struct err *err)
{
    if (json_type(value) != JSON_OBJECT)
        return expected(value, err, "an object");
    for (struct json member = json_first(value); json_present(member); member = json_next(member)) {
        if (json_known(member, keys, err))
            return -1;
    }
    return 0;
}

static int check_count(struct json value, const char *what, int low, int high, struct err *err)
{
    int count = json_count(value);
    if (count < low)
        return json_fail(value, err, "at least %d %s expected, not %d", low, what, count);
    return count > high ? json_fail(value, err, "at most %d %s expected, not %d", high, what, count) : 0;
}

int json_array(struct json value, int low, int high, struct err *err)
{
    if (json_type(value) != JSON_ARRAY)
        return expected(value, err, "an array");
    return check_count(value, "items", low, high, err);
}

int json_map(struct json value, int low, int high, struct err *err)
{
    if (json_type(value) != JSON_OBJECT)
        return expected(value, err, "an object");
    return check_count(value, "keys", low, high, err);
}

/* Not from the tree, where it went through a double. */
static bool exact_integer(struct json value, int64_t *ret_number)
{
    if (json_type(value) != JSON_NUMBER)
        return false;
    char *end;
    errno = 0;
    long long number = strtoll(value.document->text + place_of(value)->value, &end, 10);
    if (errno || *end == '.' || *end == 'e' || *end == 'E')
        return false;
    *ret_number = number;
    return true;
}

int json_integer(struct json value, int64_t low, int64_t high, int64_t *ret_number, struct err *err)
{
    int64_t number;
    if (exact_integer(value, &number) && number >= low && number <= high) {
        *ret_number = number;
        return 0;
    }
    if (low == INT64_MIN && high == INT64_MAX)
        return expected(value, err, "a whole number of 64 bits");
    return expected(value, err, "a whole number from %" PRId64 " to %" PRId64, low, high);
}

int json_number(struct json value, double low, double high, double *ret_number, struct err *err)
{
    if (json_type(value) == JSON_NUMBER) {
        double number = ((const cJSON *)value.node)->valuedouble;
        if (number >= low && number <= high) {
            *ret_number = number;
            return 0;
        }
    }
    return isfinite(low) && isfinite(high) ? expected(value, err, "a number from %g to %g", low, high)
                                           : expected(value, err, "a number");
}

int json_bool(struct json value, bool *ret_bool, struct err *err)
{
    if (json_type(value) != JSON_BOOL)
        return expected(value, err, "true or false");
    *ret_bool = cJSON_IsTrue((const cJSON *)value.node);
    return 0;
}

int json_text(struct json value, size_t low, size_t high, const char **ret_text, struct err *err)
{
    if (json_type(value) != JSON_STRING)
        return expected(value, err, "a string");
    const char *text = ((const cJSON *)value.node)->valuestring;
    size_t length = strlen(text);
    if (length < low)
        return json_fail(value, err, "a string of at least %zu bytes expected, not of %zu", low, length);
    if (length > high)
        return json_fail(value, err, "a string of at most %zu bytes expected, not of %zu", high, length);
    *ret_text = text;
    return 0;
}

int json_word(struct json value, const char *const *words, int *ret_index, struct err *err)
{
    const char *text;
    char list[200] = "", hint[96], other[40];
    if (json_text(value, 0, JSON_SIZE_MAX, &text, err))
        return -1;
    int index = word_index(text, words);
    if (index >= 0) {
        *ret_index = index;
        return 0;
    }
    for (int i = 0; words[i]; i++) {
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s%s", !i ? "" : words[i + 1] ? ", " : " or ", words[i]);
    }
    return json_fail(value, err, "%s expected, not %s%s", list, found(value, other, sizeof other),
                     nearest(text, words, hint, sizeof hint));
}
