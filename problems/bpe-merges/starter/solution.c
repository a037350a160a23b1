#include "problem.h"

/* Left and right of each merged pair, one pair after the other. */
strings get_merges(const char *corpus, int64_t num_merges)
{
    (void)corpus, (void)num_merges; /* delete this line when you use them */
    static const char *merges[] = {"a", "b"};
    return (strings){2, merges};
}
