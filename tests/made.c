#include "tests/made.h"

#include <check.h>
#include <string.h>

#include "judge/base/digest.h"

int made_try(struct made *made, const char *constructor, const char *signature, const char *group, struct err *err)
{
    *made = (struct made){0};
    ck_assert_int_eq(signature_parse(signature, &made->function, err), 0);
    if (constructor)
        ck_assert_int_eq(
            signature_parse_params(constructor, made->constructor, SIGNATURE_PARAMS_MAX, &made->constructor_count, err),
            0);
    ck_assert_msg(json_parse("g", group, strlen(group), &made->document, err) == 0, "%s", err->text);
    return generator_parse(json_root(made->document), made->constructor, made->constructor_count, &made->function,
                           &(struct attachments){.folder = -1}, &made->generator, err);
}

void made_release(struct made *made)
{
    generator_free(made->generator);
    json_free(made->document);
}

struct made *made_good(const char *signature, const char *group)
{
    static struct made made;
    struct err err = {0};
    ck_assert_msg(made_try(&made, NULL, signature, group, &err) == 0, "%s", err.text);
    return &made;
}

struct values made_draw(const struct made *made, int seed, int ordinal)
{
    struct values values = {0};
    struct err err = {0};
    struct digest digest = digest_of(&seed, sizeof seed);
    ck_assert_msg(generator_run(made->generator, digest.bytes, ordinal, &values, &err) == 0, "%s", err.text);
    return values;
}

void made_bad(const char *signature, const char *group, const char *why)
{
    struct made made;
    struct err err = {0};
    ck_assert_msg(made_try(&made, NULL, signature, group, &err) == -1, "accepted: %s", group);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, why) != NULL, "'%s' is not in '%s'", why, err.text);
    ck_assert_msg(strncmp(err.text, "g:", 2) == 0, "no place: %s", err.text);
    made_release(&made);
}

bool made_same(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind || a->rank != b->rank || memcmp(a->shape, b->shape, sizeof a->shape) != 0)
        return false;
    for (int64_t i = 0; i < value_size(a); i++) {
        if (value_number(a, i) != value_number(b, i))
            return false;
    }
    return true;
}
