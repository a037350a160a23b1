/* tiny.h - the smallest static program: one system call, then exit with the low byte of its result, or of what it
 * wrote.
 *
 * For trying a box from the inside without a compiler: judge doctor has only itself. The program is a few hundred bytes
 * of ELF made in memory.
 */
#ifndef SANDBOX_TINY_H
#define SANDBOX_TINY_H

#include <stdint.h>

enum {
    TINY_SPIN = -1,        /* no call; the program runs for ever */
    TINY_ENVIRONMENT = -2, /* no call; it exits with the number of its environment's variables */
};

struct tiny_call {
    int number;       /* of the system call, or one of the above */
    const char *path; /* if not NULL, the second argument points to it */
    int64_t argument[6];
    int buffer; /* the argument, counted from 1, that points to TINY_BUFFER zero bytes; 0: none */
    int peek;   /* then the program exits with the byte of the buffer at this offset */
};

/* Makes the program. Returns an executable descriptor that the caller closes, or -1 with errno. */
int tiny_program(const struct tiny_call *call);

enum { TINY_BUFFER = 512 };

/* What a program exits with when its call failed with `error`. */
#define TINY_FAILED(error) (-(error)&0xff)

#endif
