#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "judge/cmd/attempt.h"
#include "judge/report/ui_live.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    ATTEMPT_OPTIONS,
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object a line, for each test"},
    {0},
};

enum { SETTLE_MS = 60 };

enum happening { SAVED, QUIT, GONE };

/* The folder is watched, not the file: most editors write a new file and move it over the old one. */
static int watch_folder(const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? xasprintf("%.*s", (int)(slash - path) + 1, path) : xstrdup(".");
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0 || inotify_add_watch(fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF) < 0) {
        err_system(err, "the folder '%s' cannot be watched", folder);
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    free(folder);
    return fd;
}

/* Takes all events that are there. True when one of them is about the file; ret_gone: the folder has left its place. */
static bool take_events(int fd, const char *name, bool *ret_gone)
{
    _Alignas(struct inotify_event) char buffer[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
    bool saved = false;
    for (ssize_t size; (size = read(fd, buffer, sizeof buffer)) > 0;) {
        for (ssize_t at = 0; at < size;) {
            const struct inotify_event *event = (const struct inotify_event *)(buffer + at);
            saved = saved || (event->mask & IN_Q_OVERFLOW) || (event->len && strcmp(event->name, name) == 0);
            *ret_gone = *ret_gone || (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED));
            at += (ssize_t)sizeof *event + event->len;
        }
    }
    return saved;
}

static bool asks_to_quit(void)
{
    char key;
    ssize_t size = read(STDIN_FILENO, &key, 1);
    return size == 0 || (size == 1 && (key == 'q' || key == 'Q' || key == 4 /* Ctrl-D */));
}

static enum happening wait_for(int fd, const char *name, bool keys)
{
    struct pollfd polled[] = {{.fd = fd, .events = POLLIN}, {.fd = keys ? STDIN_FILENO : -1, .events = POLLIN}};
    for (;;) {
        bool gone = false;
        if (poll(polled, 2, -1) < 0)
            continue;
        if (polled[1].revents && asks_to_quit())
            return QUIT;
        if (!polled[0].revents)
            continue;
        bool saved = take_events(fd, name, &gone);
        if (gone)
            return GONE;
        if (!saved)
            continue;
        usleep(SETTLE_MS * 1000); /* one save may come as several events */
        take_events(fd, name, &gone);
        return SAVED;
    }
}

/* What is wrong with the file now may be right after the next save: it is told, and watching goes on. */
static void test_again(const struct context *context, struct judging *judging, struct attempt *attempt, bool keys)
{
    struct source source;
    struct err err = {0};
    struct text clear = {0};
    if (context->out.terminal && !command_option(context, "json")) {
        text_add(&clear, "\033[H\033[2J");
        command_print(&clear, &err);
    }
    int result = source_read(attempt->source.path, &source, &err);
    if (result == 0) {
        source_release(&attempt->source);
        attempt->source = source;
        result = attempt_test(context, judging, attempt, &err);
    }
    if (result < 0)
        command_note(context, "%s", err.text);
    command_note(context, "watching %s: save to test again, %s quits", attempt->source.name, keys ? "q" : "Ctrl-C");
}

static int watch(const struct context *context, struct attempt *attempt, struct err *err)
{
    struct judging *judging;
    enum happening happening;
    int fd = watch_folder(attempt->source.path, err);
    if (fd < 0)
        return -1;
    if (attempt_open_judging(context, command_option(context, "require-isolation") != NULL, &judging, err) != 0) {
        close(fd);
        return -1;
    }
    bool keys = ui_live_keys_begin();
    do {
        test_again(context, judging, attempt, keys);
        happening = wait_for(fd, attempt->source.name, keys);
    } while (happening == SAVED);
    ui_live_keys_end();
    judging_close(judging);
    close(fd);
    return happening == QUIT ? EXIT_ACCEPTED
                             : err_set(err, ERR_USE, "the folder of '%s' is gone", attempt->source.path);
}

static int run(struct context *context, struct err *err)
{
    struct attempt attempt;
    if (attempt_open(context, context->operand[0], &attempt, err) != 0)
        return -1;
    int result = watch(context, &attempt, err);
    attempt_release(&attempt);
    return result;
}

const struct command command_watch = {
    .name = "watch",
    .summary = "test again on every save",
    .operands = "[FILE]",
    .operands_max = 1,
    .words = WORDS_FILE,
    .details = "Runs 'judge test' now and whenever the file is saved, until you press q.\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL | NEED_HOME | NEED_USER,
    .run = run,
};
