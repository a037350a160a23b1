#include "judge/judging/interpreters.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judging/interpreter_server.h"
#include "judge/base/memory_file.h"
#include "judge/base/text.h"
#include "judge/base/value.h"
#include "sandbox/message.h"

enum way { WAY_SERVER, WAY_OWN, WAY_NONE };

enum { SECONDS_DEFAULT = 600, SECONDS_MAX = 24 * 3600, ANSWER_MS = 90000, FAILURES_MAX = 3 };

struct interpreters {
    struct sandbox *sandbox;
    const struct home *home;
    const struct install *install;
    struct path {
        enum way way;
        int server; /* socket; -1 */
        bool asked; /* INTERPRETER_PREPARE is not answered yet */
        int failures;
        struct warm *own;
    } paths[LANGUAGES_MAX][LANGUAGE_KINDS_MAX];
};

static const struct path *path_of(const struct interpreters *interpreters, const struct language *language, int kind)
{
    return &interpreters->paths[language - language_at(0)][kind];
}

static struct path *path_to(struct interpreters *interpreters, const struct language *language, int kind)
{
    return &interpreters->paths[language - language_at(0)][kind];
}

static int idle_seconds(void)
{
    const char *text = getenv("JUDGE_WARM_SECONDS");
    char *end;
    if (!text || !*text)
        return SECONDS_DEFAULT;
    long seconds = strtol(text, &end, 10);
    if (*end || seconds < 0)
        return SECONDS_DEFAULT;
    return seconds > SECONDS_MAX ? SECONDS_MAX : (int)seconds;
}

struct interpreters *interpreters_new(struct sandbox *sandbox, const struct home *home, const struct install *install)
{
    struct interpreters *interpreters = xcalloc(1, sizeof *interpreters);
    interpreters->sandbox = sandbox;
    interpreters->home = home;
    interpreters->install = install;
    for (int i = 0; i < LANGUAGES_MAX * LANGUAGE_KINDS_MAX; i++)
        interpreters->paths[i / LANGUAGE_KINDS_MAX][i % LANGUAGE_KINDS_MAX].server = -1;
    return interpreters;
}

static void stop(struct path *path)
{
    close_fd(&path->server);
    warm_stop(path->own);
    path->own = NULL;
    path->asked = false;
}

void interpreters_free(struct interpreters *interpreters)
{
    if (!interpreters)
        return;
    for (int i = 0; i < LANGUAGES_MAX * LANGUAGE_KINDS_MAX; i++)
        stop(&interpreters->paths[i / LANGUAGE_KINDS_MAX][i % LANGUAGE_KINDS_MAX]);
    free(interpreters);
}

/* --- the server's way --------------------------------------------------------------------------------------------- */

static int ask(int server, enum interpreter_request what, int kind, const struct warm_case *request)
{
    struct interpreter_message message = {.magic = INTERPRETER_MAGIC, .what = what, .kind = (uint32_t)kind};
    if (request)
        message.limits = request->limits;
    return message_send(server, &message, sizeof message, request ? request->fds : NULL, request ? WARM_FDS : 0);
}

static int hear(int server, int64_t ms, struct interpreter_answer *ret_answer, struct err *err)
{
    struct pollfd polled = {.fd = server, .events = POLLIN};
    int fds[MESSAGE_FDS_MAX], fd_count = 0, ready;
    do
        ready = poll(&polled, 1, (int)ms);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0)
        return err_set(err, ERR_JUDGE, "the server for interpreters does not answer");
    long size = message_receive(server, ret_answer, sizeof *ret_answer, fds, &fd_count);
    for (int i = 0; i < fd_count; i++)
        close(fds[i]);
    if (size != (long)sizeof *ret_answer || ret_answer->magic != INTERPRETER_MAGIC)
        return err_set(err, ERR_JUDGE, "the server for interpreters has ended");
    if (ret_answer->failed)
        return err_set(err, ERR_JUDGE, "the server has no interpreter");
    return 0;
}

static void leave_way(struct path *path)
{
    stop(path);
    path->failures = 0;
    path->way++;
}

/* A connection that has lasted since the last submission may lead nowhere by now. */
static bool is_open(int server)
{
    struct pollfd polled = {.fd = server, .events = POLLIN};
    return server >= 0 && poll(&polled, 1, 0) == 0;
}

static int begin_server(struct interpreters *interpreters, const struct language *language, int kind, struct err *err)
{
    struct path *path = path_to(interpreters, language, kind);
    int seconds = idle_seconds();
    if (seconds == 0)
        return err_set(err, ERR_JUDGE, "JUDGE_WARM_SECONDS is 0");
    if (!is_open(path->server)) {
        close_fd(&path->server);
        path->server = interpreter_server_connect(interpreters->home, interpreters->install, language, seconds, err);
    }
    if (path->server < 0)
        return -1;
    if (ask(path->server, INTERPRETER_PREPARE, kind, NULL) != 0)
        return err_system(err, "the server for interpreters cannot be asked");
    path->asked = true;
    return 0;
}

