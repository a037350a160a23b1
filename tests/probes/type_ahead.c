/* Types into the terminal it was started from, also with a bit set that only a 64-bit comparison sees; the exit code is
 * 0 if either worked. */
#include <asm/ioctls.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
    char letter = '#';
    return syscall(SYS_ioctl, 0, (long)TIOCSTI, &letter) != 0 &&
           syscall(SYS_ioctl, 0, (long)TIOCSTI | 1L << 32, &letter) != 0;
}
