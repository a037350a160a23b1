#include "problem.h"

#include <string>

// The number of each character of the text: its place among the alphabet's different characters, sorted.
tensor *encode([[maybe_unused]] const char *text, [[maybe_unused]] const char *alphabet)
{
    tensor *ids = tensor_i64(1);
    ids->i64[0] = 0;
    return ids;
}

// The text whose characters have these numbers. strdup makes the result from a std::string.
char *decode([[maybe_unused]] const tensor *ids, [[maybe_unused]] const char *alphabet)
{
    std::string text;
    return strdup(text.c_str());
}