/* ret_ready: there was an interpreter, so that another try may do; written on failure too. */
static int run_at_server(struct path *path, int kind, const struct warm_case *request, struct box_facts *ret_facts,
                         bool *ret_ready, struct err *err)
{
    struct interpreter_answer answer;
    if (path->asked && hear(path->server, ANSWER_MS, &answer, err) != 0)
        return -1;
    path->asked = false;
    *ret_ready = true;
    if (ask(path->server, INTERPRETER_RUN, kind, request) != 0)
        return err_system(err, "the server for interpreters cannot be asked");
    if (hear(path->server, ANSWER_MS + request->limits.wall_ms, &answer, err) != 0)
        return -1;
    *ret_facts = answer.facts;
    return 0;
}

static int run_at_own(struct path *path, const struct warm_case *request, struct box_facts *ret_facts, bool *ret_ready,
                      struct err *err)
{
    if (warm_ready(path->own, true, err) < 0)
        return -1;
    *ret_ready = true;
    return warm_post(path->own, request, err) || warm_take(path->own, ret_facts, err) ? -1 : 0;
}

/* --- all ways ----------------------------------------------------------------------------------------------------- */

static int begin(struct interpreters *interpreters, const struct language *language, int kind, struct err *err)
{
    struct path *path = path_to(interpreters, language, kind);
    switch (path->way) {
    case WAY_SERVER:
        return begin_server(interpreters, language, kind, err);
    case WAY_OWN:
        return path->own
                   ? 0
                   : interpreter_start(interpreters->sandbox, interpreters->install, language, kind, &path->own, err);
    case WAY_NONE:
        break;
    }
    return 0;
}

void interpreters_begin(struct interpreters *interpreters, const struct language *language, int kind)
{
    struct err ignored;
    while (begin(interpreters, language, kind, &ignored) != 0)
        leave_way(path_to(interpreters, language, kind));
}

bool interpreters_ready(struct interpreters *interpreters, const struct language *language, int kind)
{
    const struct path *path = path_of(interpreters, language, kind);
    struct err ignored;
    struct pollfd polled = {.fd = path->server, .events = POLLIN};
    switch (path->way) {
    case WAY_SERVER:
        return !path->asked || poll(&polled, 1, 0) > 0;
    case WAY_OWN:
        return warm_ready(path->own, false, &ignored) != 0;
    case WAY_NONE:
        break;
    }
    return true;
}

bool interpreters_usable(const struct interpreters *interpreters, const struct language *language, int kind)
{
    return path_of(interpreters, language, kind)->way != WAY_NONE;
}

int interpreters_run(struct interpreters *interpreters, const struct language *language, int kind,
                     const struct warm_case *request, struct box_facts *ret_facts, struct err *err)
{
    struct path *path = path_to(interpreters, language, kind);
    bool was_ready = false;
    int failed = path->way == WAY_SERVER ? run_at_server(path, kind, request, ret_facts, &was_ready, err)
                                         : run_at_own(path, request, ret_facts, &was_ready, err);
    if (!failed)
        return 0;
    if (was_ready && ++path->failures < FAILURES_MAX)
        stop(path);
    else
        leave_way(path);
    interpreters_begin(interpreters, language, kind);
    return -1;
}

char *interpreters_describe(const struct home *home, const struct install *install, const struct language *language)
{
    struct err err;
    struct interpreter_answer answer;
    int server = interpreter_server_connect(home, install, language, 0, &err);
    if (server < 0)
        return xasprintf("no interpreter is kept warm now; the first submission in %s starts one%s", language->name,
                         idle_seconds() > 0 ? "" : " for itself (JUDGE_WARM_SECONDS is 0)");
    int failed = ask(server, INTERPRETER_STATUS, 0, NULL) || hear(server, ANSWER_MS, &answer, &err);
    close(server);
    if (failed)
        return xstrdup("the server for interpreters does not answer; submissions start interpreters of their own");
    struct text ready = {0};
    for (int k = 0; k < language->interpreted->kind_count; k++)
        if (answer.ready & 1u << k)
            text_format(&ready, "%s%s", ready.size ? " and " : "", language->interpreted->kind[k].name);
    if (ready.size == 0)
        text_add(&ready, "nothing yet");
    char *names = text_take(&ready);
    char *line =
        xasprintf("process %d keeps %s warm for %lld s more", (int)answer.pid, names, (long long)answer.seconds_left);
    free(names);
    return line;
}
