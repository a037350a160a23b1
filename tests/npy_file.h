/* npy_file.h - a .npy file on disk, through the judge's own parser. */
#ifndef TESTS_NPY_FILE_H
#define TESTS_NPY_FILE_H

#include "judge/problem/npy.h"
#include "sandbox/guest/tensor.h"

/* The array and the bytes that it borrows from. ERR_USE names the file. */
struct npy_file {
    struct npy array;
    char *bytes;
};
int npy_file_read(const char *path, struct npy_file *ret_file, struct err *err);
void npy_file_release(struct npy_file *file);

/* A new tensor of the same values, the caller's. Whole numbers and bools become i64. */
tensor *npy_file_tensor(const struct npy_file *file);

#endif
