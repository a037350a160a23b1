#include "sandbox/resident.h"

#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <sys/mman.h>

#include "sandbox/call.h"

enum { PAGE = 4096 };

int resident_open(int proc_fd)
{
    return (int)call(SYS_openat, proc_fd, "self/clear_refs", O_WRONLY | O_CLOEXEC);
}

/* Read-only parts of files, which can be read again. */
static int drop_file(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)size;
    (void)unused;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W))
            continue;
        uintptr_t begin = (info->dlpi_addr + segment->p_vaddr) & ~(uintptr_t)(PAGE - 1);
        uintptr_t end = info->dlpi_addr + segment->p_vaddr + segment->p_memsz;
        call(SYS_madvise, begin, end - begin, MADV_DONTNEED);
    }
    return 0;
}

void resident_drop(int fd)
{
    if (fd < 0)
        return;
    dl_iterate_phdr(drop_file, NULL);
    call(SYS_write, fd, "5", 1); /* resets the peak: proc(5) */
    call(SYS_close, fd);
}
