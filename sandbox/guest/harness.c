#include "harness.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"
#include "guard.h"
#include "torch_random.h"

/* The request is the judge's and trusted; the checks below only turn a slip of ours into a message. */
static struct {
    const unsigned char *at, *end;
} request;

/* Those that are tensors: the solution must not have written behind their ends either. */
enum { ARGUMENTS_MAX = 64 };
static struct {
    const tensor *at[ARGUMENTS_MAX];
    int count;
} arguments;

static struct {
    unsigned char *bytes;
    size_t size, capacity;
    uint32_t count;
} response;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "harness: %s\n", what);
    _exit(1);
}

static void *allocate(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        fail("out of memory");
    return memory;
}

/* --- request
 * ---------------------------------------------------------------------------------------------------------- */

static void read_request(void)
{
    size_t size = 0, capacity = 1 << 16;
    unsigned char *bytes = allocate(capacity);
    for (;;) {
        ssize_t got = read(FRAME_REQUEST_FD, bytes + size, capacity - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail("the request cannot be read");
        if (got == 0)
            break;
        size += (size_t)got;
        if (size == capacity) {
            capacity *= 2;
            bytes = realloc(bytes, capacity);
            if (!bytes)
                fail("out of memory");
        }
    }
    close(FRAME_REQUEST_FD); /* a scanf of the solution, even behind a rewind, finds nothing to read */
    request.at = bytes;
    request.end = bytes + size;
}

static const void *take(size_t size)
{
    size_t padded = (size + 7) & ~(size_t)7;
    if (padded < size || padded > (size_t)(request.end - request.at))
        fail("the request ends early");
    const void *at = request.at;
    request.at += padded;
    return at;
}

static int64_t take_i64(void)
{
    int64_t value;
    memcpy(&value, take(sizeof value), sizeof value);
    return value;
}

static struct frame_value take_value(int64_t *shape)
{
    struct frame_value value;
    memcpy(&value, take(sizeof value), sizeof value);
    if (value.rank > TENSOR_MAX_RANK)
        fail("the request is malformed");
    for (uint32_t k = 0; k < value.rank; k++)
        shape[k] = take_i64();
    return value;
}

int64_t harness_i64(void)
{
    int64_t shape[TENSOR_MAX_RANK];
    take_value(shape);
    return take_i64();
}

bool harness_bool(void)
{
    return harness_i64() != 0;
}

double harness_f64(void)
{
    int64_t shape[TENSOR_MAX_RANK];
    take_value(shape);
    double value;
    memcpy(&value, take(sizeof value), sizeof value);
    return value;
}

static const char *take_text(int64_t length)
{
    char *text = allocate((size_t)length + 1);
    memcpy(text, take((size_t)length), (size_t)length);
    text[length] = '\0';
    return text;
}

const char *harness_str(void)
{
    int64_t shape[TENSOR_MAX_RANK] = {0};
    take_value(shape);
    return take_text(shape[0]);
}

strings harness_strings(void)
{
    int64_t shape[TENSOR_MAX_RANK] = {0};
    take_value(shape);
    const char **at = allocate((size_t)shape[0] * sizeof *at);
    for (int64_t i = 0; i < shape[0]; i++)
        at[i] = take_text(take_i64());
    return (strings){.n = shape[0], .at = at};
}

static const struct {
    tensor_dtype dtype;
    size_t element;
} tensors[FRAME_KIND_COUNT] = {
    [FRAME_TENSOR_F32] = {DTYPE_F32, 4},
    [FRAME_TENSOR_F64] = {DTYPE_F64, 8},
    [FRAME_TENSOR_I64] = {DTYPE_I64, 8},
};

tensor *harness_tensor(void)
{
    int64_t shape[TENSOR_MAX_RANK];
    struct frame_value value = take_value(shape);
    if (value.kind >= FRAME_KIND_COUNT || tensors[value.kind].element == 0)
        fail("the request is malformed");
    tensor *t = tensor_new(tensors[value.kind].dtype, (int)value.rank, shape);
    size_t size = (size_t)tensor_size(t) * tensors[value.kind].element;
    memcpy(t->data, take(size), size);
    if (arguments.count < ARGUMENTS_MAX)
        arguments.at[arguments.count++] = t;
    return t;
}

/* --- response
 * --------------------------------------------------------------------------------------------------------- */

int64_t harness_fresh_i64(void)
{
    return tensor_poison.i64;
}

double harness_fresh_f64(void)
{
    double fresh;
    memcpy(&fresh, &tensor_poison.f64, sizeof fresh);
    return fresh;
}

static void put(const void *bytes, size_t size)
{
    size_t padded = (size + 7) & ~(size_t)7;
    if (response.size + padded > response.capacity) {
        response.capacity = (response.size + padded) * 2;
        response.bytes = realloc(response.bytes, response.capacity);
        if (!response.bytes)
            fail("out of memory");
    }
    if (size)
        memcpy(response.bytes + response.size, bytes, size);
    memset(response.bytes + response.size + size, 0, padded - size);
    response.size += padded;
}

static void put_value(enum frame_kind kind, int rank, const int64_t *shape)
{
    struct frame_value value = {.kind = (uint32_t)kind, .rank = (uint32_t)rank};
    put(&value, sizeof value);
    put(shape, (size_t)rank * sizeof *shape);
    response.count++;
}

void harness_put_i64(int64_t value)
{
    put_value(FRAME_I64, 0, NULL);
    put(&value, sizeof value);
}

void harness_put_bool(bool value)
{
    int64_t wide = value;
    put_value(FRAME_BOOL, 0, NULL);
    put(&wide, sizeof wide);
}

void harness_put_f64(double value)
{
    put_value(FRAME_F64, 0, NULL);
    put(&value, sizeof value);
}

static void put_text(const char *text)
{
    int64_t length = (int64_t)strlen(text);
    put_value(FRAME_STR, 1, &length);
    put(text, (size_t)length);
}

void harness_put_str(const char *text)
{
    if (!text) {
        put_value(FRAME_NONE, 0, NULL);
        return;
    }
    put_text(text);
}

void harness_put_strings(strings list)
{
    put_value(FRAME_STRINGS, 1, &list.n);
    for (int64_t i = 0; i < list.n; i++) {
        int64_t length = (int64_t)strlen(list.at[i]);
        put(&length, sizeof length);
        put(list.at[i], (size_t)length);
    }
}

void harness_put_tensor(const tensor *t)
{
    static const enum frame_kind kinds[] = {
        [DTYPE_F32] = FRAME_TENSOR_F32, [DTYPE_F64] = FRAME_TENSOR_F64, [DTYPE_I64] = FRAME_TENSOR_I64};
    if (!t) {
        put_value(FRAME_NONE, 0, NULL);
        return;
    }
    tensor_guard_check(t);
    enum frame_kind kind = kinds[t->dtype];
    put_value(kind, t->rank, t->shape);
    put(t->data, (size_t)tensor_size(t) * tensors[kind].element);
}

static void write_response(uint32_t count)
{
    struct frame_response header = {.magic = FRAME_RESPONSE_MAGIC, .count = count};
    memcpy(response.bytes, &header, sizeof header);
    const uint64_t end = FRAME_END;
    put(&end, sizeof end);
    for (size_t done = 0; done < response.size;) {
        ssize_t wrote = write(FRAME_RESPONSE_FD, response.bytes + done, response.size - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            fail("the response cannot be written");
        done += (size_t)wrote;
    }
}

void harness_redraw(const char *why)
{
    fprintf(stderr, "%s\n", why);
    response.size = sizeof(struct frame_response);
    write_response(FRAME_REDRAW);
    _exit(0);
}

/* What was found behind the end of a tensor takes the place of the results: they may be right by chance only. */
static void tell_overrun(const tensor *broken)
{
    static const char *const member[] = {[DTYPE_F32] = "f32", [DTYPE_F64] = "f64", [DTYPE_I64] = "i64"};
    char text[256];
    int length = snprintf(text, sizeof text, "the program wrote behind the end of a tensor of shape (");
    for (int k = 0; k < broken->rank && k < TENSOR_MAX_RANK; k++)
        length +=
            snprintf(text + length, sizeof text - (size_t)length, "%s%lld", k ? "," : "", (long long)broken->shape[k]);
    const long long size = tensor_size(broken);
    snprintf(text + length, sizeof text - (size_t)length,
             size > 0 ? "): its elements are ->%s[0] to [%lld]" : "): it has no element", member[broken->dtype],
             size - 1);
    response.size = sizeof(struct frame_response);
    put_text(FRAME_OVERRUN);
    harness_put_i64(0);
    put_text(text);
    write_response(FRAME_FAILED);
}

int main(void)
{
    struct frame_request header;
    read_request();
    memcpy(&header, take(sizeof header), sizeof header);
    if (header.magic != FRAME_REQUEST_MAGIC || header.function >= harness_call_count)
        fail("the request is malformed");
    tensor_poison = header.poison;
    torch_set_variant(header.variant ? TORCH_MKL : TORCH_NATIVE);
    const struct frame_response placeholder = {0};
    put(&placeholder, sizeof placeholder);
    harness_calls[header.function]();
    fflush(NULL);
    for (int i = 0; i < arguments.count; i++)
        tensor_guard_check(arguments.at[i]);
    const tensor *broken = tensor_guard_broken();
    if (broken)
        tell_overrun(broken);
    else
        write_response(response.count);
    _exit(0); /* what a solution registered with atexit has no say any more */
}
