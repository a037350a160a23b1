/* Leaves something named "out" in its work folder, of the kind that its argument names. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int leave(const char *kind)
{
    if (strcmp(kind, "link") == 0)
        return symlink("/etc/passwd", "out");
    if (strcmp(kind, "folder") == 0)
        return mkdir("out", 0755);
    int fd = open("out", O_CREAT | O_EXCL | O_WRONLY, 0644);
    if (fd < 0 || write(fd, "content", 7) != 7)
        return -1;
    if (strcmp(kind, "hardlink") == 0)
        return link("out", "second");
    if (strcmp(kind, "large") == 0)
        return ftruncate(fd, 100000);
    return strcmp(kind, "file") == 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    return argc > 1 && leave(argv[1]) == 0 ? 0 : 1;
}
