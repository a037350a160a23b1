/* Ends with 0 if it can read the file that its argument names, else with errno. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char byte;
    int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
    return fd >= 0 && read(fd, &byte, 1) == 1 ? 0 : errno;
}
