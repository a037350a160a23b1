/* seccomp.h - the system call filter of each policy.
 *
 * Three answers. A call in the policy's list is allowed, with arguments compared where it is safe with some only. A
 * call that no honest program of that policy makes ("attack") stops the caller and tells the keeper its number through
 * the listener; the keeper kills it, so a forbidden call is a verdict with a name. Anything else, such as a call newer
 * than this file, fails with ENOSYS, which libraries know how to take. Calls of the 32-bit and x32 interfaces kill the
 * process at once.
 *
 * The sandbox's own processes live under the same filter; see call.h for how they are told apart.
 *
 * The tables are in seccomp_rules.c, the translation by libseccomp in seccomp.c.
 */
#ifndef SANDBOX_SECCOMP_H
#define SANDBOX_SECCOMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sandbox/box.h"

/* Requests for memory that are shown to the keeper, which knows the limits of the box: mmap and mremap of so many bytes
 * or more, fewer where the kernel's own limit is too far away to count (limits.h); and, in a static program, brk from
 * SECCOMP_HIGH_BREAK on. Such a program is loaded at a fixed address (program.c), so that its break alone tells how
 * large it is, and a break below the bound is no matter. A position-independent one is loaded above
 * SECCOMP_LOADED_HIGH and shows every brk. */
#define SECCOMP_LARGE_MAP_COMPILE (UINT64_C(32) << 20)
#define SECCOMP_LARGE_MAP_RUN     (UINT64_C(4) << 20)
#define SECCOMP_HIGH_BREAK        (UINT64_C(256) << 20)
#define SECCOMP_LOADED_LOW        UINT64_C(0x400000)
#define SECCOMP_LOADED_HIGH       UINT64_C(0x555555554000)

/* A filter in the kernel's language. Making one by libseccomp takes longer than any other step of a keeper's start, so
 * the nursery does it while the keeper makes its namespaces. */
enum { SECCOMP_CODE_MAX = 1024 };
struct seccomp_code {
    int count;
    struct seccomp_instruction {
        uint16_t code;
        uint8_t if_true;
        uint8_t if_false;
        uint32_t value;
    } at[SECCOMP_CODE_MAX];
};

/* Translates the tables. Where a box has a pid namespace of its own its program is pid 2, and signals to itself can be
 * told by that number; where not, they are shown to the keeper. 0, or -1 with errno. */
int seccomp_make(enum box_policy policy, bool own_pid_namespace, struct seccomp_code *ret_code);

/* Lets calls with the secret of this process through (call.h), and installs the filter for good, in this process and
 * all its children; needs no_new_privs. Returns the listener, or -1 with errno. Uses up the code. */
int seccomp_install(struct seccomp_code *code);

/* A call that was stopped. */
struct seccomp_event {
    uint64_t id;
    pid_t pid; /* of the thread, as seen by the reader */
    int number;
    uint64_t arguments[6];
};

/* Takes one event. 0, or -1 with errno (ENOENT: the caller has died meanwhile). */
int seccomp_receive(int listener, struct seccomp_event *ret_event);

/* 0 while the caller of the event still waits for an answer, so that its pid is still its own. */
int seccomp_check(int listener, uint64_t id);

/* Lets the stopped call go on (decide on registers only: memory may change), or fails it with an error. */
int seccomp_continue(int listener, uint64_t id);
int seccomp_fail(int listener, uint64_t id, int error);

/* The name of a system call, or NULL. The caller frees it. */
char *seccomp_name(int number);

/* ---- the tables ---- */

enum seccomp_action { SECCOMP_ALLOW, SECCOMP_ATTACK, SECCOMP_ERROR };

/* One comparison: (argument & mask) == value, or argument < value where `less`. Masks are 32 bits wide for arguments
 * that the kernel reads as int: comparing 64 bits would let a program hide a value behind a set high bit
 * (CVE-2019-10063). */
struct seccomp_test {
    int argument;
    uint64_t mask;
    uint64_t value;
};

struct seccomp_rule {
    int number;
    unsigned policies; /* bits of 1 << enum box_policy */
    enum seccomp_action action;
    int error; /* SECCOMP_ERROR */
    int tests; /* all of them must hold */
    struct seccomp_test test[2];
};

extern const struct seccomp_rule seccomp_rules[];
extern const int seccomp_rule_count;

#endif
