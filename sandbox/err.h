/* err.h - one error value for people.
 *
 * A function that can fail takes a `struct err *` as its last parameter and returns -1 after filling it; 0 is success.
 * The text is for the person at the terminal: lower case, the failure first, the subject in quotes, a remedy when one
 * is known. Callers add context in front with err_prefix. Nothing here allocates, so it works in a forked child too.
 *
 * Only the judge's own failures and wrong use travel this way. What a submission did wrong is a fact or a verdict,
 * never an err: the two types cannot be mixed up.
 */
#ifndef SANDBOX_ERR_H
#define SANDBOX_ERR_H

enum err_kind {
    ERR_NONE,
    ERR_USE,   /* the user asked for something that cannot be: exit 2 */
    ERR_JUDGE, /* the judge or the machine failed: exit 3 */
};

struct err {
    enum err_kind kind;
    char text[1024];
};

/* Fills `err` (may be NULL) and returns -1, so that `return err_set(...)` ends a function. */
int err_set(struct err *err, enum err_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* As err_set with ERR_JUDGE, and ": " + the text of the current errno behind the message. */
int err_system(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before the text; keeps the kind. Returns -1. */
int err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
