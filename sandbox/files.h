/* files.h - files that go into a box and come out of it, handled by init from the inside.
 *
 * The judge never opens a path of a box: a link there could lead it anywhere. init does, when every process of the box
 * is dead, in the box's own root, and takes a plain file with one name only.
 */
#ifndef SANDBOX_FILES_H
#define SANDBOX_FILES_H

#include "sandbox/job.h"
#include "sandbox/keeper.h"

enum files_result { FILES_COPIED, FILES_ABSENT, FILES_TOO_LARGE };

/* Copies the whole of `fd`, from its beginning and without moving its offset, to a new file in the current folder.
 * 0, or -1 with errno. */
int files_put(const char *name, int fd);

/* Copies a file of the current folder to the beginning of `fd`. A link, folder, fifo, device, or a file with a second
 * name is as good as absent. */
enum files_result files_collect(const char *name, int fd, int64_t max);

#endif
