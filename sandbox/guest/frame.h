/* frame.h - the one definition of what crosses the line between judge and guest.
 *
 * Little-endian, every item starts at a multiple of 8 bytes. The judge writes a request on the guest's descriptor
 * FRAME_REQUEST_FD; the guest writes a response on FRAME_RESPONSE_FD. Nothing else that a guest does is ever read as
 * an answer. A request is trusted; a response is bytes from an enemy, and the judge's parser treats it as such.
 *
 *   request  = frame_request, then `count` values (constructor arguments first, then the function's)
 *   response = frame_response, then `count` values, then FRAME_END; nothing behind it
 *   value    = frame_value, int64 shape[rank], payload padded with zeros to a multiple of 8
 *
 * Payloads: i64, f64 and bool scalars 8 bytes (bool as int64 0 or 1), rank 0. str: rank 1, shape[0] bytes of UTF-8.
 * strings: rank 1, shape[0] strings, each an int64 length and its bytes padded to 8. Tensors: product(shape) elements,
 * row-major. none: nothing (a NULL result). other: rank 1, shape[0] bytes naming the type that came back ("dict",
 * "complex64").
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdint.h>

#include "poison.h"

enum { FRAME_REQUEST_FD = 0, FRAME_RESPONSE_FD = 3, FRAME_FAILED_VALUES = 3 };

#define FRAME_REQUEST_MAGIC  0x5145524au          /* "JREQ" */
#define FRAME_RESPONSE_MAGIC 0x5345524au          /* "JRES" */
#define FRAME_END            UINT64_C(0x444e454a) /* "JEND" */
#define FRAME_REDRAW         0xffffffffu          /* instead of a count: a reference refuses the input as ill-posed */
#define FRAME_FAILED         0xfffffffeu /* instead of a count: an exception; its type, line (i64) and text follow */

enum frame_kind {
    FRAME_NONE,
    FRAME_I64,
    FRAME_F64,
    FRAME_BOOL,
    FRAME_STR,
    FRAME_STRINGS,
    FRAME_TENSOR_F32,
    FRAME_TENSOR_F64,
    FRAME_TENSOR_I64,
    FRAME_OTHER,
    FRAME_KIND_COUNT,
};

#define FRAME_OVERRUN "overrun" /* the type that a failure in C has: something stands behind the end of a tensor */

struct frame_request {
    uint32_t magic;
    uint32_t function; /* index into the problem's functions */
    uint32_t variant;  /* which of PyTorch's dropout masks: 0 native, 1 MKL */
    uint32_t count;
    struct poison poison;
};

struct frame_response {
    uint32_t magic;
    uint32_t count;
};

struct frame_value {
    uint32_t kind; /* enum frame_kind */
    uint32_t rank;
};

_Static_assert(sizeof(struct frame_request) == 40, "a request header is 40 bytes");
_Static_assert(sizeof(struct frame_response) == 8, "a response header is 8 bytes");
_Static_assert(sizeof(struct frame_value) == 8, "a value header is 8 bytes");

#endif
