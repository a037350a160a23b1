#include "problem.h"

/* Linear 784 to 512, ReLU, linear 512 to 10, cross-entropy, Adam: the loss of each step, before its update. */
tensor *train(const tensor *images, const tensor *labels, const tensor *W1, const tensor *b1, const tensor *W2,
              const tensor *b2, int64_t batch_size, int64_t epochs, double lr)
{
    (void)labels, (void)W1, (void)b1, (void)W2, (void)b2, (void)lr; /* delete this line when you use them */
    int64_t N = images->shape[0];
    int64_t batches = (N + batch_size - 1) / batch_size;
    tensor *losses = tensor_f32(epochs * batches);
    for (int64_t i = 0; i < epochs * batches; i++)
        losses->f32[i] = 0.0f;
    return losses;
}
