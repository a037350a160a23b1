/* Overflows its stack. */
static int deeper(volatile int *depth)
{
    volatile char frame[4096];
    frame[0] = (char)*depth;
    ++*depth;
    return deeper(depth) + frame[0];
}

int main(void)
{
    int depth = 0;
    return deeper(&depth);
}
