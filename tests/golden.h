/* golden.h - runs the cases of tests/golden/manifest.json: arrays that PyTorch computed, with the program that did.
 *
 * A case is one function with the case's name in one of the tables golden_*.c. It computes every output anew, from the
 * case's inputs and seed, by our generator and our tensor core, and hands each to golden_expect. The run fails when an
 * output was not handed over, or is compared more loosely than the manifest's "check" says; outputs named *_rounded are
 * compared along with what they are rounded of. Failures end the running check (libcheck), naming case, output, index.
 *
 * To add a case: its entry in manifest.json, its arrays, a row in a table.
 */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include <cjson/cJSON.h>

#include "reference/nd.h"
#include "sandbox/guest/tensor.h"

struct golden;

struct golden_handler {
    const char *name;
    void (*run)(struct golden *g);
};
struct golden_group {
    size_t count;
    const struct golden_handler *handlers;
};

extern const struct golden_group golden_rng, golden_basics, golden_layers, golden_models, golden_training, golden_text;

/* What a run found: exact and close count outputs. */
struct golden_tally {
    int exact, close;
    double worst; /* largest difference among the close ones, absolute */
};

/* Runs the handler on the case, the generator being native. The handler seeds it, where its Python program does. */
void golden_run(const struct golden_handler *handler, const cJSON *entry, struct golden_tally *ret_tally);

/* --- for handlers; what is returned lives until the case ends --- */

const tensor *golden_input(struct golden *g, const char *name);
const cJSON *golden_extra(struct golden *g, const char *name);

/* Takes `t` over. */
const tensor *golden_own(struct golden *g, tensor *t);

/* Compares with the output of that name: shape, dtype, and every bit (tolerance 0) or every value. Takes `got` over. */
void golden_expect(struct golden *g, const char *name, tensor *got, double tolerance);
void golden_expect_nd(struct golden *g, const char *name, const nd *got, double tolerance);

/* As above, the tolerance being relative to the expected value. */
void golden_expect_relative(struct golden *g, const char *name, const nd *got, double tolerance);

/* Compares the bytes with an output of which only the SHA-256 is stored. Takes `got` over. */
void golden_expect_digest(struct golden *g, const char *name, tensor *got);

/* A list of numbers as a tensor. */
tensor *golden_list_f64(size_t count, const double *values);

/* How the judged courses round: "torch.round" (float arithmetic), "np.round" (double arithmetic) and "python round"
 * (correct decimal rounding); all to even on ties. */
double golden_round(const char *way, int decimals, double value);

#endif
