#include "judge/base/value.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    size_t element;
} kinds[FRAME_KIND_COUNT] = {
    [FRAME_NONE] = {"nothing", 0},       [FRAME_I64] = {"int64", 8},
    [FRAME_F64] = {"float64", 8},        [FRAME_BOOL] = {"bool", 8},
    [FRAME_STR] = {"string", 1},         [FRAME_STRINGS] = {"strings", sizeof(char *)},
    [FRAME_TENSOR_F32] = {"float32", 4}, [FRAME_TENSOR_F64] = {"float64", 8},
    [FRAME_TENSOR_I64] = {"int64", 8},   [FRAME_OTHER] = {"other", 1},
};

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "judge: out of memory\n";
    fputs(text, stderr);
    abort();
}

void *xmalloc(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xcalloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xrealloc(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

char *xstrdup(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        out_of_memory();
    return copy;
}

char *xasprintf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        out_of_memory();
    va_end(arguments);
    return text;
}

void value_release(struct value *value)
{
    if (value->kind == FRAME_STRINGS) {
        for (int64_t i = 0; i < value->shape[0]; i++)
            free(value->texts[i]);
    }
    if (value_is_tensor(value) || value->kind == FRAME_STR || value->kind == FRAME_OTHER ||
        value->kind == FRAME_STRINGS)
        free(value->data);
    *value = (struct value){.kind = FRAME_NONE};
}

void values_release(struct values *values)
{
    for (size_t i = 0; i < values->count; i++)
        value_release(&values->at[i]);
    free(values->at);
    *values = (struct values){0};
}

bool value_is_tensor(const struct value *value)
{
    return value->kind == FRAME_TENSOR_F32 || value->kind == FRAME_TENSOR_F64 || value->kind == FRAME_TENSOR_I64;
}

bool value_is_float(const struct value *value)
{
    return value->kind == FRAME_F64 || value->kind == FRAME_TENSOR_F32 || value->kind == FRAME_TENSOR_F64;
}

bool value_is_integer(const struct value *value)
{
    return value->kind == FRAME_I64 || value->kind == FRAME_TENSOR_I64;
}

int64_t value_size(const struct value *value)
{
    int64_t size = 1;
    for (int k = 0; value_is_tensor(value) && k < value->rank; k++) {
        if (value->shape[k] == 0) /* the others may be too long to be multiplied */
            return 0;
    }
    for (int k = 0; value_is_tensor(value) && k < value->rank; k++)
        size *= value->shape[k];
    return size;
}

double value_number(const struct value *value, int64_t i)
{
    switch (value->kind) {
    case FRAME_I64:
    case FRAME_BOOL:
        return (double)value->i64;
    case FRAME_F64:
        return value->f64;
    case FRAME_TENSOR_F32:
        return (double)value->f32s[i];
    case FRAME_TENSOR_F64:
        return value->f64s[i];
    case FRAME_TENSOR_I64:
        return (double)value->i64s[i];
    default:
        return 0;
    }
}

void value_init_tensor(struct value *value, enum frame_kind kind, int rank, const int64_t *shape)
{
    *value = (struct value){.kind = kind, .rank = rank};
    for (int k = 0; k < rank; k++)
        value->shape[k] = shape[k];
    value->data = xcalloc((size_t)value_size(value), kinds[kind].element);
}

void value_init_text(struct value *value, enum frame_kind kind, const char *text, size_t length)
{
    *value = (struct value){.kind = kind, .rank = 1, .shape = {(int64_t)length}};
    value->text = xmalloc(length + 1);
    memcpy(value->text, text, length);
    value->text[length] = '\0';
}

void value_copy(struct value *value, const struct value *from)
{
    struct value copy = *from;
    if (from->kind == FRAME_STRINGS) {
        copy.texts = xcalloc((size_t)from->shape[0], sizeof *copy.texts);
        for (int64_t i = 0; i < from->shape[0]; i++)
            copy.texts[i] = xstrdup(from->texts[i]);
    } else if (from->kind == FRAME_STR || from->kind == FRAME_OTHER) {
        value_init_text(&copy, from->kind, from->text, (size_t)from->shape[0]);
    } else if (value_is_tensor(from)) {
        value_init_tensor(&copy, from->kind, from->rank, from->shape);
        memcpy(copy.data, from->data, (size_t)value_size(from) * kinds[from->kind].element);
    }
    *value = copy;
}

const char *value_kind_name(enum frame_kind kind)
{
    return kinds[kind].name;
}

const char *value_shape_text(int rank, const int64_t *shape, char *buffer, size_t size)
{
    size_t used = (size_t)snprintf(buffer, size, "(");
    for (int k = 0; k < rank && used < size; k++)
        used += (size_t)snprintf(buffer + used, size - used, "%s%lld", k ? "," : "", (long long)shape[k]);
    if (used < size)
        snprintf(buffer + used, size - used, rank == 1 ? ",)" : ")");
    return buffer;
}

const char *value_describe(const struct value *value, char *buffer, size_t size)
{
    char shape[160];
    if (value_is_tensor(value))
        snprintf(buffer, size, "a %s tensor of shape %s", kinds[value->kind].name,
                 value_shape_text(value->rank, value->shape, shape, sizeof shape));
    else if (value->kind == FRAME_STRINGS)
        snprintf(buffer, size, "%lld strings", (long long)value->shape[0]);
    else if (value->kind == FRAME_STR)
        snprintf(buffer, size, "a string of %lld bytes", (long long)value->shape[0]);
    else if (value->kind == FRAME_OTHER)
        snprintf(buffer, size, "%s", value->text);
    else if (value->kind == FRAME_NONE)
        snprintf(buffer, size, "nothing");
    else if (value->kind == FRAME_BOOL)
        snprintf(buffer, size, "a bool");
    else
        snprintf(buffer, size, "%s %s number", value->kind == FRAME_I64 ? "an" : "a", kinds[value->kind].name);
    return buffer;
}
