#include "judge/problem/npy.h"

#include <endian.h>
#include <inttypes.h>
#include <string.h>

/* --- dtypes ------------------------------------------------------------------------------------------------------- */

#define OF(kind) (1u << (kind))
enum {
    WHOLE = OF(FRAME_I64) | OF(FRAME_TENSOR_I64),
    DOUBLE = OF(FRAME_F64) | OF(FRAME_TENSOR_F64),
    SINGLE = OF(FRAME_TENSOR_F32),
};

/* `holders`: the kinds that hold every number of the type. */
struct npy_type {
    const char *code, *name;
    size_t size;
    enum frame_kind kind;
    unsigned holders;
};

static const struct npy_type types[] = {
    {"f4", "float32", 4, FRAME_TENSOR_F32, SINGLE | DOUBLE},
    {"f8", "float64", 8, FRAME_TENSOR_F64, DOUBLE},
    {"b1", "bool", 1, FRAME_TENSOR_I64, WHOLE | OF(FRAME_BOOL)},
    {"i1", "int8", 1, FRAME_TENSOR_I64, WHOLE | DOUBLE | SINGLE},
    {"i2", "int16", 2, FRAME_TENSOR_I64, WHOLE | DOUBLE | SINGLE},
    {"i4", "int32", 4, FRAME_TENSOR_I64, WHOLE | DOUBLE},
    {"i8", "int64", 8, FRAME_TENSOR_I64, WHOLE},
    {"u1", "uint8", 1, FRAME_TENSOR_I64, WHOLE | DOUBLE | SINGLE},
    {"u2", "uint16", 2, FRAME_TENSOR_I64, WHOLE | DOUBLE | SINGLE},
    {"u4", "uint32", 4, FRAME_TENSOR_I64, WHOLE | DOUBLE},
};
enum { TYPES = sizeof types / sizeof *types };

const char *npy_type_name(const struct npy *array)
{
    return array->type->name;
}

enum frame_kind npy_kind(const struct npy *array)
{
    return array->type->kind;
}

/* --- the header: a Python dictionary ------------------------------------------------------------------------------ */

struct cursor {
    const char *at, *end;
};

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\n'))
        cursor->at++;
}

static bool accept(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(cursor);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

/* 'text' or "text", without escapes; the text stays where it is. */
static bool read_quoted(struct cursor *cursor, struct cursor *ret_text)
{
    skip_blanks(cursor);
    if (cursor->at == cursor->end || (*cursor->at != '\'' && *cursor->at != '"'))
        return false;
    const char *from = cursor->at + 1, *to = memchr(from, *cursor->at, (size_t)(cursor->end - from));
    if (!to || memchr(from, '\\', (size_t)(to - from)))
        return false;
    *ret_text = (struct cursor){from, to};
    cursor->at = to + 1;
    return true;
}

static bool is(const struct cursor *text, const char *word)
{
    return (size_t)(text->end - text->at) == strlen(word) && memcmp(text->at, word, strlen(word)) == 0;
}

static int read_descr(struct cursor *cursor, struct npy *array, struct err *err)
{
    struct cursor text;
    if (accept(cursor, "["))
        return err_set(err, ERR_USE, "the array is a structured one; save its fields as arrays of their own");
    if (!read_quoted(cursor, &text) || text.at == text.end)
        return err_set(err, ERR_USE, "the header's 'descr' is no dtype");
    const int length = (int)(text.end - text.at);
    const char order = *text.at;
    const struct cursor code = {text.at + 1, text.end};
    for (int i = 0; i < TYPES && !array->type; i++) {
        if (is(&code, types[i].code) && strchr(types[i].size == 1 ? "|<>" : "<>", order))
            array->type = &types[i];
    }
    array->swapped = array->type && array->type->size > 1 && order == '>';
    if (array->type)
        return 0;
    for (int i = 0; i < length && i < 32; i++) {
        if (text.at[i] < ' ' || text.at[i] > '~')
            return err_set(err, ERR_USE, "the header's 'descr' is no dtype");
    }
    return err_set(err, ERR_USE, "arrays of dtype '%.*s' are not read; bool, integers%s, float32 and float64 are",
                   length > 32 ? 32 : length, text.at, is(&code, "u8") ? " but uint64" : "");
}

static int read_order(struct cursor *cursor, struct npy *array, struct err *err)
{
    array->fortran = accept(cursor, "True");
    return array->fortran || accept(cursor, "False")
               ? 0
               : err_set(err, ERR_USE, "the header's 'fortran_order' is neither True nor False");
}

static bool read_size(struct cursor *cursor, int64_t *ret_size)
{
    const char *from = cursor->at;
    int64_t size = 0;
    for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
        if (__builtin_mul_overflow(size, 10, &size) || __builtin_add_overflow(size, *cursor->at - '0', &size))
            return false;
    }
    *ret_size = size;
    return cursor->at > from;
}

