/* attachment.h - the files of a problem's folder that problem.json names: arrays in .npy and .npz files.
 *
 * A path is relative to the folder and stays in it: no "..", no absolute path, no symbolic link on the way. Every file
 * that was read is remembered by its name and digest, for the digest of the problem. What may be read is bounded, a
 * file and all of them together, and so is what is made of it; the last one is kept, because a .npz file mostly holds
 * several arguments of a case.
 *
 * Errors (ERR_USE) name the file and say what is wrong with it.
 */
#ifndef JUDGE_ATTACHMENT_H
#define JUDGE_ATTACHMENT_H

#include "judge/base/digest.h"
#include "judge/problem/npy.h"

enum { ATTACHMENT_PATH_MAX = 255, ATTACHMENT_BYTES_MAX = 64 << 20, ATTACHMENTS_BYTES_MAX = 256 << 20 };

struct attachment {
    char *name; /* as problem.json writes it: "data/case1.npz" */
    struct digest digest;
};

struct attachments {
    int folder; /* descriptor, borrowed; -1: there are none */
    int count;
    struct attachment *at;
    size_t bytes_read; /* of all files so far */
    size_t bytes_made; /* of all values so far: a small archive can unpack to much, again and again */
    char *last;        /* the name of the file whose bytes are kept; NULL */
    void *bytes;
    size_t size;
};

void attachments_init(struct attachments *attachments, int folder);
void attachments_release(struct attachments *attachments);

/* The array in `path`, a .npy file, as a value of `kind`; with `name` (else NULL) the array of that name in a .npz
 * file. */
int attachment_value(struct attachments *attachments, const char *path, const char *name, enum frame_kind kind,
                     struct value *ret_value, struct err *err);

#endif
