/* Objects of 20 MiB that are never touched, until there are no more and nobody catches it. */
#include <new>

int main()
{
    for (;;) {
        char *volatile piece = new char[20 << 20];
        (void)piece;
    }
}
