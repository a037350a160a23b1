#include <locale.h>
#include <signal.h>
#include <stddef.h>

#include "judge/command.h"
#include "judge/ui_live.h"

static void ignore_quietly(int signal_number)
{
    (void)signal_number;
}

int main(int argc, char **argv)
{
    /* Characters only: numbers are written and read with a point in every locale. */
    setlocale(LC_CTYPE, "");
    /* A reader that has gone must not end a submission half recorded. A handler, not SIG_IGN: programs that are started
     * do not inherit it. */
    sigaction(SIGPIPE, &(struct sigaction){.sa_handler = ignore_quietly, .sa_flags = SA_RESTART}, NULL);
    ui_live_guard();
    return command_main(argc, argv);
}
