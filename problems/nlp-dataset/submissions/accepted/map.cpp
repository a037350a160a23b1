#include "problem.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

tensor *get_dataset(strings positive, strings negative)
{
    std::vector<std::vector<std::string>> sentences;
    std::map<std::string, int64_t> ids;
    size_t longest = 0;
    for (const strings &list : {positive, negative}) {
        for (int64_t i = 0; i < list.n; i++) {
            std::istringstream in(list.at[i]);
            std::vector<std::string> words;
            for (std::string word; in >> word;) {
                words.push_back(word);
                ids[word] = 0;
            }
            longest = std::max(longest, words.size());
            sentences.push_back(words);
        }
    }
    int64_t next = 1;
    for (auto &[word, id] : ids)
        id = next++;
    tensor *result = tensor_i64(sentences.size(), longest);
    int64_t *to = result->i64;
    for (const auto &words : sentences)
        for (size_t t = 0; t < longest; t++)
            *to++ = t < words.size() ? ids[words[t]] : 0;
    return result;
}
