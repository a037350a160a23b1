#include "judge/problem/problem_members.h"

#include <string.h>

#include "judge/base/value.h"

int members_known(struct json object, const char *const *keys, struct faults *faults)
{
    const int before = faults->count;
    struct err err;
    if (json_type(object) != JSON_OBJECT)
        return faults_take(faults, json_object(object, keys, &err), &err);
    for (struct json member = json_first(object); json_present(member); member = json_next(member))
        faults_take(faults, json_known(member, keys, &err), &err);
    return faults->count > before ? -1 : 0;
}

int member_count(struct json object, const char *key, int64_t low, int64_t high, int64_t *number, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_integer(json, low, high, number, err) : 0;
}

int member_number(struct json object, const char *key, double low, double high, double *number, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_number(json, low, high, number, err) : 0;
}

int member_flag(struct json object, const char *key, bool *flag, struct err *err)
{
    struct json json = json_get(object, key);
    return json_present(json) ? json_bool(json, flag, err) : 0;
}

int member_text(struct json object, const char *key, size_t high, char **ret_text, struct err *err)
{
    struct json json;
    const char *text;
    if (json_need(object, key, &json, err) || json_text(json, 1, high, &text, err))
        return -1;
    *ret_text = xstrdup(text);
    return 0;
}

int member_word(struct json object, const char *key, const char *const *words, int *ret_index, struct err *err)
{
    struct json json;
    return json_need(object, key, &json, err) || json_word(json, words, ret_index, err) ? -1 : 0;
}

/* [a-z0-9] and single or double hyphens in between. */
bool member_is_slug(const char *text, size_t size)
{
    size_t length = strlen(text);
    return length > 0 && length < size && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
           text[0] != '-' && text[length - 1] != '-';
}
