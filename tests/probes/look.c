/* Says what it was given: the exit code is the number of environment variables, of descriptors above 3 and of signals
 * that are not at their default, and of ids that are 0; each at most 3, two bits. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

extern char **environ;

static int at_most_3(int count)
{
    return count < 3 ? count : 3;
}

int main(void)
{
    int variables = 0, descriptors = 0, signals = 0;
    while (environ[variables])
        variables++;
    for (int i = 4; i < 5000; i++)
        descriptors += fcntl(i, F_GETFD) >= 0;
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int i = 1; i < 32; i++) {
        struct sigaction action;
        signals += sigismember(&blocked, i) == 1;
        signals += sigaction(i, NULL, &action) == 0 && action.sa_handler != SIG_DFL;
    }
    int zeros = (getuid() == 0) + (geteuid() == 0) + (getgid() == 0);
    return at_most_3(variables) | at_most_3(descriptors) << 2 | at_most_3(signals) << 4 | at_most_3(zeros) << 6;
}
