#include "problem.h"

#include <algorithm>
#include <numeric>
#include <vector>

// W has `out` rows of `in` numbers. Gradients are added up over the examples.
struct Layer {
    const tensor *W, *b;
    tensor *dW, *db;
    int64_t in, out;

    Layer(const tensor *weight, const tensor *bias)
        : W(weight), b(bias), dW(tensor_f32(weight->shape[0], weight->shape[1])), db(tensor_f32(bias->shape[0])),
          in(weight->shape[1]), out(weight->shape[0])
    {
        std::fill_n(dW->f32, tensor_size(dW), 0.0f);
        std::fill_n(db->f32, tensor_size(db), 0.0f);
    }

    std::vector<float> forward(const float *x) const
    {
        std::vector<float> result;
        for (int64_t o = 0; o < out; o++)
            result.push_back(std::inner_product(x, x + in, W->f32 + o * in, b->f32[o]));
        return result;
    }

    // Adds to dW and db; returns the gradient of x.
    std::vector<float> backward(const float *x, const std::vector<float> &d)
    {
        std::vector<float> dx(static_cast<size_t>(in));
        for (int64_t o = 0; o < out; o++) {
            const float grad = d[static_cast<size_t>(o)];
            db->f32[o] += grad;
            for (int64_t i = 0; i < in; i++) {
                dW->f32[o * in + i] += grad * x[i];
                dx[static_cast<size_t>(i)] += grad * W->f32[o * in + i];
            }
        }
        return dx;
    }
};

static std::vector<float> relu(std::vector<float> v)
{
    for (float &each : v)
        each = std::max(each, 0.0f);
    return v;
}

double loss(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y)
{
    const Layer first(W1, b1), second(W2, b2);
    const float *target = y->f32;
    double sum = 0;
    for (const float *in = x->f32; in < x->f32 + tensor_size(x); in += first.in)
        for (float out : second.forward(relu(first.forward(in)).data())) {
            const float miss = out - *target++;
            sum += static_cast<double>(miss * miss);
        }
    return sum / static_cast<double>(tensor_size(y));
}

void backward(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y,
              tensor **dW1, tensor **db1, tensor **dW2, tensor **db2)
{
    Layer first(W1, b1), second(W2, b2);
    const float *target = y->f32, size = static_cast<float>(tensor_size(y));
    for (const float *in = x->f32; in < x->f32 + tensor_size(x); in += first.in) {
        const std::vector<float> h = relu(first.forward(in));
        std::vector<float> d = second.forward(h.data());
        for (float &each : d)
            each = 2 * (each - *target++) / size;
        std::vector<float> dh = second.backward(h.data(), d);
        std::transform(dh.begin(), dh.end(), h.begin(), dh.begin(), [](float g, float v) { return v > 0 ? g : 0; });
        first.backward(in, dh);
    }
    *dW1 = first.dW, *db1 = first.db, *dW2 = second.dW, *db2 = second.db;
}
