#include "sandbox/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
    if (!err)
        return -1;
    va_list arguments;
    va_start(arguments, format);
    err->kind = kind;
    vsnprintf(err->text, sizeof err->text, format, arguments);
    va_end(arguments);
    return -1;
}

int err_system(struct err *err, const char *format, ...)
{
    int number = errno;
    if (!err)
        return -1;
    va_list arguments;
    va_start(arguments, format);
    err->kind = ERR_JUDGE;
    int length = vsnprintf(err->text, sizeof err->text, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof err->text)
        snprintf(err->text + length, sizeof err->text - (size_t)length, ": %s", strerrordesc_np(number));
    return -1;
}

int err_prefix(struct err *err, const char *format, ...)
{
    if (!err)
        return -1;
    char whole[sizeof err->text];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(whole, sizeof whole, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof whole)
        snprintf(whole + length, sizeof whole - (size_t)length, ": %.*s", (int)(sizeof whole - 3), err->text);
    memcpy(err->text, whole, sizeof whole);
    return -1;
}
