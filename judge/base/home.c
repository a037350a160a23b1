#include "judge/base/home.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/value.h"

enum { PRIVATE_FOLDER = 0700, PRIVATE_FILE = 0600 };

/* --- where --- */

static const char *variable(const char *name)
{
    const char *text = getenv(name);
    return text && *text ? text : NULL;
}

/* A relative path would mean another folder after each change of the working folder. */
static char *absolute(const char *path)
{
    char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
    char *whole = here ? xasprintf("%s/%s", here, path) : xstrdup(path);
    free(here);
    return whole;
}

char *home_folder(void)
{
    const char *home = variable("JUDGE_HOME"), *data = variable("XDG_DATA_HOME"), *user = variable("HOME");
    if (home)
        return absolute(home);
    if (data && data[0] == '/') /* the XDG specification has relative paths ignored */
        return xasprintf("%s/judge", data);
    const struct passwd *entry = user ? NULL : getpwuid(geteuid());
    if (entry)
        user = entry->pw_dir;
    char *path = xasprintf("%s/.local/share/judge", user ? user : ""), *whole = absolute(path);
    free(path);
    return whole;
}

int home_user(char **ret_user, struct err *err)
{
    const char *name = variable("JUDGE_USER");
    const struct passwd *entry = name ? NULL : getpwuid(getuid());
    if (entry)
        name = entry->pw_name;
    if (!name)
        return err_set(err, ERR_USE, "user %d has no login name; set JUDGE_USER", (int)getuid());
    *ret_user = xstrdup(name);
    return 0;
}

/* --- the folder --- */

static int cannot_make(const char *path, const char *part, int number, struct err *err)
{
    return err_set(err, ERR_USE, "the judge's folder '%s' cannot be made (%s: %s); set JUDGE_HOME to another place",
                   path, part, strerrordesc_np(number));
}

/* Like mkdir -p. Another process may make the same folders at the same time. */
int home_make(const char *path, struct err *err)
{
    char *part = xstrdup(path);
    int failed = 0;
    for (char *slash = part; slash && !failed;) {
        slash = strchr(slash + 1, '/');
        if (slash)
            *slash = '\0';
        struct stat status;
        if (stat(part, &status) != 0 && mkdir(part, PRIVATE_FOLDER) != 0 && errno != EEXIST)
            failed = cannot_make(path, part, errno, err);
        if (slash)
            *slash = '/';
    }
    free(part);
    return failed;
}

int home_check_kind(const char *path, struct err *err)
{
    struct stat status;
    if (stat(path, &status) == 0 ? S_ISDIR(status.st_mode) : errno != ENOTDIR)
        return 0;
    return err_set(err, ERR_USE, "the judge's folder '%s' is not a folder; set JUDGE_HOME to another place", path);
}

static int check_folder(const char *path, struct err *err)
{
    struct stat status;
    if (home_check_kind(path, err) != 0)
        return -1;
    if (stat(path, &status) != 0)
        return cannot_make(path, path, errno, err);
    if (status.st_uid != geteuid())
        return err_set(err, ERR_USE, "the judge's folder '%s' belongs to another user; set JUDGE_HOME to one of yours",
                       path);
    if (status.st_mode & (S_IWGRP | S_IWOTH))
        return err_set(err, ERR_USE, "the judge's folder '%s' can be written by others; run: chmod 700 '%s'", path,
                       path);
    if (access(path, R_OK | W_OK | X_OK) != 0)
        return err_set(err, ERR_USE, "the judge's folder '%s' cannot be written (%s); set JUDGE_HOME to another place",
                       path, strerrordesc_np(errno));
    return 0;
}

int home_open(struct home *ret_home, struct err *err)
{
    struct home home = {.path = home_folder()};
    home.cache = xasprintf("%s/cache", home.path);
    if (home_make(home.path, err) || check_folder(home.path, err) || home_make(home.cache, err) ||
        check_folder(home.cache, err)) {
        home_release(&home);
        return -1;
    }
    *ret_home = home;
    return 0;
}

void home_release(struct home *home)
{
    free(home->path);
    free(home->cache);
    *home = (struct home){0};
}

/* --- the key --- */

static int read_key(int fd, const char *path, struct digest *ret_key, struct err *err)
{
    struct stat status;
    struct digest key;
    if (fstat(fd, &status) != 0)
        return err_system(err, "the instance key '%s' cannot be read", path);
    if (!S_ISREG(status.st_mode) || status.st_uid != geteuid())
        return err_set(err, ERR_USE, "the instance key '%s' is not a file of yours", path);
    if (status.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(err, ERR_USE, "the instance key '%s' is open to others; run: chmod 600 '%s'", path, path);
    if (status.st_size != sizeof key.bytes || pread(fd, key.bytes, sizeof key.bytes, 0) != sizeof key.bytes)
        return err_set(
            err, ERR_JUDGE,
            "the instance key '%s' is damaged; restore it, or remove it to get a new one and other hidden cases", path);
    *ret_key = key;
    return 0;
}

/* 1: there is none. */
static int load_key(const char *path, struct digest *ret_key, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return 1;
    if (fd < 0)
        return err_set(err, ERR_USE, "the instance key '%s' cannot be read: %s", path, strerrordesc_np(errno));
    int result = read_key(fd, path, ret_key, err);
    close(fd);
    return result;
}

static int write_key(int fd)
{
    struct digest key;
    digest_random(key.bytes, sizeof key.bytes);
    return fchmod(fd, PRIVATE_FILE) == 0 && write(fd, key.bytes, sizeof key.bytes) == sizeof key.bytes && fsync(fd) == 0
               ? 0
               : -1;
}

/* A whole file gets the name or none does: link() fails when another process was first, whose key then counts. */
static int make_key(const char *path, struct err *err)
{
    char *draft = xasprintf("%s.XXXXXX", path);
    int fd = mkostemp(draft, O_CLOEXEC), failed = 0;
    if (fd < 0 || write_key(fd) != 0 || (link(draft, path) != 0 && errno != EEXIST))
        failed = err_system(err, "the instance key '%s' cannot be made", path);
    if (fd >= 0) {
        close(fd);
        unlink(draft);
    }
    free(draft);
    return failed;
}

int home_key(const struct home *home, struct digest *ret_key, struct err *err)
{
    char *path = xasprintf("%s/key", home->path);
    int result = load_key(path, ret_key, err);
    if (result > 0)
        result = make_key(path, err) ? -1 : load_key(path, ret_key, err);
    if (result > 0)
        result = err_set(err, ERR_JUDGE, "the instance key '%s' vanished while it was made", path);
    free(path);
    return result;
}
