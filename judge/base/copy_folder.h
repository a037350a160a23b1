/* copy_folder.h - a new folder that is like another one.
 *
 * Files and folders are copied, nothing else (links, devices and pipes are refused; names that begin with a dot are
 * left out), within bounds. The new folder appears whole or not at all. Errors are ERR_USE: they are about what is on
 * disk.
 */
#ifndef JUDGE_COPY_FOLDER_H
#define JUDGE_COPY_FOLDER_H

#include <stddef.h>

#include "sandbox/err.h"

struct copy_request {
    const char *from, *to; /* `to` must not exist; its parent must */
    /* Text to be replaced in the files of the top level; NULL: none. */
    const char *word, *by;
};

int copy_folder(const struct copy_request *request, struct err *err);

#endif
