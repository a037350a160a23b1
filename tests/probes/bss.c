/* Too large to be started: a GiB of zeros. */
static char zeros[1 << 30];

int main(int argc, char **argv)
{
    (void)argv;
    return ((volatile char *)zeros)[argc];
}
