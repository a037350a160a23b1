/* Takes and touches memory, a MiB at a time, privately or ("shared") in shared mappings, until it gets no more. */
#include <string.h>
#include <sys/mman.h>

int main(int argc, char **argv)
{
    int kind = argc > 1 && strcmp(argv[1], "shared") == 0 ? MAP_SHARED : MAP_PRIVATE;
    for (;;) {
        char *piece = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED)
            return 1;
        memset(piece, 1, 1 << 20);
    }
}
