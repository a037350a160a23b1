/* Six processes that take 40 MiB each, so that none is large and all together are. Ends with 0 if all lived. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int status, failed = 0;
    for (int i = 0; i < 6; i++)
        if (fork() == 0) {
            usleep(400000); /* boxes that are soon over have no group */
            volatile char *piece = malloc(40 << 20);
            for (int at = 0; at < 40 << 20; at += 4096)
                piece[at] = 1;
            usleep(200000);
            _exit(0);
        }
    while (wait(&status) > 0)
        failed |= status;
    return failed != 0;
}
