/* torch_random.h - PyTorch's random numbers, to the last bit.
 *
 *     torch_manual_seed(0);                       torch.manual_seed(0)
 *     tensor *W = torch_linear_weight(6, 4);      layer = nn.Linear(4, 6)     (weight 6 x 4, row-major)
 *     tensor *b = torch_linear_bias(6, 4);
 *
 * After the same seed the same calls in the same order give the numbers that PyTorch gives on a CPU. Order matters:
 * every call takes numbers from one stream, so a layer's weight comes before its bias, and layers come in the order in
 * which the Python class makes them. ReLU, Sigmoid and dropout in eval mode take nothing.
 *
 * There is one generator in the process, as in PyTorch; use it from one thread. Every function that gives a tensor
 * gives a new one (see tensor.h), except torch_fill_* and friends, which fill the tensor that you pass and give it
 * back:
 *
 *     tensor *x = torch_randn(tensor_f32(2, 3));                  torch.randn(2, 3)
 *     torch_fill_uniform(x, -0.5, 0.5);                           x.uniform_(-0.5, 0.5)
 *
 * An impossible request (a probability of 2, a negative size) ends the program with a message, as tensor_new does.
 */
#ifndef TORCH_RANDOM_H
#define TORCH_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#include "tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- What the exercises need ------------------------------------------------------------------------------------ */

/* torch.manual_seed(seed): starts the stream anew. As in PyTorch, only the low 32 bits of the seed count. */
void torch_manual_seed(uint64_t seed);

/* The parameters of nn.Linear(in, out): weight [out, in], then bias [out]. bias=False: leave out the second call. Mind
 * the order of the arguments: the shape of the weight, which is the reverse of nn.Linear's. */
tensor *torch_linear_weight(int64_t out, int64_t in);
tensor *torch_linear_bias(int64_t out, int64_t in);

/* The table of nn.Embedding(rows, dim): [rows, dim]. */
tensor *torch_embedding(int64_t rows, int64_t dim);

/* What nn.Dropout(p) in train mode multiplies n elements with: [n], each 0 (with probability p) or 1/(1-p). */
tensor *torch_dropout_mask(int64_t n, double p);

/* ---- Filling a tensor: each returns the tensor that it filled --------------------------------------------------- */

/* Tensors of float or double. */
tensor *torch_rand(tensor *t);                                       /* torch.rand: uniform in [0, 1) */
tensor *torch_fill_uniform(tensor *t, double from, double to);       /* t.uniform_(from, to): in [from, to) */
tensor *torch_randn(tensor *t);                                      /* torch.randn: normal, mean 0, deviation 1 */
tensor *torch_fill_normal(tensor *t, double mean, double deviation); /* t.normal_(mean, std) */
tensor *torch_fill_exponential(tensor *t, double rate);              /* t.exponential_(lambd) */
tensor *torch_fill_bernoulli(tensor *t, double p);                   /* t.bernoulli_(p): 1 with probability p, else 0 */

/* Tensors of int64: low, low + 1, ..., high - 1, as torch.randint(low, high, shape). */
tensor *torch_fill_randint(tensor *t, int64_t low, int64_t high);

/* nn.init.*_ of a tensor of two dimensions [out, in] or more [out, in, ...]: `gain` is 1 for a linear layer, sqrt(2)
 * before a ReLU (nn.init.calculate_gain has the others). Kaiming: mode fan_in. */
tensor *torch_xavier_normal(tensor *t, double gain);
tensor *torch_xavier_uniform(tensor *t, double gain);
tensor *torch_kaiming_normal(tensor *t, double gain);
tensor *torch_kaiming_uniform(tensor *t, double gain);

/* ---- Drawing things --------------------------------------------------------------------------------------------- */

/* torch.bernoulli(p): each element is 1 with the probability that p has in its place. Same shape and type as p. */
tensor *torch_bernoulli(const tensor *p);

/* torch.randperm(n): 0 .. n-1 in random order, int64 [n]. */
tensor *torch_randperm(int64_t n);

/* torch.multinomial(p, n, replacement): for each row of p ([V] or [R, V], not negative, not all zero, any sum) n
 * indices, int64 [n] or [R, n]. Without replacement an index comes at most once in a row. */
tensor *torch_multinomial(const tensor *p, int64_t n, bool replacement);

/* The stream itself: 32 bits, 64 bits (the first draw is the high half), 24 bits in [0, 1), 53 bits in [0, 1). */
uint32_t torch_random32(void);
uint64_t torch_random64(void);
float torch_random_float(void);
double torch_random_double(void);

/* ---- Variants and state ----------------------------------------------------------------------------------------- */

/* PyTorch itself has two answers to some of these calls. The builds from pip and conda use Intel's MKL on Intel CPUs,
 * and draw dropout masks, t.bernoulli_(p) and (versions 2.0 to 2.4) t.exponential_ and torch.multinomial without
 * replacement by a second generator, which takes a single number from the stream as its seed. All other builds are
 * native. Exercises accept both. The variant stays when the generator is seeded. */
enum torch_variant { TORCH_NATIVE, TORCH_MKL };
void torch_set_variant(enum torch_variant variant);

/* The generator's state (torch.get_rng_state): save it, draw, set it again, and the same numbers come once more. */
struct torch_rng_state {
    uint32_t word[624]; /* the Mersenne Twister's words */
    int used;           /* how many of them were given out; after the last, the next draw makes new ones */
    uint64_t made;      /* words made since the seed, used or not */
    bool has_normal;    /* normals come in pairs: whether the second of one is waiting... */
    double normal;      /* ...and which it is */
};
void torch_get_rng_state(struct torch_rng_state *ret_state);
void torch_set_rng_state(const struct torch_rng_state *state);

/* How many 32-bit numbers were taken from the stream since it was seeded. Two programs that agree on all values and
 * differ later have a different count here: the place to look first. */
uint64_t torch_stream_position(void);

#ifdef __cplusplus
}
#endif
#endif
