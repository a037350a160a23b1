/* verify_excuses.c - verify.json: what the author says about answers and mutants that cannot fail. */
#include <stdlib.h>
#include <string.h>

#include "judge/base/json.h"
#include "judge/verify/verify_internal.h"

enum { WHY_MIN = 10, EXCUSES_MAX = 200, EXCUSE_TEXT = 600, NTH_MAX = 1000 };

/* Texts belong to the document. */
struct excuse {
    struct json place;
    const char *what, *which, *why; /* function and answer, or line and what it becomes */
    int64_t nth;                    /* of equal mutants, from the top; 0: not said */
    int file;                       /* of mutant_files */
    bool mutant, used, unclear;     /* unclear: several mutants read so */
};

struct excuses {
    struct json_document *document;
    int count;
    struct excuse at[EXCUSES_MAX];
};

static const char *const trivial_keys[] = {"function", "answer", "why", NULL};
static const char *const mutant_keys[] = {"line", "becomes", "why", "nth", "file", NULL};
static const char *const mutant_files[] = {"reference.c", "check.c", NULL};

static void tell(struct verify_work *work, const struct err *err)
{
    diagnostics_add_err(&work->result->diagnostics, P070_EXCUSE, err);
}

static int read_text(struct json object, const char *key, const char **ret_text, struct err *err)
{
    struct json json;
    return json_need(object, key, &json, err) || json_text(json, 0, EXCUSE_TEXT, ret_text, err) ? -1 : 0;
}

static int read_entry(struct json item, const char *const *keys, struct excuse *excuse, struct err *err)
{
    struct json nth = json_get(item, "nth"), file = json_get(item, "file");
    if (json_object(item, keys, err) || read_text(item, keys[0], &excuse->what, err) ||
        read_text(item, keys[1], &excuse->which, err) || read_text(item, keys[2], &excuse->why, err) ||
        (json_present(nth) && json_integer(nth, 1, NTH_MAX, &excuse->nth, err)) ||
        (json_present(file) && json_word(file, mutant_files, &excuse->file, err)))
        return -1;
    return strlen(excuse->why) >= WHY_MIN ? 0
                                          : json_fail(json_get(item, "why"), err,
                                                      "a reason in words expected, of %d characters at least", WHY_MIN);
}

/* Each entry stands for itself: one that cannot be read is told and left out. */
static void read_list(struct verify_work *work, struct json list, const char *const *keys, bool mutant)
{
    struct excuses *excuses = work->excuses;
    struct err err;
    if (!json_present(list))
        return;
    if (json_array(list, 0, EXCUSES_MAX / 2, &err)) {
        tell(work, &err);
        return;
    }
    for (struct json item = json_first(list); json_present(item); item = json_next(item)) {
        struct excuse excuse = {.place = item, .mutant = mutant};
        if (read_entry(item, keys, &excuse, &err))
            tell(work, &err);
        else
            excuses->at[excuses->count++] = excuse;
    }
}

static void read_root(struct verify_work *work, struct json root)
{
    static const char *const keys[] = {"schema", "trivial", "mutants", NULL};
    static const char *const schemas[] = {"judge.verify/1", NULL};
    struct json schema;
    struct err err;
    int ignored;
    if (json_object(root, keys, &err))
        tell(work, &err);
    if (json_type(root) != JSON_OBJECT)
        return;
    if (json_need(root, "schema", &schema, &err) || json_word(schema, schemas, &ignored, &err))
        tell(work, &err);
    read_list(work, json_get(root, "trivial"), trivial_keys, false);
    read_list(work, json_get(root, "mutants"), mutant_keys, true);
}

void excuses_read(struct verify_work *work)
{
    struct excuses *excuses = work->excuses = xcalloc(1, sizeof *excuses);
    struct err err = {0};
    char *text, *path;
    size_t size;
    if (problem_read_file(work->problem, "verify.json", &text, &size, &err))
        return; /* most problems need none */
    path = verify_path(work, "verify.json");
    if (json_parse(path, text, size, &excuses->document, &err))
        tell(work, &err);
    else
        read_root(work, json_root(excuses->document));
    free(path);
    free(text);
}

static bool says(const struct excuse *excuse, bool mutant, const char *what, const char *which)
{
    return excuse->mutant == mutant && strcmp(excuse->what, what) == 0 && strcmp(excuse->which, which) == 0;
}

const char *excuse_trivial(struct excuses *excuses, const char *function, const char *answer)
{
    for (int i = 0; i < excuses->count; i++) {
        struct excuse *excuse = &excuses->at[i];
        if (says(excuse, false, function, answer)) {
            excuse->used = true;
            return excuse->why;
        }
    }
    return NULL;
}

const char *excuse_mutant(struct excuses *excuses, const char *file, const struct mutant *mutant)
{
    for (int i = 0; i < excuses->count; i++) {
        struct excuse *excuse = &excuses->at[i];
        if (!says(excuse, true, mutant->before, mutant->after) || strcmp(mutant_files[excuse->file], file) != 0)
            continue;
        excuse->unclear = excuse->nth == 0 && mutant->of > 1;
        if (excuse->nth == mutant->nth || (excuse->nth == 0 && mutant->of == 1)) {
            excuse->used = true;
            return excuse->why;
        }
    }
    return NULL;
}

void excuses_check(struct verify_work *work)
{
    const struct excuses *excuses = work->excuses;
    for (int i = 0; i < excuses->count; i++) {
        const struct excuse *excuse = &excuses->at[i];
        unsigned parts = !excuse->mutant     ? VERIFY_TRIVIAL
                         : excuse->file == 0 ? VERIFY_MUTANTS
                                             : VERIFY_MUTANTS | VERIFY_SUBMISSIONS;
        bool looked_at = (work->options->parts & parts) == parts;
        struct err err;
        if (excuse->used || !looked_at)
            continue;
        if (excuse->unclear) {
            json_fail(excuse->place, &err,
                      "several lines read so: say which one is meant, counted from the top, as in \"nth\": 2");
            tell(work, &err);
            continue;
        }
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
