/* torch_stream.h - the generator beneath torch_random.c: uniforms and normals into plain arrays.
 *
 * Private to the generator's two files; what is seen from outside, and the state, is declared in torch_random.h. All
 * functions draw from the one stream of the process, and n is at least 0. None can fail.
 */
#ifndef TORCH_STREAM_H
#define TORCH_STREAM_H

#include <stdint.h>

/* Ends the program with a message, printf-like: for what a caller must not ask. */
__attribute__((format(printf, 1, 2), noreturn)) void torch_give_up(const char *format, ...);

/* From this many elements on, PyTorch makes normals in blocks of as many, and no longer one by one. */
enum { TORCH_STREAM_BLOCK = 16 };

/* out[i] = from + width * u with one rounding, u uniform in [0, 1) on 24 bits (1 draw) or 53 bits (2 draws). */
void torch_stream_uniform_f32(float *out, int64_t n, float from, float width);
void torch_stream_uniform_f64(double *out, int64_t n, double from, double width);

/* A normal of mean 0 and deviation 1, one at a time: the second of each pair waits for the next call, whatever is
 * drawn between. */
double torch_stream_normal(void);

/* n >= TORCH_STREAM_BLOCK normals. A rest of n mod 16 draws 16 more. */
void torch_stream_normals_f32(float *out, int64_t n, float mean, float deviation);
void torch_stream_normals_f64(double *out, int64_t n, double mean, double deviation);

#endif
