/* frame.h - requests out, responses in (the wire format is sandbox/guest/frame.h).
 *
 * frame_parse_response is the one parser that bytes from a submission pass. It reads nothing outside [bytes,
 * bytes+size), allocates no more than a small multiple of `size`, and accepts only a response that ends exactly where
 * its bytes end. It judges nothing: what is well-formed but not the right answer is the comparison's business.
 */
#ifndef JUDGE_FRAME_H
#define JUDGE_FRAME_H

#include "judge/base/text.h"
#include "judge/base/value.h"

/* Results that are counted: a function that returns a long array for a tuple is told how many it returned. */
enum { FRAME_COUNT_MAX = 1 << 16 };

enum response_state {
    RESPONSE_OK,
    RESPONSE_NONE,   /* no byte came: the program ended before it returned */
    RESPONSE_BAD,    /* bytes came that are no response */
    RESPONSE_REDRAW, /* a reference refuses the input */
    RESPONSE_FAILED, /* the harness tells of an exception: three values, whatever the submission made of them */
};

/* Appends a request to `text`. */
void frame_write_request(struct text *text, unsigned function, unsigned variant, const struct poison *poison,
                         const struct values *arguments);

/* Appends a response: for the judge's own cache of expected results. */
void frame_write_response(struct text *text, const struct values *results);

/* ret_values is filled for RESPONSE_OK and RESPONSE_FAILED alone. Values behind the first `max_count` are checked and
 * counted, but not kept: they are FRAME_NONE. `why` (may be NULL) says what is wrong with a RESPONSE_BAD, a static
 * text. */
enum response_state frame_parse_response(const void *bytes, size_t size, size_t max_count, struct values *ret_values,
                                         const char **why);

/* Poison patterns drawn anew: quiet NaNs with random payloads, and a large random integer. */
struct poison frame_draw_poison(void);

#endif
