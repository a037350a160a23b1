#include "problem.h"

#include <cmath>
#include <vector>

namespace
{

class optimiser
{
  public:
    optimiser(size_t size, double rate, double beta1, double beta2, double epsilon, double decay)
        : rate(rate), beta1(beta1), beta2(beta2), epsilon(epsilon), decay(decay), m(size), v(size)
    {
    }

    void step(std::vector<double> &w, const double *g)
    {
        t++;
        for (size_t i = 0; i < w.size(); i++) {
            w[i] *= 1 - rate * decay;
            m[i] = std::lerp(g[i], m[i], beta1);
            v[i] = std::lerp(g[i] * g[i], v[i], beta2);
            w[i] -= rate * corrected(m[i], beta1) / (std::sqrt(corrected(v[i], beta2)) + epsilon);
        }
    }

  private:
    double corrected(double average, double beta) const
    {
        return average / (1 - std::pow(beta, t));
    }

    double rate, beta1, beta2, epsilon, decay;
    std::vector<double> m, v;
    int t = 0;
};

} // namespace

tensor *adamw(const tensor *weights, const tensor *gradients, double learning_rate, double beta1, double beta2,
              double epsilon, double weight_decay)
{
    const int64_t D = weights->shape[0];
    std::vector<double> w(weights->f64, weights->f64 + D);
    optimiser adam(w.size(), learning_rate, beta1, beta2, epsilon, weight_decay);
    for (int64_t k = 0; k < gradients->shape[0]; k++)
        adam.step(w, gradients->f64 + k * D);
    tensor *result = tensor_f64(D);
    for (size_t i = 0; i < w.size(); i++)
        result->f64[i] = w[i];
    return result;
}
