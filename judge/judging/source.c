#include "judge/judging/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/judging/judging.h"
#include "judge/base/suggest.h"
#include "judge/base/value.h"

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static int check_kind(const char *path, const struct stat *status, struct err *err)
{
    if (S_ISDIR(status->st_mode))
        return err_set(err, ERR_USE, "'%s' is a folder; name the file to be judged", path);
    if (!S_ISREG(status->st_mode))
        return err_set(err, ERR_USE, "'%s' is not an ordinary file", path);
    return 0;
}

/* A blank file is as empty as one of no bytes: a program was meant, and forgotten or not saved. */
static bool is_blank(const char *bytes, size_t size)
{
    static const char blanks[] = " \t\r\n\v\f";
    for (size_t i = 0; i < size; i++) {
        if (!memchr(blanks, bytes[i], sizeof blanks - 1))
            return false;
    }
    return true;
}

/* One byte more than is allowed tells that there is too much; the size in `status` may be old already. */
static int read_all(const char *path, int fd, struct source *source, struct err *err)
{
    source->bytes = xmalloc(SOURCE_BYTES_MAX + 1);
    while (source->size <= SOURCE_BYTES_MAX) {
        ssize_t some = read(fd, source->bytes + source->size, SOURCE_BYTES_MAX + 1 - source->size);
        if (some == 0)
            break;
        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return err_set(err, ERR_USE, "'%s' cannot be read: %s", path, strerror(errno));
        source->size += (size_t)some;
    }
    if (source->size == 0)
        return err_set(err, ERR_USE, "'%s' is empty", path);
    if (source->size > SOURCE_BYTES_MAX)
        return err_set(err, ERR_USE, "'%s' is larger than the %d KiB that a solution may have", path,
                       SOURCE_BYTES_MAX / 1024);
    if (is_blank(source->bytes, source->size))
        return err_set(err, ERR_USE, "'%s' has nothing but white space", path);
    source->bytes[source->size] = '\0';
    return 0;
}

/* O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. */
int source_read(const char *path, struct source *ret_source, struct err *err)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return err_set(err, ERR_USE, "'%s' cannot be read: %s", path, strerror(errno));
    if (fstat(fd, &status) != 0) {
        close(fd);
        return err_system(err, "'%s' cannot be examined", path);
    }
    struct source source = {.path = xstrdup(path)};
    source.name = name_of(source.path);
    int failed = check_kind(path, &status, err) || read_all(path, fd, &source, err);
    close(fd);
    if (failed) {
        source_release(&source);
        return -1;
    }
    *ret_source = source;
    return 0;
}

void source_release(struct source *source)
{
    free(source->path);
    free(source->bytes);
    *source = (struct source){0};
}

int source_find(char **ret_path, struct err *err)
{
    DIR *folder = opendir(".");
    char *found = NULL;
    int count = 0;
    if (!folder)
        return err_set(err, ERR_USE, "the current folder cannot be read: %s", strerror(errno));
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strncmp(entry->d_name, "solution.", 9) != 0 || !language_by_file(entry->d_name))
            continue;
        free(found);
        found = xstrdup(entry->d_name);
        count++;
    }
    closedir(folder);
    if (count == 1) {
        *ret_path = found;
        return 0;
    }
    free(found);
    if (count == 0)
        return err_set(err, ERR_USE, "there is no solution.* here; name a file, or begin with 'judge start ID'");
    return err_set(err, ERR_USE, "there are %d files solution.* here; name one of them", count);
}

/* --- language ----------------------------------------------------------------------------------------------------- */

const char *source_languages(char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (int i = 0; language_at(i) && used < size; i++)
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", i ? ", " : "", language_at(i)->id);
    return buffer;
}

int source_language(const char *path, const char *wanted, const struct language **ret_language, struct err *err)
{
    char list[64];
    const struct language *language = wanted ? language_by_id(wanted) : language_by_file(path);
    if (!language && wanted)
        return err_set(err, ERR_USE, "unknown language '%s'; known are %s", wanted,
                       source_languages(list, sizeof list));
    if (!language)
        return err_set(err, ERR_USE, "the name '%s' does not tell the language; say it with -l (%s)", name_of(path),
                       source_languages(list, sizeof list));
    if (language_check(language, err) != 0)
        return -1;
    *ret_language = language;
    return 0;
}

/* --- problem ------------------------------------------------------------------------------------------------------ */

static bool is_problem(const struct problem_path *problems, const char *id)
{
    for (int i = 0; i < problems->count; i++) {
        char *file = xasprintf("%s/%s/problem.json", problems->at[i], id);
        bool found = access(file, F_OK) == 0;
        free(file);
        if (found)
            return true;
    }
    return false;
}

/* The absolute folder in which the file stands. A link counts where it stands, not where it leads. */
static char *folder_of(const char *path)
{
    const char *name = name_of(path);
    char *folder = name == path ? xstrdup(".") : xasprintf("%.*s", (int)(name - path), path);
    char *absolute = realpath(folder, NULL);
    if (!absolute)
        return folder;
    free(folder);
    return absolute;
}

int source_problem(const char *path, const char *wanted, const struct problem_path *problems,
                   struct problem **ret_problem, struct err *err)
{
    if (wanted)
        return problem_find(problems, wanted, ret_problem, err);
    char *folder = folder_of(path);
    for (char *slash; (slash = strrchr(folder, '/')); *slash = '\0') {
        if (slash[1] && is_problem(problems, slash + 1)) {
            int result = problem_find(problems, slash + 1, ret_problem, err);
            free(folder);
            return result;
        }
    }
    free(folder);
    return err_set(err, ERR_USE,
                   "no folder above '%s' is named like a problem; say which one it solves with -p ID ('judge list')",
                   path);
}
