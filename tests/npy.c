#include "tests/npy.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NPY_HEADER_MAX = 65536, NPY_BYTES_MAX = 64 << 20 };

static const struct element {
    const char *name;
    size_t bytes;
    tensor_dtype dtype;
} elements[] = {
    {"<f4", 4, DTYPE_F32}, {"<f8", 8, DTYPE_F64}, {"<i8", 8, DTYPE_I64}, {"<i4", 4, DTYPE_I64},
    {"<u4", 4, DTYPE_I64}, {"|u1", 1, DTYPE_I64}, {"|b1", 1, DTYPE_I64},
};

static const struct element *element_named(const char *name, size_t length)
{
    for (size_t k = 0; k < sizeof elements / sizeof *elements; k++)
        if (strlen(elements[k].name) == length && !memcmp(elements[k].name, name, length))
            return &elements[k];
    return NULL;
}

/* The text behind 'key': in the header's dictionary, or NULL. */
static const char *value_of(const char *header, const char *key)
{
    const char *at = strstr(header, key);
    if (!at)
        return NULL;
    at += strlen(key);
    while (*at == ' ' || *at == ':')
        at++;
    return at;
}

/* "(3, 5)", "(3,)" or "()" */
static bool parse_shape(const char *text, struct npy *array)
{
    array->rank = 0;
    array->size = 1;
    if (!text || *text++ != '(')
        return false;
    for (;;) {
        text += strspn(text, " ,");
        if (*text == ')')
            return true;
        if (!isdigit((unsigned char)*text) || array->rank == TENSOR_MAX_RANK)
            return false;
        char *end;
        const unsigned long long dimension = strtoull(text, &end, 10);
        if (dimension > NPY_BYTES_MAX || __builtin_mul_overflow(array->size, (size_t)dimension, &array->size))
            return false;
        array->shape[array->rank++] = (int64_t)dimension;
        text = end;
    }
}

static bool parse_header(const char *header, struct npy *array)
{
    const char *type = value_of(header, "'descr'"), *order = value_of(header, "'fortran_order'");
    if (!type || *type != '\'' || !order || strncmp(order, "False", 5) != 0)
        return false;
    const struct element *element = element_named(type + 1, strcspn(type + 1, "'"));
    if (!element || !parse_shape(value_of(header, "'shape'"), array))
        return false;
    array->type = element->name;
    return !__builtin_mul_overflow(array->size, element->bytes, &array->bytes) && array->bytes <= NPY_BYTES_MAX;
}

/* The header's text, NUL-terminated and the caller's; NULL when there is none. */
static char *read_header(FILE *file)
{
    unsigned char start[12];
    if (fread(start, 1, 10, file) != 10 || memcmp(start, "\x93NUMPY", 6) != 0 || start[6] < 1 || start[6] > 2)
        return NULL;
    size_t length = start[8] | (size_t)start[9] << 8;
    if (start[6] == 2) {
        if (fread(start + 10, 1, 2, file) != 2)
            return NULL;
        length |= (size_t)start[10] << 16 | (size_t)start[11] << 24;
    }
    if (length > NPY_HEADER_MAX)
        return NULL;
    char *header = calloc(1, length + 1);
    if (header && fread(header, 1, length, file) != length) {
        free(header);
        return NULL;
    }
    return header;
}

int npy_read(const char *path, struct npy *ret_array, struct err *err)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return err_system(err, "cannot open '%s'", path);
    struct npy array = {0};
    char *header = read_header(file);
    int result = -1;
    if (!header || !parse_header(header, &array))
        err_set(err, ERR_USE, "'%s' is no .npy file of a kind that is known here", path);
    else if (!(array.data = malloc(array.bytes + 1)))
        err_system(err, "cannot read '%s'", path);
    else if (fread(array.data, 1, array.bytes + 1, file) != array.bytes)
        err_set(err, ERR_USE, "'%s' does not hold the %zu bytes that its shape needs", path, array.bytes);
    else
        result = 0;
    free(header);
    fclose(file);
    if (result == 0)
        *ret_array = array;
    else
        free(array.data);
    return result;
}

void npy_release(struct npy *array)
{
    free(array->data);
    memset(array, 0, sizeof *array);
}

static int64_t whole_at(const struct npy *array, size_t i)
{
    const unsigned char *at = array->data;
    int32_t i32;
    uint32_t u32;
    switch (array->type[1]) {
    case 'u':
        if (array->type[2] == '1')
            return at[i];
        memcpy(&u32, at + 4 * i, 4);
        return u32;
    case 'i':
        memcpy(&i32, at + 4 * i, 4);
        return i32;
    default:
        return at[i] != 0;
    }
}

tensor *npy_tensor(const struct npy *array)
{
    const struct element *element = element_named(array->type, strlen(array->type));
    tensor *t = tensor_new(element->dtype, array->rank, array->shape);
    if (element->dtype != DTYPE_I64 || element->bytes == 8) {
        memcpy(t->data, array->data, array->bytes);
        return t;
    }
    for (size_t i = 0; i < array->size; i++)
        t->i64[i] = whole_at(array, i);
    return t;
}
