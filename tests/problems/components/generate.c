/* Three chains over all n vertices, E = n - 3 edges in random order and direction: labels must travel far. */
#include "generate.h"

void make_chains(uint64_t seed, int64_t n, int64_t E, tensor **ret_edges, int64_t *ret_n)
{
    struct rng rng = rng_from(seed);
    int64_t vertices[4096], order[4096], edge = 0;
    int64_t first_cut = rng_integer(&rng, 3, n / 2), second_cut = rng_integer(&rng, first_cut + 2, n - 1);
    tensor *edges = tensor_i64(E, 2);
    for (int64_t i = 0; i < n; i++)
        vertices[i] = order[i] = i;
    rng_shuffle(&rng, vertices, n);
    rng_shuffle(&rng, order, E);
    for (int64_t i = 1; i < n; i++) {
        if (i == first_cut || i == second_cut)
            continue;
        int64_t at = 2 * order[edge++], turned = rng_integer(&rng, 0, 1);
        edges->i64[at + turned] = vertices[i - 1];
        edges->i64[at + 1 - turned] = vertices[i];
    }
    *ret_edges = edges;
    *ret_n = n;
}
