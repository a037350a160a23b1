/* Ends with 0 if nothing but the work folder can be written to, else with the number of the place. */
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>

int main(void)
{
    static const char *const places[] = {"/f",         "/usr/f",     "/usr/bin/f", "/usr/lib/f", "/etc/f",
                                         "/dev/f",     "/guest/f",   "/lib/f",     "/proc/f",    "/sys/f",
                                         "/var/tmp/f", "/dev/shm/f", "/run/f"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (open(places[i], O_CREAT | O_WRONLY, 0644) >= 0 || mkdir(places[i], 0755) == 0)
            return (int)i + 1;
    return open("f", O_CREAT | O_WRONLY, 0644) >= 0 ? 0 : 99;
}
