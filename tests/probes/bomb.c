/* Makes processes that make processes. */
#include <unistd.h>

int main(void)
{
    for (;;)
        fork();
}
