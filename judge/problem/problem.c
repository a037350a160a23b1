#include "judge/problem/problem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/problem/generate.h"
#include "judge/problem/generate_c.h"
#include "judge/base/memory_file.h"
#include "judge/problem/problem_read.h"
#include "judge/base/suggest.h"
#include "judge/base/text.h"

/* --- files ---------------------------------------------------------------- */

static int read_open(int fd, const char *path, char **ret_text, size_t *ret_size, struct err *err)
{
    struct stat status;
    if (fstat(fd, &status) != 0)
        return err_system(err, "'%s' cannot be read", path);
    if (!S_ISREG(status.st_mode))
        return err_set(err, ERR_USE, "'%s' is not a regular file", path);
    if (status.st_size > PROBLEM_FILE_MAX)
        return err_set(err, ERR_USE, "'%s' is larger than %d KiB", path, PROBLEM_FILE_MAX / 1024);
    size_t size = 0, room = (size_t)status.st_size;
    char *text = xmalloc(room + 1);
    for (ssize_t got = 1; size < room && got > 0;) {
        got = read(fd, text + size, room - size);
        if (got < 0 && errno != EINTR) {
            free(text);
            return err_system(err, "'%s' cannot be read", path);
        }
        size += got > 0 ? (size_t)got : 0;
    }
    text[size] = '\0';
    *ret_text = text;
    *ret_size = size;
    return 0;
}

/* O_NONBLOCK: a pipe is refused, not waited for. O_NOFOLLOW: a folder from elsewhere must not name a secret as its
 * statement. 1: there is no such file. */
static int read_file(const char *path, char **ret_text, size_t *ret_size, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    if (fd < 0 && errno == ELOOP)
        return err_set(err, ERR_USE, "'%s' is a symbolic link: a problem holds its own files", path);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return 1;
    if (fd < 0)
        return err_set(err, ERR_USE, "'%s' cannot be read: %s", path, strerrordesc_np(errno));
    int result = read_open(fd, path, ret_text, ret_size, err);
    close(fd);
    return result;
}

int problem_read_file(const struct problem *problem, const char *name, char **ret_text, size_t *ret_size,
                      struct err *err)
{
    char *path = xasprintf("%s/%s", problem->folder, name);
    int result = read_file(path, ret_text, ret_size, err);
    if (result > 0)
        result = err_set(err, ERR_USE, "the problem '%s' has no '%s' ('%s' is missing)", problem->id, name, path);
    free(path);
    return result;
}

/* --- loading -------------------------------------------------------------- */

static int read_json(struct problem *problem, const char *text, size_t size, struct attachments *attachments,
                     struct faults *faults)
{
    struct json_document *document;
    struct err err;
    char *path = xasprintf("%s/problem.json", problem->folder);
    int result = json_parse(path, text, size, &document, &err);
    free(path);
    if (result)
        return faults_add(faults, &err);
    result = problem_read(json_root(document), problem, attachments, faults);
    json_free(document);
    return result;
}

static char *needs_reference(const struct problem *problem)
{
    (void)problem;
    return xstrdup("a problem needs a reference solution");
}

static char *needs_generate(const struct problem *problem)
{
    for (int i = 0; i < problem->group_count; i++) {
        const struct group *group = &problem->groups[i];
        if (!group->generator || !generator_function(group->generator))
            continue;
        char *signature = generate_c_signature(problem, group);
        char *why = xasprintf("the group '%s' needs its %s", group->name, signature);
        free(signature);
        return why;
    }
    return NULL;
}

static char *needs_check(const struct problem *problem)
{
    for (int f = 0; f < problem->function_count; f++) {
        if (problem->checked[f])
            return xstrdup("\"checker\" names functions whose answers it judges");
    }
    return NULL;
}

/* Which files decide a verdict. `needed`: why a problem must have it (heap), NULL when it need not; `idle`: the error
 * when it is there without need, NULL: none. */
static const struct {
    const char *name;
    char *(*needed)(const struct problem *problem);
    const char *idle;
} deciding[] = {{"reference.c", needs_reference, NULL},
                {"generate.c", needs_generate, NULL},
                {"check.c", needs_check,
                 "judges nothing: name the functions whose answers it judges in problem.json (\"checker\": [...])"}};

/* The arrays that problem.json names belong to it: their digests are part of the problem's. */
static void take_data(struct problem *problem, const struct attachments *attachments, struct digest_state *state)
{
    problem->data = xcalloc((size_t)attachments->count, sizeof *problem->data);
    for (int i = 0; i < attachments->count; i++) {
        const struct attachment *attachment = &attachments->at[i];
        problem->data[problem->data_count++] = xstrdup(attachment->name);
        digest_add_text(state, attachment->name);
        digest_add(state, attachment->digest.bytes, sizeof attachment->digest.bytes);
    }
}

