/* Never ends, and ignores every signal that can be ignored. */
#include <signal.h>

int main(void)
{
    for (int i = 1; i < 65; i++)
        signal(i, SIG_IGN);
    for (;;)
        continue;
}
