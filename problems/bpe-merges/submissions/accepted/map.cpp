#include "problem.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

using pair = std::pair<std::string, std::string>;

static std::vector<std::string> characters(const char *text)
{
    std::vector<std::string> result;
    for (; *text; text++) {
        if ((*text & 0xc0) != 0x80)
            result.emplace_back();
        result.back() += *text;
    }
    return result;
}

// The map is sorted, so the first of the most frequent pairs is the smallest one.
static pair most_frequent(const std::vector<std::string> &tokens)
{
    std::map<pair, int> counts;
    for (size_t i = 0; i + 1 < tokens.size(); i++)
        counts[{tokens[i], tokens[i + 1]}]++;
    return std::max_element(counts.begin(), counts.end(), [](auto &a, auto &b) { return a.second < b.second; })->first;
}

strings get_merges(const char *corpus, int64_t num_merges)
{
    std::vector<std::string> tokens = characters(corpus);
    static std::vector<const char *> merges;
    while (num_merges-- > 0 && tokens.size() > 1) {
        const pair best = most_frequent(tokens);
        std::vector<std::string> next;
        for (size_t i = 0; i < tokens.size(); i++) {
            next.push_back(tokens[i]);
            if (i + 1 < tokens.size() && pair(tokens[i], tokens[i + 1]) == best)
                next.back() += tokens[++i];
        }
        tokens = next;
        merges.push_back(strdup(best.first.c_str()));
        merges.push_back(strdup(best.second.c_str()));
    }
    return {static_cast<int64_t>(merges.size()), merges.data()};
}
