/* compile.h - from a source file to a program, in the compile box.
 *
 * The box sees the toolchain, sandbox/guest (as /guest) and libguest.a; a reference also sees the tensor core. The
 * source gets the language's fixed name, whatever the student called it. What comes out is one executable and what the
 * compiler said. Where a language's compiler only checks, the source itself comes out. compile_start returns at once,
 * so that other work overlaps with the compiler.
 *
 * The glue around a problem's functions is compiled once and kept in the private cache, as is the reference's program:
 * both under the digest of all that goes into them.
 */
#ifndef JUDGE_COMPILE_H
#define JUDGE_COMPILE_H

#include "judge/base/install.h"
#include "judge/judging/language.h"
#include "judge/problem/problem.h"
#include "sandbox/box.h"

/* What compiling needs. Borrowed. */
struct compile_shop {
    struct sandbox *sandbox;
    const struct install *install;
    const char *cache; /* private folder */
};

struct compile_request {
    const struct problem *problem;
    const struct language *language;
    const char *file_name; /* the student's, for messages */
    const void *source;
    size_t size;
    bool generator;           /* it is the problem's generate.c: another header, other glue; a reference besides */
    bool reference;           /* it may include and is linked with the tensor core, as the problem's reference.c is */
    const char *const *flags; /* behind those of the language, NULL-terminated; NULL: none */
};

struct compiled {
    int program_fd; /* executable or source, read-only; -1 when the compiler failed */
    char *messages; /* heap; "" when it was silent */
    int64_t wall_ns;
};

struct compile_job;

/* What the compile box sees besides the toolchain, added to a spec: the guest's files; for a reference the core's too.
 */
void compile_mounts(const struct install *install, bool reference, struct box_spec *spec);

/* What the request points to must live until the job has ended. */
int compile_start(const struct compile_shop *shop, const struct compile_request *request, struct compile_job **ret_job,
                  struct err *err);

/* Waits, frees the job. A compiler that refuses the source is no failure: program_fd is -1 then. */
int compile_finish(struct compile_job *job, struct compiled *ret_compiled, struct err *err);
void compiled_release(struct compiled *compiled);

/* Ends a job whose result nobody wants; NULL is fine. */
void compile_abandon(struct compile_job *job);

/* The reference's program: from the cache, or compiled now. ERR_JUDGE with the compiler's words when it does not
 * compile. ret_digest names exactly this program. Returns the descriptor, or -1. */
int compile_reference(const struct compile_shop *shop, const struct problem *problem, struct digest *ret_digest,
                      struct err *err);

/* The same for generate.c (generate_c.h), which the problem must have. */
int compile_generator(const struct compile_shop *shop, const struct problem *problem, struct err *err);

#endif
