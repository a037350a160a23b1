/* Writes to its standard output: as many bytes as the argument says, or without end. "-" first: goes on after SIGXFSZ.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char block[4096];
    int at = 1;
    if (argc > at && strcmp(argv[at], "-") == 0) {
        signal(SIGXFSZ, SIG_IGN);
        at++;
    }
    long left = argc > at ? atol(argv[at]) : -1;
    memset(block, 'x', sizeof block);
    while (left != 0) {
        size_t size = left > 0 && left < (long)sizeof block ? (size_t)left : sizeof block;
        ssize_t written = write(1, block, size);
        if (written < 0)
            return 0;
        if (left > 0)
            left -= written;
    }
    return 0;
}
