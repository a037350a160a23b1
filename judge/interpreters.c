#include "judge/interpreters.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/interpreter_server.h"
#include "judge/memory_file.h"
#include "judge/value.h"
#include "sandbox/message.h"

enum way { WAY_SERVER, WAY_OWN, WAY_NONE };

enum { SECONDS_DEFAULT = 600, SECONDS_MAX = 24 * 3600, ANSWER_MS = 90000 };

struct interpreters {
    struct sandbox *sandbox;
    const struct home *home;
    const struct install *install;
    struct {
        enum way way;
        int server; /* socket; -1 */
        bool asked; /* INTERPRETER_PREPARE is not answered yet */
        struct warm *own;
    } kinds[PYTHON_KINDS];
};

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
    for (int k = 0; k < PYTHON_KINDS; k++)
        interpreters->kinds[k].server = -1;
    return interpreters;
}

void interpreters_free(struct interpreters *interpreters)
{
    if (!interpreters)
        return;
    for (int k = 0; k < PYTHON_KINDS; k++) {
        close_fd(&interpreters->kinds[k].server);
        warm_stop(interpreters->kinds[k].own);
    }
    free(interpreters);
}

/* --- the server's way --------------------------------------------------------------------------------------------- */

static int ask(int server, enum interpreter_request what, enum python_kind kind, const struct warm_case *request)
{
    struct interpreter_message message = {.magic = INTERPRETER_MAGIC, .what = what, .kind = kind};
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

static void leave_way(struct interpreters *interpreters, enum python_kind kind)
{
    close_fd(&interpreters->kinds[kind].server);
    warm_stop(interpreters->kinds[kind].own);
    interpreters->kinds[kind].own = NULL;
    interpreters->kinds[kind].asked = false;
    interpreters->kinds[kind].way++;
}

/* A connection that has lasted since the last submission may lead nowhere by now. */
static bool is_open(int server)
{
    struct pollfd polled = {.fd = server, .events = POLLIN};
    return server >= 0 && poll(&polled, 1, 0) == 0;
}

static int begin_server(struct interpreters *interpreters, enum python_kind kind, struct err *err)
{
    int *server = &interpreters->kinds[kind].server, seconds = idle_seconds();
    if (seconds == 0)
        return err_set(err, ERR_JUDGE, "JUDGE_WARM_SECONDS is 0");
    if (!is_open(*server)) {
        close_fd(server);
        *server = interpreter_server_connect(interpreters->home, interpreters->install, seconds, err);
    }
    if (*server < 0)
        return -1;
    if (ask(*server, INTERPRETER_PREPARE, kind, NULL) != 0)
        return err_system(err, "the server for interpreters cannot be asked");
    interpreters->kinds[kind].asked = true;
    return 0;
}

static int run_at_server(struct interpreters *interpreters, enum python_kind kind, const struct warm_case *request,
                         struct box_facts *ret_facts, struct err *err)
{
    int server = interpreters->kinds[kind].server;
    struct interpreter_answer answer;
    if (interpreters->kinds[kind].asked && hear(server, ANSWER_MS, &answer, err) != 0)
        return -1;
    interpreters->kinds[kind].asked = false;
    if (ask(server, INTERPRETER_RUN, kind, request) != 0)
        return err_system(err, "the server for interpreters cannot be asked");
    if (hear(server, ANSWER_MS + request->limits.wall_ms, &answer, err) != 0)
        return -1;
    *ret_facts = answer.facts;
    return 0;
}

/* --- all ways ----------------------------------------------------------------------------------------------------- */

static int begin(struct interpreters *interpreters, enum python_kind kind, struct err *err)
{
    switch (interpreters->kinds[kind].way) {
    case WAY_SERVER:
        return begin_server(interpreters, kind, err);
    case WAY_OWN:
        return interpreters->kinds[kind].own ? 0
                                             : interpreter_start(interpreters->sandbox, interpreters->install, kind,
                                                                 &interpreters->kinds[kind].own, err);
    case WAY_NONE:
        break;
    }
    return 0;
}

void interpreters_begin(struct interpreters *interpreters, enum python_kind kind)
{
    struct err ignored;
    while (begin(interpreters, kind, &ignored) != 0)
        leave_way(interpreters, kind);
}

bool interpreters_ready(struct interpreters *interpreters, enum python_kind kind)
{
    struct err ignored;
    struct pollfd polled = {.fd = interpreters->kinds[kind].server, .events = POLLIN};
    switch (interpreters->kinds[kind].way) {
    case WAY_SERVER:
        return !interpreters->kinds[kind].asked || poll(&polled, 1, 0) > 0;
    case WAY_OWN:
        return warm_ready(interpreters->kinds[kind].own, false, &ignored) != 0;
    case WAY_NONE:
        break;
    }
    return true;
}

bool interpreters_usable(const struct interpreters *interpreters, enum python_kind kind)
{
    return interpreters->kinds[kind].way != WAY_NONE;
}

int interpreters_run(struct interpreters *interpreters, enum python_kind kind, const struct warm_case *request,
                     struct box_facts *ret_facts, struct err *err)
{
    struct warm *own = interpreters->kinds[kind].own;
    int failed =
        interpreters->kinds[kind].way == WAY_SERVER
            ? run_at_server(interpreters, kind, request, ret_facts, err)
            : (warm_ready(own, true, err) < 0 || warm_post(own, request, err) || warm_take(own, ret_facts, err));
    if (!failed)
        return 0;
    leave_way(interpreters, kind);
    interpreters_begin(interpreters, kind);
    return -1;
}

char *interpreters_describe(const struct home *home, const struct install *install)
{
    struct err err;
    struct interpreter_answer answer;
    int server = interpreter_server_connect(home, install, 0, &err);
    if (server < 0)
        return xasprintf("no interpreter is kept warm now; the first submission in Python starts one%s",
                         idle_seconds() > 0 ? "" : " for itself (JUDGE_WARM_SECONDS is 0)");
    int failed = ask(server, INTERPRETER_STATUS, PYTHON_NUMPY, NULL) || hear(server, ANSWER_MS, &answer, &err);
    close(server);
    if (failed)
        return xstrdup("the server for interpreters does not answer; submissions start interpreters of their own");
    bool numpy = answer.ready & 1u << PYTHON_NUMPY, torch = answer.ready & 1u << PYTHON_TORCH;
    return xasprintf("process %d keeps %s%s%s warm for %lld s more", (int)answer.pid, numpy ? "NumPy" : "",
                     numpy && torch ? " and " : "",
                     torch   ? "PyTorch"
                     : numpy ? ""
                             : "nothing yet",
                     (long long)answer.seconds_left);
}
