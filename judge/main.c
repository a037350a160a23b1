#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "judge/command.h"
#include "judge/report/ui_live.h"

static void ignore_quietly(int signal_number)
{
    (void)signal_number;
}

/* A closed stdout must not become the number of the next file that is opened: results would be written into the
 * database. What stands in its place cannot be written to, so that the loss is told. */
static void keep_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
            _exit(EXIT_JUDGE);
    }
}

int main(int argc, char **argv)
{
    keep_streams();
    /* Characters only: numbers are written and read with a point in every locale. */
    setlocale(LC_CTYPE, "");
    /* A reader that has gone must not end a submission half recorded. A handler, not SIG_IGN: programs that are started
     * do not inherit it. */
    sigaction(SIGPIPE, &(struct sigaction){.sa_handler = ignore_quietly, .sa_flags = SA_RESTART}, NULL);
    ui_live_guard();
    return command_main(argc, argv);
}
