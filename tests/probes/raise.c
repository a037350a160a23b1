/* Sends itself the signal that its argument names. */
#include <signal.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    raise(argc > 1 ? atoi(argv[1]) : SIGABRT);
    return 99;
}
