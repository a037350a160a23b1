/* Starts as many threads as the argument says; the exit code is how many there could be at once. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static void *wait_for_end(void *unused)
{
    pause();
    return unused;
}

int main(int argc, char **argv)
{
    int wanted = argc > 1 ? atoi(argv[1]) : 1, got = 0;
    pthread_t thread;
    while (got < wanted && pthread_create(&thread, NULL, wait_for_end, NULL) == 0)
        got++;
    _exit(got);
}
