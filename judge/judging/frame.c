#include "judge/judging/frame.h"

#include <stdlib.h>
#include <string.h>

#include "judge/base/digest.h"

static const size_t element_bytes[FRAME_KIND_COUNT] = {
    [FRAME_TENSOR_F32] = 4,
    [FRAME_TENSOR_F64] = 8,
    [FRAME_TENSOR_I64] = 8,
};

/* --- writing
 * ---------------------------------------------------------------------------------------------------------- */

static void add_padded(struct text *text, const void *bytes, size_t size)
{
    static const char zeros[8];
    text_add_bytes(text, bytes, size);
    text_add_bytes(text, zeros, (8 - size % 8) % 8);
}

static void add_strings(struct text *text, const struct value *value)
{
    for (int64_t i = 0; i < value->shape[0]; i++) {
        int64_t length = (int64_t)strlen(value->texts[i]);
        text_add_bytes(text, &length, sizeof length);
        add_padded(text, value->texts[i], (size_t)length);
    }
}

static void add_value(struct text *text, const struct value *value)
{
    struct frame_value header = {.kind = (uint32_t)value->kind, .rank = (uint32_t)value->rank};
    text_add_bytes(text, &header, sizeof header);
    text_add_bytes(text, value->shape, (size_t)value->rank * sizeof *value->shape);
    switch (value->kind) {
    case FRAME_I64:
    case FRAME_BOOL:
        text_add_bytes(text, &value->i64, sizeof value->i64);
        break;
    case FRAME_F64:
        text_add_bytes(text, &value->f64, sizeof value->f64);
        break;
    case FRAME_STR:
    case FRAME_OTHER:
        add_padded(text, value->text, (size_t)value->shape[0]);
        break;
    case FRAME_STRINGS:
        add_strings(text, value);
        break;
    case FRAME_TENSOR_F32:
    case FRAME_TENSOR_F64:
    case FRAME_TENSOR_I64:
        add_padded(text, value->data, (size_t)value_size(value) * element_bytes[value->kind]);
        break;
    default:
        break;
    }
}

void frame_write_request(struct text *text, unsigned function, unsigned variant, const struct poison *poison,
                         const struct values *arguments)
{
    struct frame_request header = {.magic = FRAME_REQUEST_MAGIC,
                                   .function = function,
                                   .variant = variant,
                                   .count = (uint32_t)arguments->count,
                                   .poison = *poison};
    text_add_bytes(text, &header, sizeof header);
    for (size_t i = 0; i < arguments->count; i++)
        add_value(text, &arguments->at[i]);
}

void frame_write_response(struct text *text, const struct values *results)
{
    const struct frame_response header = {.magic = FRAME_RESPONSE_MAGIC, .count = (uint32_t)results->count};
    const uint64_t end = FRAME_END;
    text_add_bytes(text, &header, sizeof header);
    for (size_t i = 0; i < results->count; i++)
        add_value(text, &results->at[i]);
    text_add_bytes(text, &end, sizeof end);
}

struct poison frame_draw_poison(void)
{
    struct poison poison;
    digest_random(&poison, sizeof poison);
    poison.f32 = 0x7fc00000u | (poison.f32 & 0x803fffffu);
    poison.f64 = UINT64_C(0x7ff8000000000000) | (poison.f64 & UINT64_C(0x8007ffffffffffff));
    poison.i64 = (int64_t)(UINT64_C(0x8000000000000000) | ((uint64_t)poison.i64 >> 2)); /* far below any index */
    return poison;
}

/* --- reading
 * ---------------------------------------------------------------------------------------------------------- */

struct reader {
    const unsigned char *at;
    size_t left;
    const char *why;
};

static bool bad(struct reader *reader, const char *why)
{
    reader->why = why;
    return false;
}

/* Copies `size` bytes out and steps over their padding. */
static bool take(struct reader *reader, void *to, size_t size)
{
    if (size > reader->left)
        return bad(reader, "it ends in the middle of a value");
    size_t padded = size + (8 - size % 8) % 8;
    if (padded > reader->left)
        return bad(reader, "it ends in the middle of a value");
    if (size)
        memcpy(to, reader->at, size);
    reader->at += padded;
    reader->left -= padded;
    return true;
}

static bool take_text(struct reader *reader, size_t length, char **ret_text)
{
    if (length > reader->left)
        return bad(reader, "a string is longer than the response");
    char *text = xmalloc(length + 1);
    if (!take(reader, text, length)) {
        free(text);
        return false;
    }
    text[length] = '\0';
    *ret_text = text;
    return true;
}

