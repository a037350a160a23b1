/* npy.h - reads NumPy's .npy files (formats 1.0 and 2.0), for tests.
 *
 * Little-endian, row-major arrays of float32, float64, int64, int32, uint32, uint8 and bool, of rank up to 8 and 64
 * MiB. Anything else, a truncated file and bytes behind the data are refused with ERR_USE and the file's name. Format:
 * numpy.lib.format in NumPy's documentation.
 */
#ifndef TESTS_NPY_H
#define TESTS_NPY_H

#include <stddef.h>
#include <stdint.h>

#include "sandbox/err.h"
#include "sandbox/guest/tensor.h"

struct npy {
    const char *type; /* as in the file: "<f4", "<f8", "<i8", "<i4", "<u4", "|u1" or "|b1" */
    int rank;
    int64_t shape[TENSOR_MAX_RANK];
    size_t size;  /* elements */
    size_t bytes; /* of data */
    void *data;   /* owned */
};

/* 0, or -1 and nothing to release. */
int npy_read(const char *path, struct npy *ret_array, struct err *err);
void npy_release(struct npy *array);

/* A new tensor of the same values, the caller's. Whole numbers and bools become i64. */
tensor *npy_tensor(const struct npy *array);

#endif
