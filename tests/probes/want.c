/* Asks for 8 GiB at once and uses a little of it, without looking at the answer. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *volatile much = malloc((size_t)8 << 30);
    memset(much, 1, 1 << 20);
    return 0;
}