static bool read_strings(struct reader *reader, struct value *value)
{
    int64_t count = value->shape[0];
    value->shape[0] = 0; /* so that a release in the middle frees what is there */
    if (count < 0 || (uint64_t)count > reader->left / 8)
        return bad(reader, "more strings than the response can hold");
    value->texts = xcalloc((size_t)count, sizeof *value->texts);
    while (value->shape[0] < count) {
        int64_t length;
        if (!take(reader, &length, sizeof length))
            return false;
        if (length < 0 || !take_text(reader, (size_t)length, &value->texts[value->shape[0]]))
            return bad(reader, "a string is longer than the response");
        value->shape[0]++;
        if (strlen(value->texts[value->shape[0] - 1]) != (size_t)length) /* what stands behind would not be compared */
            return bad(reader, "a string holds a NUL");
    }
    return true;
}

static bool read_tensor(struct reader *reader, struct value *value)
{
    size_t size = element_bytes[value->kind];
    for (int k = 0; k < value->rank; k++) {
        if (value->shape[k] < 0 || value->shape[k] > INT64_C(1) << 40)
            return bad(reader, "a dimension is out of range");
    }
    for (int k = 0; k < value->rank; k++) {
        if (__builtin_mul_overflow(size, (size_t)value->shape[k], &size))
            return bad(reader, "a tensor is larger than the response");
    }
    if (size > reader->left)
        return bad(reader, "a tensor is larger than the response");
    value->data = xmalloc(size);
    return take(reader, value->data, size);
}

static bool read_payload(struct reader *reader, struct value *value)
{
    switch (value->kind) {
    case FRAME_NONE:
        return true;
    case FRAME_I64:
    case FRAME_BOOL:
        return take(reader, &value->i64, sizeof value->i64);
    case FRAME_F64:
        return take(reader, &value->f64, sizeof value->f64);
    case FRAME_STR:
    case FRAME_OTHER:
        if (value->shape[0] < 0)
            return bad(reader, "a string is longer than the response");
        return take_text(reader, (size_t)value->shape[0], &value->text);
    case FRAME_STRINGS:
        return read_strings(reader, value);
    default:
        return read_tensor(reader, value);
    }
}

/* Ranks that each kind may have; tensors up to VALUE_MAX_RANK. */
static bool rank_fits(uint32_t kind, uint32_t rank)
{
    if (element_bytes[kind])
        return rank <= VALUE_MAX_RANK;
    return rank == (kind == FRAME_STR || kind == FRAME_STRINGS || kind == FRAME_OTHER ? 1 : 0);
}

static bool read_value(struct reader *reader, struct value *value)
{
    struct frame_value header;
    if (!take(reader, &header, sizeof header))
        return false;
    if (header.kind >= FRAME_KIND_COUNT || !rank_fits(header.kind, header.rank))
        return bad(reader, "a value has an unknown kind or rank");
    struct value read = {.kind = FRAME_NONE, .rank = (int)header.rank};
    if (!take(reader, read.shape, header.rank * sizeof *read.shape))
        return false;
    read.kind = (enum frame_kind)header.kind;
    if (!read_payload(reader, &read)) {
        value_release(&read);
        return false;
    }
    *value = read;
    return true;
}

enum response_state frame_parse_response(const void *bytes, size_t size, size_t max_count, struct values *ret_values,
                                         const char **why)
{
    struct reader reader = {.at = bytes, .left = size, .why = ""};
    struct frame_response header;
    struct values values = {0};
    uint64_t end = 0;
    if (size == 0)
        return RESPONSE_NONE;
    bool ok = take(&reader, &header, sizeof header);
    if (ok && header.magic != FRAME_RESPONSE_MAGIC)
        ok = bad(&reader, "it does not begin as one");
    if (ok && header.count == FRAME_REDRAW && reader.left == sizeof end)
        return RESPONSE_REDRAW;
    bool failed = ok && header.count == FRAME_FAILED;
    if (failed)
        header.count = max_count = FRAME_FAILED_VALUES;
    if (ok && header.count > reader.left / sizeof(struct frame_value))
        ok = bad(&reader, "it is shorter than it says");
    if (ok && header.count > FRAME_COUNT_MAX)
        ok = bad(&reader, "it has more results than can be counted");
    if (ok)
        values.at = xcalloc(header.count, sizeof *values.at);
    while (ok && values.count < header.count) {
        ok = read_value(&reader, &values.at[values.count]);
        if (ok && values.count >= max_count)
            value_release(&values.at[values.count]);
        values.count += ok;
    }
    if (ok && (!take(&reader, &end, sizeof end) || end != FRAME_END || reader.left != 0))
        ok = bad(&reader, "it does not end where it should");
    if (!ok) {
        values_release(&values);
        if (why)
            *why = reader.why;
        return RESPONSE_BAD;
    }
    *ret_values = values;
    return failed ? RESPONSE_FAILED : RESPONSE_OK;
}
