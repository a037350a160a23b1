/* tiny.h - the smallest static program: one system call, then exit with the low byte of its result.
 *
 * For trying a box from the inside without a compiler: judge doctor has only itself. The program is a few hundred bytes
 * of ELF made in memory.
 */
#ifndef SANDBOX_TINY_H
#define SANDBOX_TINY_H

#include <stdint.h>

struct tiny_call {
    int number;       /* -1: none; the program spins for ever */
    const char *path; /* if not NULL, the second argument points to it */
    int64_t argument[6];
};

/* Makes the program. Returns an executable descriptor that the caller closes, or -1 with errno. */
int tiny_program(const struct tiny_call *call);

/* What a program exits with when its call failed with `error`. */
#define TINY_FAILED(error) (-(error)&0xff)

#endif
