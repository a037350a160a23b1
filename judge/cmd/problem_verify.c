#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/cmd/attempt.h"
#include "judge/cmd/problem.h"
#include "judge/report/ui_live.h"
#include "judge/verify/verify.h"

/* --- which problems ----------------------------------------------------------------------------------------------- */

/* One to be verified: loaded, or why it cannot be. */
struct subject {
    char *id;
    struct problem *problem;
    struct faults why;
};

struct subjects {
    int count;
    struct subject *at;
    struct problem **found; /* all along the path, which prerequisites may name */
    int found_count;
    struct problem **known; /* the subjects, then the found ones; borrowed */
    int known_count;
};

static struct subject *add_subject(struct subjects *subjects, const char *id)
{
    subjects->at = xrealloc(subjects->at, (size_t)(subjects->count + 1) * sizeof *subjects->at);
    struct subject *subject = &subjects->at[subjects->count++];
    *subject = (struct subject){.id = xstrdup(id)};
    return subject;
}

static void release_subjects(struct subjects *subjects)
{
    for (int i = 0; i < subjects->count; i++) {
        free(subjects->at[i].id);
        problem_free(subjects->at[i].problem);
    }
    for (int i = 0; i < subjects->found_count; i++)
        problem_free(subjects->found[i]);
    free(subjects->found);
    free(subjects->known);
    free(subjects->at);
}

/* "softmax" of ".../softmax/problem.json:9:5: ...": what cannot be loaded has at least a folder. */
static char *id_of_message(const char *message)
{
    const char *end = strstr(message, "/problem.json"), *start = end;
    while (start && start > message && start[-1] != '/' && start[-1] != '\'')
        start--;
    return end ? xasprintf("%.*s", (int)(end - start), start) : xstrdup("a problem");
}

/* The folder of an id along the path. Heap; NULL when there is none. */
static char *folder_of(const struct problem_path *path, const char *id)
{
    for (int i = 0; i < path->count; i++) {
        char *folder = xasprintf("%s/%s", path->at[i], id), *file = xasprintf("%s/problem.json", folder);
        bool found = access(file, F_OK) == 0;
        free(file);
        if (found)
            return folder;
        free(folder);
    }
    return NULL;
}

/* What the list says of a folder that is no problem; all its faults, where that folder can be found. */
static void add_bad(const struct context *context, const char *message, struct subjects *subjects)
{
    char *id = id_of_message(message), *folder = folder_of(&context->problems, id);
    struct subject *subject = add_subject(subjects, id);
    if (!folder || problem_load_faults(folder, &subject->problem, &subject->why) == 0) {
        struct err err;
        err_set(&err, ERR_USE, "%s", message);
        faults_add(&subject->why, &err);
        problem_free(subject->problem);
        subject->problem = NULL;
    }
    free(folder);
    free(id);
}

static int add_all(const struct context *context, struct subjects *subjects, struct err *err)
{
    struct problem **problems;
    char *bad = NULL, *save = NULL;
    int count;
    if (problem_list(&context->problems, &problems, &count, &bad, err) != 0)
        return -1;
    for (char *line = bad ? strtok_r(bad, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save))
        add_bad(context, line, subjects);
    for (int i = 0; i < count; i++)
        add_subject(subjects, problems[i]->id)->problem = problems[i];
    free(problems);
    free(bad);
    return 0;
}

/* A word with a slash is a folder: `judge problem verify ./mine`; so are . and .., which no id can be. */
static bool is_folder(const char *word)
{
    return strchr(word, '/') || strcmp(word, ".") == 0 || strcmp(word, "..") == 0;
}

/* What the folder is called, however it was named: "mine" for ./ and for mine/. */
static char *name_of(const char *folder)
{
    char *absolute = realpath(folder, NULL), *slash = absolute ? strrchr(absolute, '/') : NULL;
    char *name = xstrdup(slash && slash[1] ? slash + 1 : folder);
    free(absolute);
    return name;
}

static int add_one(const struct context *context, const char *word, struct subjects *subjects, struct err *err)
{
    struct problem *problem;
    char *folder = is_folder(word) ? xstrdup(word) : folder_of(&context->problems, word);
    if (!folder) {
        int found = problem_find(&context->problems, word, &problem, err); /* says which id may be meant */
        if (found == 0)
            problem_free(problem);
        return found;
    }
    if (access(folder, F_OK) != 0) {
        err_set(err, ERR_USE, "there is no folder '%s'", folder);
        free(folder);
        return -1;
    }
    char *id = name_of(folder);
    struct subject *subject = add_subject(subjects, id);
    free(id);
    if (problem_load_faults(folder, &subject->problem, &subject->why) == 0) {
        free(subject->id);
        subject->id = xstrdup(subject->problem->id);
    }
    free(folder);
    return 0;
}

