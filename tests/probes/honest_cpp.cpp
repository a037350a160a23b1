// What beginners' C++ programs do: streams, exceptions, containers, random engines, clocks. Ends with 0.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

int main()
{
    std::vector<double> values(100000);
    std::mt19937 engine(std::random_device{}());
    std::normal_distribution<double> normal;
    for (auto &value : values)
        value = normal(engine);
    std::sort(values.begin(), values.end());
    std::map<std::string, int> counts;
    std::istringstream words("a b a");
    for (std::string word; words >> word;)
        counts[word]++;
    auto start = std::chrono::steady_clock::now();
    try {
        values.at(values.size());
        return 1;
    } catch (const std::out_of_range &error) {
        std::cerr << error.what() << std::endl;
    }
    std::cout << values.front() << ' ' << counts["a"] << ' ' << (std::chrono::steady_clock::now() - start).count()
              << std::endl;
    return counts["a"] == 2 ? 0 : 2;
}
