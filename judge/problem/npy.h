/* npy.h - arrays that NumPy wrote: the bytes of a .npy file.
 *
 * npy_parse is the one parser of such bytes: formats 1.0 to 3.0, bool, integers of 1 to 8 bytes, float32 and float64,
 * either byte order, C or Fortran order, rank up to VALUE_MAX_RANK. It takes nothing but a header as NumPy writes it
 * and exactly the data that the header announces, reads nothing outside the bytes, and allocates nothing. npy_value
 * makes a value, at most 8 times as large as the bytes, in rows, of this machine's byte order.
 *
 * Numbers are widened where no digit can be lost (int32 to i64, float32 to f64, ...), never narrowed: a float64 array
 * for an f32 parameter is refused with what to do about it. The format is that of numpy.lib.format in NumPy's
 * documentation. Errors (ERR_USE) do not name the file: the caller puts it in front.
 */
#ifndef JUDGE_NPY_H
#define JUDGE_NPY_H

#include "judge/base/value.h"
#include "sandbox/err.h"

enum { NPY_HEADER_MAX = 10000 }; /* bytes; NumPy itself reads no more */

struct npy_type; /* a dtype */

struct npy {
    const struct npy_type *type;
    bool swapped; /* bytes of an element, against this machine */
    bool fortran; /* the first dimension runs fastest */
    int rank;
    int64_t shape[VALUE_MAX_RANK];
    int64_t count;             /* of elements */
    const unsigned char *data; /* borrowed, not aligned */
    size_t bytes;
};

int npy_parse(const void *bytes, size_t size, struct npy *ret_array, struct err *err);

/* "float64". */
const char *npy_type_name(const struct npy *array);

/* The kind that holds the array without loss: a tensor of f32, f64 or i64 (also of bools). */
enum frame_kind npy_kind(const struct npy *array);

/* A tensor kind, or FRAME_I64, FRAME_F64, FRAME_BOOL for an array of rank 0. */
int npy_value(const struct npy *array, enum frame_kind kind, struct value *ret_value, struct err *err);

#endif