/* A folder that is being verified comes before a problem of the same id elsewhere. */
static int find_known(const struct context *context, struct subjects *subjects, struct err *err)
{
    char *bad = NULL;
    if (problem_list(&context->problems, &subjects->found, &subjects->found_count, &bad, err) != 0)
        return -1;
    free(bad); /* no matter here */
    subjects->known = xcalloc((size_t)(subjects->count + subjects->found_count), sizeof *subjects->known);
    for (int i = 0; i < subjects->count; i++) {
        if (subjects->at[i].problem)
            subjects->known[subjects->known_count++] = subjects->at[i].problem;
    }
    for (int i = 0; i < subjects->found_count; i++)
        subjects->known[subjects->known_count++] = subjects->found[i];
    return 0;
}

static int find_subjects(const struct context *context, const char *const *words, int count, struct subjects *subjects,
                         struct err *err)
{
    bool all = command_option(context, "all");
    if (all == (count > 0))
        return err_set(err, ERR_USE, "say which problems: judge problem verify ID..., or --all");
    if (all && add_all(context, subjects, err) != 0)
        return -1;
    for (int i = 0; i < count; i++) {
        if (add_one(context, words[i], subjects, err) != 0)
            return -1;
    }
    return subjects->count > 0 ? find_known(context, subjects, err) : err_set(err, ERR_USE, "there are no problems");
}

/* --- one of them -------------------------------------------------------------------------------------------------- */

/* The progress line: one for each part. */
struct show {
    const struct context *context;
    const char *id, *what;
    struct ui_live live;
};

static void show_progress(void *context, const char *what, int done, int total)
{
    struct show *show = context;
    if (what != show->what) {
        char *label = xasprintf("%s: %s", show->id, what);
        if (show->what)
            ui_live_end(&show->live);
        ui_live_begin(&show->live, &show->context->note, label);
        show->what = what;
        free(label);
    }
    ui_live_progress(&show->live, done, total, VERDICT_AC);
}

static int verify_one(const struct context *context, struct judging *judging, const struct subjects *subjects, int i,
                      int keys, struct verification *ret_verification, struct err *err)
{
    const struct subject *subject = &subjects->at[i];
    struct show show = {.context = context, .id = subject->id};
    const unsigned slow = VERIFY_MUTANTS | VERIFY_REFERENCE;
    const struct verify_options options = {.parts = command_option(context, "quick") ? VERIFY_ALL & ~slow : VERIFY_ALL,
                                           .keys = keys,
                                           .known = {subjects->known, subjects->known_count},
                                           .progress = show_progress,
                                           .context = &show};
    if (!subject->problem) {
        verification_of_failed_load(&subject->why, ret_verification);
        return 0;
    }
    int failed = verify_problem(judging, subject->problem, &options, ret_verification, err);
    if (show.what)
        ui_live_end(&show.live);
    return failed ? err_prefix(err, "verifying '%s'", subject->id) : 0;
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static int print_one(const struct context *context, const struct verification *verification, const char *id,
                     struct err *err)
{
    struct text text = {0};
    verification_text(verification, id, &context->out, !command_option(context, "quiet"), &text);
    return command_print(&text, err);
}

static int print_json(struct json_writer *json, struct err *err)
{
    json_writer_end(json);
    json_writer_end(json);
    return command_print_json(json, err);
}

/* As text each problem is told when it is done; as JSON all are one object. */
static int verify_all(const struct context *context, struct judging *judging, const struct subjects *subjects, int keys,
                      struct err *err)
{
    bool as_json = command_option(context, "json");
    struct json_writer json = {0};
    int faulty = 0, failed = 0;
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.verification/1");
    json_writer_array(&json, "problems");
    for (int i = 0; i < subjects->count && !failed; i++) {
        struct verification verification;
        failed = verify_one(context, judging, subjects, i, keys, &verification, err);
        if (failed)
            break;
        faulty += verification.diagnostics.errors > 0;
        if (as_json)
            verification_json(&verification, subjects->at[i].id, &json);
        else
            failed = print_one(context, &verification, subjects->at[i].id, err);
        verification_release(&verification);
    }
    if (!failed && as_json)
        failed = print_json(&json, err);
    else
        json_writer_release(&json);
    return failed ? -1 : faulty ? EXIT_NOT_ACCEPTED : EXIT_ACCEPTED;
}

int problem_verify(struct context *context, const char *const *operands, int count, struct err *err)
{
    struct subjects subjects = {0};
    struct judging *judging = NULL;
    int64_t keys;
    int result = -1;
    if (command_number(context, "keys", 1, VERIFY_KEYS_MAX, VERIFY_KEYS, &keys, err) == 0 &&
        find_subjects(context, operands, count, &subjects, err) == 0 &&
        attempt_open_judging(context, command_option(context, "require-isolation") != NULL, &judging, err) == 0)
        result = verify_all(context, judging, &subjects, (int)keys, err);
    judging_close(judging);
    release_subjects(&subjects);
    return result;
}
