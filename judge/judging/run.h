/* run.h - one case through a program: a request in, a response out, one box, one process.
 *
 * The response is read only when every process of the box is dead, and through the bounded parser (frame.h) alone. What
 * comes back are facts and values; judging them is the caller's business.
 */
#ifndef JUDGE_RUN_H
#define JUDGE_RUN_H

#include "judge/judging/frame.h"
#include "judge/base/install.h"
#include "judge/judging/interpreters.h"
#include "judge/judging/language.h"
#include "judge/problem/problem.h"
#include "sandbox/box.h"

enum { RUN_OUTPUT_SHOWN = 4096 };

struct run_request {
    const struct language *language;
    const struct install *install;     /* of a language with an interpreter */
    int program_fd;                    /* executable; the source where the language has a run command */
    int signature_fd;                  /* what its harness wants to know, or -1 */
    struct interpreters *interpreters; /* of a language that has warm ones; NULL: a program for each case */
    int kind;                          /* of interpreter */
    unsigned function, variant;
    size_t results_max;
    const struct values *arguments;
    struct problem_limits limits; /* of this program: the caller has applied the language's factor */
    int64_t wall_ms;
};

struct run_result {
    struct box_facts facts;
    enum response_state state;
    const char *why; /* of RESPONSE_BAD */
    struct values results;
    struct poison poison; /* what unwritten elements hold */
    char *output;         /* the start of stdout, then of stderr; NULL when nothing was printed */
    size_t output_size;
};

int run_case(struct sandbox *sandbox, const struct run_request *request, struct run_result *ret_result,
             struct err *err);
/* Why a program that should have answered did not, for messages about the judge's own programs ("it runs longer than
 * allowed"); NULL: it answered. */
const char *run_failure(const struct run_result *result);

/* Is this failure (RESPONSE_FAILED) the one that C's harness knows: something was written behind the end of a tensor?
 */
bool run_overran(const struct values *told);
void run_result_release(struct run_result *result);

#endif
