#include "sandbox/image.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

struct image {
    uint64_t memory; /* of all segments, bytes */
    bool has_interpreter;
};

/* False where the headers cannot be read. */
static bool read_image(int fd, struct image *ret_image)
{
    Elf64_Ehdr header;
    *ret_image = (struct image){0};
    if (fd < 0 || pread(fd, &header, sizeof header, 0) != (ssize_t)sizeof header ||
        memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return false;
    for (int i = 0; i < header.e_phnum; i++) {
        Elf64_Phdr segment;
        off_t at = (off_t)(header.e_phoff + (uint64_t)i * sizeof segment);
        if (pread(fd, &segment, sizeof segment, at) != (ssize_t)sizeof segment)
            return false;
        ret_image->has_interpreter |= segment.p_type == PT_INTERP;
        if (segment.p_type == PT_LOAD && __builtin_add_overflow(ret_image->memory, segment.p_memsz, &ret_image->memory))
            ret_image->memory = UINT64_MAX; /* a sum that wraps around would look small */
    }
    return true;
}

bool image_fits(int fd, int64_t memory_kib)
{
    struct image image;
    return !read_image(fd, &image) || image.memory <= (uint64_t)memory_kib * 1024;
}

bool image_is_at_fault(int fd, int error)
{
    static const int of_headers[] = {ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENOEXEC, EINVAL, ELIBBAD, EIO, EFAULT};
    static const int of_machine[] = {EMFILE, ENFILE, EAGAIN, ETXTBSY};
    struct image image;
    for (unsigned i = 0; i < sizeof of_headers / sizeof of_headers[0]; i++)
        if (error == of_headers[i])
            return true;
    for (unsigned i = 0; i < sizeof of_machine / sizeof of_machine[0]; i++)
        if (error == of_machine[i])
            return false;
    /* EACCES, EPERM, ENOMEM and others come from the interpreter that it names, or else from a machine that executes no
     * file in memory */
    return read_image(fd, &image) && image.has_interpreter;
}
