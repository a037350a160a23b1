/* poison.h - what a fresh tensor holds. The judge draws the patterns anew for each run and sends them with the request
 * (frame.h), so a program that did nothing cannot pass for one that wrote exactly these bits. The float patterns are
 * quiet NaNs: an element that was only added to keeps the payload, and is still recognised. */
#ifndef POISON_H
#define POISON_H

#include <stdint.h>

struct poison {
    uint32_t f32; /* bits of a float: a quiet NaN */
    uint64_t f64; /* bits of a double: a quiet NaN */
    int64_t i64;
};

extern struct poison tensor_poison;

#endif
