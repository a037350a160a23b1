/* memory_file.h - anonymous files: how bytes go into a box and come out of it without a path. */
#ifndef JUDGE_MEMORY_FILE_H
#define JUDGE_MEMORY_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "sandbox/err.h"

/* A new file holding `size` bytes (may be 0), its offset at the start. Returns the descriptor, or -1. */
int memory_file(const char *name, const void *bytes, size_t size, struct err *err);

/* All bytes of a file that nobody writes to any more, at most `max` of them, as a heap buffer with a NUL behind. */
int memory_file_read(int fd, size_t max, char **ret_bytes, size_t *ret_size, struct err *err);

/* Opens the same file again for reading only and closes `fd`: a program can be executed only when nobody may write it.
 * Returns the new descriptor, or -1. */
int memory_file_seal(int fd, struct err *err);

/* Closes *fd when it is one, and sets it to -1. */
void close_fd(int *fd);

#define CLEANUP_FD __attribute__((cleanup(close_fd)))

#endif
