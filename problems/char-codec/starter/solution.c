#include "problem.h"

/* The number of each character of the text: its place among the alphabet's different characters, sorted. */
tensor *encode(const char *text, const char *alphabet)
{
    (void)text, (void)alphabet; /* delete this line when you use them */
    tensor *ids = tensor_i64(1);
    ids->i64[0] = 0;
    return ids;
}

/* The text whose characters have these numbers. The result is the caller's: make it with malloc. */
char *decode(const tensor *ids, const char *alphabet)
{
    (void)ids, (void)alphabet; /* delete this line when you use them */
    return strdup("");
}
