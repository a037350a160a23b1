/* Leaves a grandchild behind in a session of its own, deaf to signals, that keeps descriptor 1 open; ends well. */
#include <signal.h>
#include <unistd.h>

int main(void)
{
    if (fork() != 0)
        return 0;
    setsid();
    if (fork() != 0)
        return 0;
    for (int i = 1; i < 65; i++)
        signal(i, SIG_IGN);
    for (;;)
        sleep(1000);
}
