/* image.h - what the file of a program says of itself, read before or after the kernel has refused to execute it.
 *
 * A submission decides most of what stands in its executable, so a file that cannot be executed is its own doing and a
 * fact, while a kernel or machine that executes nothing is the judge's failure. Reads only the headers of ELF.
 */
#ifndef SANDBOX_IMAGE_H
#define SANDBOX_IMAGE_H

#include <stdbool.h>

#include "sandbox/box.h"

/* Whether its segments have room in this much memory. A static program for which they have not dies inside exec, by a
 * signal that looks like its own. What cannot be read is taken to have. */
bool image_fits(int fd, int64_t memory_kib);

/* Whether `error`, with which the kernel has refused to execute the file, is the file's own fault. */
bool image_is_at_fault(int fd, int error);

#endif
