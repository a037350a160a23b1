/* cache.h - the judge's private folder of things that can be made again: files named "<what>-<digest>".
 *
 * A file appears whole or not at all (written aside, then renamed), so that several judges may share a cache. Whatever
 * is wrong with a cached file, the answer is to make it again: reading never fails, it misses. */
#ifndef JUDGE_CACHE_H
#define JUDGE_CACHE_H

#include <stddef.h>

#include "judge/base/digest.h"

/* Opens for reading; -1 on a miss. */
int cache_open(const char *folder, const char *what, const struct digest *digest);

/* Copies the file behind `fd` in. Failing to is no error: the next one will make it again. `mode`: 0600, or 0555 for a
 * program. */
void cache_put(const char *folder, const char *what, const struct digest *digest, int fd, unsigned mode);

#endif
