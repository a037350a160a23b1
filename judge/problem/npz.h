/* npz.h - one array of a .npz file: a zip archive of .npy files, as numpy.savez and savez_compressed write it.
 *
 * libzip reads the archive, behind this file alone. It is loaded when the first archive is read, for it brings a
 * library of ciphers with it that would cost every command of the judge a millisecond. Taken are entries that are
 * stored or deflated, not encrypted, with a name that stands once; an entry's size is compared with NPZ_ENTRY_MAX
 * before anything is unpacked, what it unpacks to with that size and with its checksum. Errors (ERR_USE) do not name
 * the file; ERR_JUDGE when libzip is not installed.
 */
#ifndef JUDGE_NPZ_H
#define JUDGE_NPZ_H

#include <stddef.h>

#include "sandbox/err.h"

/* A tensor as large as any (shape.h), with its header. */
enum { NPZ_ENTRY_MAX = (32 << 20) + 16384, NPZ_ENTRIES_MAX = 1000 };

/* The .npy file of the array `name`, unpacked, the caller's to free. */
int npz_unpack(const void *bytes, size_t size, const char *name, void **ret_bytes, size_t *ret_size, struct err *err);

/* Loads libzip: ERR_JUDGE, naming the package, where no archive can be read. */
int npz_check(struct err *err);

#endif