/* "(3, 5)", "(3,)" or "()". */
static int read_shape(struct cursor *cursor, struct npy *array, struct err *err)
{
    bool more = accept(cursor, "(");
    if (!more)
        return err_set(err, ERR_USE, "the header's 'shape' is no tuple");
    while (!accept(cursor, ")")) {
        if (!more)
            return err_set(err, ERR_USE, "the header's 'shape' is no tuple of sizes");
        if (array->rank == VALUE_MAX_RANK)
            return err_set(err, ERR_USE, "the array has more than %d dimensions", VALUE_MAX_RANK);
        skip_blanks(cursor);
        if (!read_size(cursor, &array->shape[array->rank]))
            return err_set(err, ERR_USE, "the header's 'shape' is no tuple of sizes");
        array->rank++;
        more = accept(cursor, ",");
    }
    return 0;
}

static const struct {
    const char *key;
    int (*read)(struct cursor *, struct npy *, struct err *);
} entries[] = {{"descr", read_descr}, {"fortran_order", read_order}, {"shape", read_shape}};
enum { ENTRIES = sizeof entries / sizeof *entries };

static int read_entry(struct cursor *cursor, bool *seen, struct npy *array, struct err *err)
{
    struct cursor key;
    if (!read_quoted(cursor, &key) || !accept(cursor, ":"))
        return err_set(err, ERR_USE, "the header is no dictionary as NumPy writes it");
    for (int i = 0; i < ENTRIES; i++) {
        if (!is(&key, entries[i].key))
            continue;
        if (seen[i])
            return err_set(err, ERR_USE, "the header has '%s' twice", entries[i].key);
        seen[i] = true;
        return entries[i].read(cursor, array, err);
    }
    return err_set(err, ERR_USE, "the header has a key that NumPy does not write");
}

