// Jacobi's rotations: all eigenvectors, then the one of the largest eigenvalue
#include "problem.h"

#include <algorithm>
#include <vector>

extern "C" tensor *principal_direction(const tensor *activations)
{
    const int64_t n = activations->shape[0], d = activations->shape[1];
    std::vector<double> s(d * d), q(d * d);
    std::vector<double> mean(d);
    for (int64_t k = 0; k < n * d; k++)
        mean[k % d] += activations->f64[k] / double(n);
    for (int64_t k = 0; k < n; k++)
        for (int64_t i = 0; i < d; i++)
            for (int64_t j = 0; j < d; j++)
                s[i * d + j] += (activations->f64[k * d + i] - mean[i]) * (activations->f64[k * d + j] - mean[j]);
    for (int64_t i = 0; i < d; i++)
        q[i * d + i] = 1;
    for (int sweep = 0; sweep < 60; sweep++) {
        for (int64_t a = 0; a < d; a++) {
            for (int64_t b = a + 1; b < d; b++) {
                const double angle = 0.5 * std::atan2(2 * s[a * d + b], s[b * d + b] - s[a * d + a]);
                const double c = std::cos(angle), t = std::sin(angle);
                for (int64_t k = 0; k < d; k++) {
                    const double x = s[k * d + a], y = s[k * d + b];
                    s[k * d + a] = c * x - t * y;
                    s[k * d + b] = t * x + c * y;
                }
                for (int64_t k = 0; k < d; k++) {
                    const double x = s[a * d + k], y = s[b * d + k], u = q[k * d + a], w = q[k * d + b];
                    s[a * d + k] = c * x - t * y;
                    s[b * d + k] = t * x + c * y;
                    q[k * d + a] = c * u - t * w;
                    q[k * d + b] = t * u + c * w;
                }
            }
        }
    }
    int64_t best = 0;
    for (int64_t i = 1; i < d; i++)
        best = s[i * d + i] > s[best * d + best] ? i : best;
    tensor *direction = tensor_f64(d);
    for (int64_t i = 0; i < d; i++)
        direction->f64[i] = q[i * d + best];
    return direction;
}
