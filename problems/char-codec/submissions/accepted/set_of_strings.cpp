#include "problem.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// One string for each character; std::string compares bytes as unsigned.
static std::vector<std::string> characters(std::string_view text)
{
    std::vector<std::string> result;
    for (char byte : text) {
        if ((byte & 0xc0) != 0x80)
            result.emplace_back();
        result.back() += byte;
    }
    return result;
}

static std::vector<std::string> vocabulary(const char *alphabet)
{
    const auto all = characters(alphabet);
    const std::set<std::string> different(all.begin(), all.end());
    return {different.begin(), different.end()};
}

tensor *encode(const char *text, const char *alphabet)
{
    const auto known = vocabulary(alphabet), wanted = characters(text);
    tensor *ids = tensor_i64(wanted.size());
    for (size_t i = 0; i < wanted.size(); i++)
        ids->i64[i] = std::lower_bound(known.begin(), known.end(), wanted[i]) - known.begin();
    return ids;
}

char *decode(const tensor *ids, const char *alphabet)
{
    const auto known = vocabulary(alphabet);
    std::string text;
    for (int64_t i = 0; i < tensor_size(ids); i++)
        text += known[static_cast<size_t>(ids->i64[i])];
    return strdup(text.c_str());
}
