/* file.h - a whole file, within bounds. */
#ifndef JUDGE_FILE_H
#define JUDGE_FILE_H

#include "judge/base/text.h"
#include "sandbox/err.h"

enum file_links { FILE_FOLLOW, FILE_NO_LINK }; /* FILE_NO_LINK: a symbolic link is refused */

/* Appends the bytes of an ordinary file of at most `max` bytes. A pipe or device is refused, not waited for. ERR_USE.
 */
int file_read(const char *path, size_t max, enum file_links links, struct text *text, struct err *err);

#endif
