/* Asks for memory by some means until it gets no more, touching little or nothing of it, and then crashes; or
 * ("again", "some", "heap") asks for what it may have. The limit is 64 MiB. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { KIB = 1 << 10, MIB = 1 << 20 };

static void must(const volatile char *p)
{
    if (p == MAP_FAILED || p == NULL)
        *(volatile char *)16 = 1;
}

static char *map(size_t size, int protection, int flags)
{
    char *p = mmap(NULL, size, protection, flags | MAP_ANONYMOUS, -1, 0);
    must(p);
    return p;
}

static int within(const char *means)
{
    if (strcmp(means, "again") == 0) /* 10 GiB, but never more than 50 MiB of it */
        for (int i = 0; i < 200; i++)
            munmap(map(50 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE), 50 * MIB);
    if (strcmp(means, "some") == 0) /* more than the limit, of which little is touched */
        for (int i = 0; i < 10; i++)
            *map(10 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE) = 1;
    if (strcmp(means, "heap") == 0)
        for (int i = 0; i < 50 * 10; i++)
            must(memset(malloc(100 * KIB), 1, 100 * KIB));
    return 0;
}

int main(int argc, char **argv)
{
    const char *means = argc > 1 ? argv[1] : "";
    if (strcmp(means, "again") == 0 || strcmp(means, "some") == 0 || strcmp(means, "heap") == 0)
        return within(means);
    char *grown = map(MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    for (size_t size = 2 * MIB;; size += MIB) {
        if (strcmp(means, "malloc") == 0)
            *(volatile char *)malloc(20 * MIB) = 1;
        else if (strcmp(means, "small") == 0)
            *(volatile char *)malloc(10000) = 1;
        else if (strcmp(means, "maps") == 0)
            map(5 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE);
        else if (strcmp(means, "smallmaps") == 0)
            map(900 * KIB, PROT_READ | PROT_WRITE, MAP_PRIVATE);
        else if (strcmp(means, "none") == 0)
            map(8 * MIB, PROT_NONE, MAP_PRIVATE | MAP_NORESERVE);
        else if (strcmp(means, "shared") == 0)
            map(8 * MIB, PROT_READ, MAP_SHARED);
        else if (strcmp(means, "sparse") == 0)
            *(volatile char *)malloc(200 * KIB) = 1;
        else if (strcmp(means, "mremap") == 0)
            must(grown = mremap(grown, size - MIB, size, MREMAP_MAYMOVE));
        else if (strcmp(means, "break") == 0)
            must((char *)sbrk(MIB) + 1 == NULL ? NULL : "");
        else if (strcmp(means, "far") == 0)
            must((char *)sbrk((intptr_t)300 * MIB) + 1 == NULL ? NULL : "");
        else if (strcmp(means, "end") == 0)
            must((char *)sbrk((intptr_t)1 << 40) + 1 == NULL ? NULL : "");
        else /* top */
            must(brk((char *)((uintptr_t)1 << 46)) != 0 ? NULL : "");
    }
}
