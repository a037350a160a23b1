#include "judge/base/copy_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/file.h"
#include "judge/base/value.h"

enum { FILES_MAX = 1000, DEPTH_MAX = 6, FILE_MAX = 1 << 20 };

struct copying {
    const struct copy_request *request;
    int files;
};

static int fail(const char *what, const char *path, struct err *err)
{
    return err_set(err, ERR_USE, "'%s' cannot be %s: %s", path, what, strerrordesc_np(errno));
}

static int write_file(const char *path, const struct text *text, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool whole = fd >= 0 && (text->size == 0 || write(fd, text->at, text->size) == (ssize_t)text->size);
    int failed = whole ? 0 : fail("written", path, err);
    if (fd >= 0)
        close(fd);
    return failed;
}

static void replace_word(const struct copy_request *request, struct text *text)
{
    struct text changed = {0};
    size_t length = request->word ? strlen(request->word) : 0;
    const char *from = text->at, *end = text->at + text->size;
    while (length && text->size) {
        const char *found = memmem(from, (size_t)(end - from), request->word, length);
        text_add_bytes(&changed, from, (size_t)((found ? found : end) - from));
        if (!found)
            break;
        text_add(&changed, request->by);
        from = found + length;
    }
    if (changed.size > 0) {
        text_release(text);
        *text = changed;
    }
}

static int copy_file(struct copying *copying, const char *from, const char *to, int depth, struct err *err)
{
    struct text text = {0};
    if (++copying->files > FILES_MAX)
        return err_set(err, ERR_USE, "'%s' holds more than %d files", copying->request->from, FILES_MAX);
    int failed = file_read(from, FILE_MAX, FILE_NO_LINK, &text, err); /* a folder may come from anybody */
    if (!failed && depth == 0)
        replace_word(copying->request, &text);
    failed = failed || write_file(to, &text, err);
    text_release(&text);
    return failed ? -1 : 0;
}

static int copy_all(struct copying *copying, const char *from, const char *to, int depth, struct err *err);

static int copy_entry(struct copying *copying, const char *from, const char *to, int depth, struct err *err)
{
    struct stat status;
    if (lstat(from, &status) != 0)
        return fail("read", from, err);
    if (S_ISREG(status.st_mode))
        return copy_file(copying, from, to, depth, err);
    if (S_ISDIR(status.st_mode) && depth < DEPTH_MAX)
        return copy_all(copying, from, to, depth + 1, err);
    return err_set(err, ERR_USE, "'%s' cannot be copied: it is no ordinary file or folder", from);
}

static int copy_all(struct copying *copying, const char *from, const char *to, int depth, struct err *err)
{
    DIR *folder = opendir(from);
    if (!folder)
        return fail("read", from, err);
    int failed = mkdir(to, 0777) != 0 ? fail("made", to, err) : 0;
    for (struct dirent *entry; !failed && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        char *source = xasprintf("%s/%s", from, entry->d_name), *target = xasprintf("%s/%s", to, entry->d_name);
        failed = copy_entry(copying, source, target, depth, err);
        free(source);
        free(target);
    }
    closedir(folder);
    return failed;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

/* RENAME_NOREPLACE: an empty folder that appeared meanwhile would be replaced otherwise. Not every file system has it.
 */
static int move_into_place(const char *draft, const char *to)
{
    int failed = renameat2(AT_FDCWD, draft, AT_FDCWD, to, RENAME_NOREPLACE);
    return failed && errno == EINVAL ? rename(draft, to) : failed;
}

int copy_folder(const struct copy_request *request, struct err *err)
{
    struct copying copying = {.request = request};
    char *draft = xasprintf("%s.new-%d", request->to, (int)getpid());
    int failed = copy_all(&copying, request->from, draft, 0, err);
    if (!failed && move_into_place(draft, request->to) != 0)
        failed = fail("made", request->to, err);
    if (failed)
        nftw(draft, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(draft);
    return failed ? -1 : 0;
}