static int digest_files(struct problem *problem, const char *json, size_t json_size,
                        const struct attachments *attachments, struct err *err)
{
    struct digest_state state;
    digest_init(&state, NULL);
    digest_add_text(&state, problem->id);
    digest_add(&state, json, json_size);
    for (size_t i = 0; i < sizeof deciding / sizeof *deciding; i++) {
        char *path = xasprintf("%s/%s", problem->folder, deciding[i].name), *text = NULL;
        size_t size = 0;
        int result = read_file(path, &text, &size, err);
        char *why = deciding[i].needed(problem);
        if (result > 0 && why)
            result = err_set(err, ERR_USE, "'%s' is missing: %s", path, why);
        else if (result == 0 && !why && deciding[i].idle)
            result = err_set(err, ERR_USE, "'%s' %s", path, deciding[i].idle);
        free(why);
        free(path);
        if (result == 0) {
            digest_add_text(&state, deciding[i].name);
            digest_add(&state, text, size);
        }
        free(text);
        if (result < 0)
            return -1;
    }
    take_data(problem, attachments, &state);
    problem->digest = digest_end(&state);
    return 0;
}

static int load_files(struct problem *problem, struct faults *faults)
{
    char *text = NULL;
    size_t size = 0;
    struct err err;
    if (problem_read_file(problem, "problem.json", &text, &size, &err))
        return faults_add(faults, &err);
    struct attachments attachments;
    int folder = open(problem->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    attachments_init(&attachments, folder);
    int result = read_json(problem, text, size, &attachments, faults);
    if (!result && digest_files(problem, text, size, &attachments, &err))
        result = faults_add(faults, &err);
    attachments_release(&attachments);
    close_fd(&folder);
    free(text);
    return result;
}

static const char *id_of(const char *real)
{
    return strrchr(real, '/') + 1;
}

/* Where it really is: its own name there is the problem's. */
static int find_folder(const char *folder, char real[PATH_MAX], struct err *err)
{
    if (!realpath(folder, real))
        return err_set(err, ERR_USE, "the problem folder '%s' cannot be read: %s", folder, strerrordesc_np(errno));
    return problem_id_valid(id_of(real))
               ? 0
               : err_set(err, ERR_USE, "'%s' is no name for a problem folder: small letters, digits and '-' expected",
                         id_of(real));
}

int problem_load_faults(const char *folder, struct problem **ret_problem, struct faults *ret_faults)
{
    char real[PATH_MAX];
    struct err err;
    *ret_faults = (struct faults){0};
    if (find_folder(folder, real, &err))
        return faults_add(ret_faults, &err);
    struct problem *problem = xcalloc(1, sizeof *problem);
    strcpy(problem->id, id_of(real));
    problem->folder = xstrdup(real);
    if (load_files(problem, ret_faults)) {
        problem_free(problem);
        return -1;
    }
    *ret_problem = problem;
    return 0;
}

int problem_load(const char *folder, struct problem **ret_problem, struct err *err)
{
    struct faults faults;
    if (!problem_load_faults(folder, ret_problem, &faults))
        return 0;
    char more[80] = "";
    if (faults.count > 1)
        snprintf(more, sizeof more, " (the first of %d faults: judge problem verify tells all)", faults.count);
    return err_set(err, faults.at[0].kind, "%.*s%s", (int)(sizeof err->text - sizeof more), faults.at[0].text, more);
}

void problem_free(struct problem *problem)
{
    if (!problem)
        return;
    for (int i = 0; i < problem->group_count; i++) {
        struct group *group = &problem->groups[i];
        free(group->note);
        values_release(&group->literal);
        values_release(&group->expect);
        generator_free(group->generator);
    }
    free(problem->groups);
    for (int i = 0; i < problem->data_count; i++)
        free(problem->data[i]);
    free(problem->data);
    for (int i = 0; i < problem->requires_count; i++)
        free(problem->requires[i]);
    free(problem->requires);
    free(problem->track);
    free(problem->title);
    free(problem->folder);
    free(problem);
}

/* --- the path ------------------------------------------------------------- */

static void path_add(struct problem_path *path, const char *folder, size_t length)
{
    if (length == 0)
        return;
    path->at = xrealloc(path->at, (size_t)(path->count + 1) * sizeof *path->at);
    path->at[path->count++] = xasprintf("%.*s", (int)length, folder);
}

void problem_path_init(struct problem_path *path, const char *installed)
{
    *path = (struct problem_path){0};
    const char *from = getenv("JUDGE_PROBLEMS");
    while (from && *from) {
        size_t length = strcspn(from, ":");
        path_add(path, from, length);
        from += length + (from[length] == ':');
    }
    if (installed)
        path_add(path, installed, strlen(installed));
}

void problem_path_release(struct problem_path *path)
{
    for (int i = 0; i < path->count; i++)
        free(path->at[i]);
    free(path->at);
    *path = (struct problem_path){0};
}

static bool is_problem(const char *folder, const char *id)
{
    char *path = xasprintf("%s/%s/problem.json", folder, id);
    bool found = problem_id_valid(id) && access(path, F_OK) == 0;
    free(path);
    return found;
}

/* Calls `visit` for each problem along the path, the first of equal ids only, until one call returns non-zero, and
 * returns that. Folders that cannot be read are named in `bad`. */
static int each_problem(const struct problem_path *path,
                        int (*visit)(const char *folder, const char *id, void *context), void *context,
                        struct text *bad)
{
    int result = 0;
    for (int i = 0; i < path->count && !result; i++) {
        DIR *folder = opendir(path->at[i]);
        if (!folder) {
            text_format(bad, "the folder of problems '%s' cannot be read: %s\n", path->at[i], strerrordesc_np(errno));
            continue;
        }
        for (struct dirent *entry; !result && (entry = readdir(folder));) {
            bool hidden = !is_problem(path->at[i], entry->d_name);
            for (int before = 0; before < i && !hidden; before++)
                hidden = is_problem(path->at[before], entry->d_name);
            if (!hidden)
                result = visit(path->at[i], entry->d_name, context);
        }
        closedir(folder);
    }
    return result;
}

/* --- one problem by its id ------------------------------------------------ */

/* Entries of a folder die with it, so the best id is kept. */
struct nearest {
    struct suggest suggest;
    char best[PROBLEM_ID];
    int count;
};

static int offer(const char *folder, const char *id, void *context)
{
    struct nearest *nearest = context;
    (void)folder;
    nearest->count++;
    suggest_offer(&nearest->suggest, id);
    if (nearest->suggest.best == id) {
        strcpy(nearest->best, id);
        nearest->suggest.best = nearest->best;
    }
    return 0;
}

static int not_found(const struct problem_path *path, const char *id, struct err *err)
{
    struct nearest nearest = {.suggest = suggest_for(id)};
    struct text bad = {0}, searched = {0};
    char hint[PROBLEM_ID + 24];
    each_problem(path, offer, &nearest, &bad);
    for (int i = 0; i < path->count; i++)
        text_format(&searched, "%s'%s'", i ? ", " : "", path->at[i]);
    suggest_text(&nearest.suggest, hint, sizeof hint);
    if (hint[0])
        err_set(err, ERR_USE, "no problem '%.100s'%s", id, hint);
    else
        err_set(err, ERR_USE, "no problem '%.100s' among the %d in %s", id, nearest.count,
                searched.at ? searched.at : "no folder");
    text_release(&bad);
    text_release(&searched);
    return -1;
}

int problem_find(const struct problem_path *path, const char *id, struct problem **ret_problem, struct err *err)
{
    for (int i = 0; i < path->count; i++) {
        if (!is_problem(path->at[i], id))
            continue;
        char *folder = xasprintf("%s/%s", path->at[i], id);
        int result = problem_load(folder, ret_problem, err);
        free(folder);
        return result;
    }
    return not_found(path, id, err);
}

/* --- all problems --------------------------------------------------------- */

struct listing {
    int count;
    struct problem **at;
    struct text bad;
};

static int load_listed(const char *folder, const char *id, void *context)
{
    struct listing *listing = context;
    struct problem *problem;
    struct err err;
    char *path = xasprintf("%s/%s", folder, id);
    if (problem_load(path, &problem, &err)) {
        text_format(&listing->bad, "%s\n", err.text);
    } else {
        listing->at = xrealloc(listing->at, (size_t)(listing->count + 1) * sizeof *listing->at);
        listing->at[listing->count++] = problem;
    }
    free(path);
    return 0;
}

/* The curriculum's order; tracks of other people come behind it, by name. */
static int track_rank(const char *track)
{
    static const char *const tracks[] = {"foundations", "training", "text", "transformer", "interpretability"};
    int rank = 0;
    while (rank < (int)(sizeof tracks / sizeof *tracks) && strcmp(tracks[rank], track) != 0)
        rank++;
    return rank;
}

static int compare_problems(const void *a, const void *b)
{
    const struct problem *x = *(struct problem *const *)a, *y = *(struct problem *const *)b;
    int difference = track_rank(x->track) - track_rank(y->track);
    if (!difference)
        difference = strcmp(x->track, y->track);
    if (!difference)
        difference = x->order - y->order;
    return difference ? difference : strcmp(x->id, y->id);
}

int problem_list(const struct problem_path *path, struct problem ***ret_problems, int *ret_count, char **ret_bad,
                 struct err *err)
{
    struct listing listing = {0};
    (void)err;
    each_problem(path, load_listed, &listing, &listing.bad);
    if (listing.count > 1)
        qsort(listing.at, (size_t)listing.count, sizeof *listing.at, compare_problems);
    *ret_problems = listing.at;
    *ret_count = listing.count;
    *ret_bad = listing.bad.size ? text_take(&listing.bad) : NULL;
    return 0;
}
