/* A system call of the x32 interface: getpid. */
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    return syscall(0x40000000 | SYS_getpid) > 0 ? 0 : 1;
}