static int read_header(struct cursor cursor, struct npy *array, struct err *err)
{
    bool seen[ENTRIES] = {false}, more = accept(&cursor, "{");
    while (more && !accept(&cursor, "}")) {
        if (read_entry(&cursor, seen, array, err))
            return -1;
        more = accept(&cursor, ",") || (cursor.at < cursor.end && *cursor.at == '}');
    }
    skip_blanks(&cursor);
    if (!more || cursor.at < cursor.end)
        return err_set(err, ERR_USE, "the header is no dictionary as NumPy writes it");
    for (int i = 0; i < ENTRIES; i++) {
        if (!seen[i])
            return err_set(err, ERR_USE, "the header has no '%s'", entries[i].key);
    }
    return 0;
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

/* Where the header's text is: behind magic, version and a length of 2 (version 1) or 4 bytes. */
static int find_header(const unsigned char *bytes, size_t size, struct cursor *ret_header, struct err *err)
{
    if (size < 10 || memcmp(bytes, "\x93NUMPY", 6) != 0)
        return err_set(err, ERR_USE, "this is no .npy file: it does not begin as one");
    if (bytes[6] < 1 || bytes[6] > 3 || bytes[7] != 0)
        return err_set(err, ERR_USE, "version %d.%d of the format is not known; 1.0, 2.0 and 3.0 are", bytes[6],
                       bytes[7]);
    size_t start = bytes[6] == 1 ? 10 : 12, length = bytes[8] | (size_t)bytes[9] << 8;
    if (size < start)
        return err_set(err, ERR_USE, "the file ends within its header");
    if (bytes[6] > 1)
        length |= (size_t)bytes[10] << 16 | (size_t)bytes[11] << 24;
    if (length > NPY_HEADER_MAX)
        return err_set(err, ERR_USE, "the header has %zu bytes; more than %d are not read", length, NPY_HEADER_MAX);
    if (length > size - start)
        return err_set(err, ERR_USE, "the file ends within its header");
    *ret_header = (struct cursor){(const char *)bytes + start, (const char *)bytes + start + length};
    return 0;
}

/* Without the zeros the product must fit too, so that no order of multiplying overflows. */
static bool count_elements(struct npy *array)
{
    int64_t bytes = (int64_t)array->type->size;
    bool empty = false;
    for (int k = 0; k < array->rank; k++) {
        empty = empty || array->shape[k] == 0;
        if (array->shape[k] != 0 && __builtin_mul_overflow(bytes, array->shape[k], &bytes))
            return false;
    }
    array->bytes = empty ? 0 : (size_t)bytes;
    array->count = (int64_t)(array->bytes / array->type->size);
    return true;
}

int npy_parse(const void *bytes, size_t size, struct npy *ret_array, struct err *err)
{
    struct npy array = {0};
    struct cursor header;
    char shape[256];
    if (find_header(bytes, size, &header, err) || read_header(header, &array, err))
        return -1;
    array.data = (const unsigned char *)header.end;
    const size_t left = size - (size_t)(array.data - (const unsigned char *)bytes);
    value_shape_text(array.rank, array.shape, shape, sizeof shape);
    if (!count_elements(&array))
        return err_set(err, ERR_USE, "an array of shape %s is too large", shape);
    if (left != array.bytes)
        return err_set(err, ERR_USE, "%s %s array of shape %s needs %zu bytes, but %zu follow the header",
                       array.type->name[0] == 'i' ? "an" : "a", array.type->name, shape, array.bytes, left);
    *ret_array = array;
    return 0;
}

/* --- to a value --------------------------------------------------------------------------------------------------- */

/* One element in this machine's byte order, in the low bytes of `raw`. */
static uint64_t raw_at(const struct npy *array, int64_t i)
{
    const size_t size = array->type->size;
    const unsigned char *at = array->data + (size_t)i * size;
    uint64_t raw = 0;
    for (size_t k = 0; k < size; k++)
        raw |= (uint64_t)at[array->swapped ? size - 1 - k : k] << (8 * k);
    return raw;
}

static int64_t whole_at(const struct npy *array, int64_t i)
{
    const uint64_t raw = raw_at(array, i);
    switch (array->type->code[0]) {
    case 'i': {
        const int unused = 64 - 8 * (int)array->type->size;
        return (int64_t)(raw << unused) >> unused;
    }
    case 'b':
        return raw != 0;
    default:
        return (int64_t)raw;
    }
}

static double number_at(const struct npy *array, int64_t i)
{
    const uint64_t raw = raw_at(array, i);
    const uint32_t low = (uint32_t)raw;
    double f64;
    float f32;
    if (array->type->code[0] != 'f')
        return (double)whole_at(array, i);
    memcpy(&f64, &raw, sizeof f64);
    memcpy(&f32, &low, sizeof f32);
    return array->type->size == 8 ? f64 : (double)f32;
}

/* A float32 as it is: by way of double, a signalling NaN would change. */
static float single_at(const struct npy *array, int64_t i)
{
    const uint32_t raw = (uint32_t)raw_at(array, i);
    float f32;
    memcpy(&f32, &raw, sizeof f32);
    return array->type->code[0] == 'f' ? f32 : (float)number_at(array, i);
}

static void put(const struct npy *array, int64_t from, struct value *value, int64_t to)
{
    if (value->kind == FRAME_TENSOR_I64)
        value->i64s[to] = whole_at(array, from);
    else if (value->kind == FRAME_TENSOR_F64)
        value->f64s[to] = number_at(array, from);
    else
        value->f32s[to] = single_at(array, from);
}

/* In rows: the last dimension runs fastest. */
static void fill(const struct npy *array, struct value *value)
{
    const bool plain = !array->fortran && !array->swapped && BYTE_ORDER == LITTLE_ENDIAN;
    if (plain && value->kind == array->type->kind && array->type->size == (value->kind == FRAME_TENSOR_F32 ? 4 : 8)) {
        memcpy(value->data, array->data, array->bytes);
        return;
    }
    int64_t stride[VALUE_MAX_RANK] = {0}, index[VALUE_MAX_RANK] = {0}, from = 0;
    for (int k = 0; k < array->rank; k++)
        stride[k] = k ? stride[k - 1] * array->shape[k - 1] : 1;
    for (int64_t i = 0; i < array->count; i++) {
        put(array, array->fortran ? from : i, value, i);
        for (int k = array->rank - 1; k >= 0; k--) {
            from += stride[k];
            if (++index[k] < array->shape[k])
                break;
            from -= stride[k] * array->shape[k];
            index[k] = 0;
        }
    }
}

static int refuse(const struct npy *array, enum frame_kind kind, struct err *err)
{
    static const char *const numpy[FRAME_KIND_COUNT] = {
        [FRAME_TENSOR_F32] = "float32", [FRAME_TENSOR_F64] = "float64", [FRAME_TENSOR_I64] = "int64",
        [FRAME_F64] = "float64",        [FRAME_I64] = "int64",          [FRAME_BOOL] = "bool"};
    if (!numpy[kind])
        return err_set(err, ERR_USE, "an array cannot stand for %s", value_kind_name(kind));
    return err_set(err, ERR_USE, "the array is %s, but %s is needed; save x.astype(np.%s)", array->type->name,
                   numpy[kind], numpy[kind]);
}

int npy_value(const struct npy *array, enum frame_kind kind, struct value *ret_value, struct err *err)
{
    char shape[256];
    const bool tensor = kind == FRAME_TENSOR_F32 || kind == FRAME_TENSOR_F64 || kind == FRAME_TENSOR_I64;
    if (!(array->type->holders & OF(kind)))
        return refuse(array, kind, err);
    if (!tensor && array->rank != 0)
        return err_set(err, ERR_USE, "the array has the shape %s, but a single number is needed",
                       value_shape_text(array->rank, array->shape, shape, sizeof shape));
    struct value value = {.kind = kind};
    if (tensor) {
        value_init_tensor(&value, kind, array->rank, array->shape);
        fill(array, &value);
    } else if (kind == FRAME_F64) {
        value.f64 = number_at(array, 0);
    } else {
        value.i64 = whole_at(array, 0);
    }
    *ret_value = value;
    return 0;
}
