/* verify_excuses.c - verify.json: what the author says about answers and mutants that cannot fail. */
#include <stdlib.h>
#include <string.h>

#include "judge/base/json.h"
#include "judge/verify/verify_internal.h"

enum { WHY_MIN = 10, EXCUSES_MAX = 200, EXCUSE_TEXT = 600 };

/* Texts belong to the document. */
struct excuse {
    struct json place;
    const char *what, *which, *why; /* function and answer, or line and what it becomes */
    bool mutant, used;
};

struct excuses {
    struct json_document *document;
    int count;
    struct excuse at[EXCUSES_MAX];
};

static const char *const trivial_keys[] = {"function", "answer", "why", NULL};
static const char *const mutant_keys[] = {"line", "becomes", "why", NULL};

static int read_text(struct json object, const char *key, const char **ret_text, struct err *err)
{
    struct json json;
    return json_need(object, key, &json, err) || json_text(json, 0, EXCUSE_TEXT, ret_text, err) ? -1 : 0;
}

static int read_list(struct json list, const char *const *keys, bool mutant, struct excuses *excuses, struct err *err)
{
    if (!json_present(list))
        return 0;
    if (json_array(list, 0, EXCUSES_MAX / 2, err))
        return -1;
    for (struct json item = json_first(list); json_present(item); item = json_next(item)) {
        struct excuse *excuse = &excuses->at[excuses->count++];
        *excuse = (struct excuse){.place = item, .mutant = mutant};
        if (json_object(item, keys, err) || read_text(item, keys[0], &excuse->what, err) ||
            read_text(item, keys[1], &excuse->which, err) || read_text(item, keys[2], &excuse->why, err))
            return -1;
        if (strlen(excuse->why) < WHY_MIN)
            return json_fail(json_get(item, "why"), err, "a reason in words expected, of %d characters at least",
                             WHY_MIN);
    }
    return 0;
}

static int read_root(struct json root, struct excuses *excuses, struct err *err)
{
    static const char *const keys[] = {"schema", "trivial", "mutants", NULL};
    static const char *const schemas[] = {"judge.verify/1", NULL};
    struct json schema;
    int ignored;
    return json_object(root, keys, err) || json_need(root, "schema", &schema, err) ||
                   json_word(schema, schemas, &ignored, err) ||
                   read_list(json_get(root, "trivial"), trivial_keys, false, excuses, err) ||
                   read_list(json_get(root, "mutants"), mutant_keys, true, excuses, err)
               ? -1
               : 0;
}

int excuses_read(struct verify_work *work, struct err *err)
{
    struct excuses *excuses = work->excuses = xcalloc(1, sizeof *excuses);
    struct err ours = {0};
    char *text, *path;
    size_t size;
    (void)err;
    if (problem_read_file(work->problem, "verify.json", &text, &size, &ours))
        return 0; /* most problems need none */
    path = verify_path(work, "verify.json");
    if (json_parse(path, text, size, &excuses->document, &ours) ||
        read_root(json_root(excuses->document), excuses, &ours)) {
        diagnostics_add_err(&work->result->diagnostics, P070_EXCUSE, &ours);
        excuses->count = 0;
    }
    free(path);
    free(text);
    return 0;
}

static const char *find(struct excuses *excuses, bool mutant, const char *what, const char *which)
{
    for (int i = 0; i < excuses->count; i++) {
        struct excuse *excuse = &excuses->at[i];
        if (excuse->mutant == mutant && strcmp(excuse->what, what) == 0 && strcmp(excuse->which, which) == 0) {
            excuse->used = true;
            return excuse->why;
        }
    }
    return NULL;
}

const char *excuse_trivial(struct excuses *excuses, const char *function, const char *answer)
{
    return find(excuses, false, function, answer);
}

const char *excuse_mutant(struct excuses *excuses, const char *line, const char *becomes)
{
    return find(excuses, true, line, becomes);
}

void excuses_check(struct verify_work *work)
{
    const struct excuses *excuses = work->excuses;
    for (int i = 0; i < excuses->count; i++) {
        const struct excuse *excuse = &excuses->at[i];
        bool looked_at = work->options->parts & (unsigned)(excuse->mutant ? VERIFY_MUTANTS : VERIFY_TRIVIAL);
        struct err err;
        if (excuse->used || !looked_at)
            continue;
        json_fail(excuse->place, &err,
                  excuse->mutant ? "no such mutant survives any more: remove the entry"
                                 : "no such answer is accepted any more: remove the entry");
        diagnostics_add_err(&work->result->diagnostics, P071_STALE, &err);
    }
}

void excuses_free(struct excuses *excuses)
{
    if (!excuses)
        return;
    json_free(excuses->document);
    free(excuses);
}
