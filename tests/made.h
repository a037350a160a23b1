/* made.h - for the tests of generate.h: a group parsed into a generator, with what that borrows. */
#ifndef TESTS_MADE_H
#define TESTS_MADE_H

#include "judge/problem/generate.h"

struct made {
    struct json_document *document;
    struct param constructor[SIGNATURE_PARAMS_MAX];
    int constructor_count;
    struct function function;
    struct generator *generator;
};

/* `constructor` may be NULL; the group is JSON, called "g" in messages. To be released also when it is refused. */
int made_try(struct made *made, const char *constructor, const char *signature, const char *group, struct err *err);
void made_release(struct made *made);

/* One that must be accepted. One at a time: the generator borrows the signature, so it may not move. */
struct made *made_good(const char *signature, const char *group);

/* One that must be refused, at a place, in these words. */
void made_bad(const char *signature, const char *group, const char *why);

struct values made_draw(const struct made *made, int seed, int ordinal);

bool made_same(const struct value *a, const struct value *b);

#endif
