#include "judge/judging/interpreter_server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "judge/base/digest.h"
#include "judge/base/memory_file.h"
#include "sandbox/message.h"

enum {
    STUCK_S = 300,
    CLIENTS_MAX = 48,
    TICK_MS = 1000,
    NOBODY = -1,
    SOMEBODY_GONE = -2,
    CONNECT_TRIES = 200,
    CONNECT_PAUSE_MS = 5
};

/* --- the server --------------------------------------------------------------------------------------------------- */

struct client {
    int fd;       /* -1: free */
    bool waiting; /* `message` is not answered */
    struct interpreter_message message;
    int fds[WARM_FDS]; /* of INTERPRETER_RUN, until it is posted */
};

struct server {
    const struct home *home;
    const struct install *install;
    const struct language *language;
    int folder, listener;
    char name[64];
    struct stat socket_file; /* as it was bound */
    int seconds;
    int64_t last_used_ms;
    struct sandbox *sandbox;
    struct {
        struct warm *warm;
        bool ready;
        int client; /* whose case runs, NOBODY, or SOMEBODY_GONE */
    } kinds[LANGUAGE_KINDS_MAX];
    int turn; /* the client after which the next one is looked for */
    struct client clients[CLIENTS_MAX];
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void close_fds(struct client *client)
{
    for (int i = 0; i < WARM_FDS; i++)
        close_fd(&client->fds[i]);
}

static void drop_client(struct server *server, int i)
{
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        if (server->kinds[k].client == i)
            server->kinds[k].client = SOMEBODY_GONE;
    close_fds(&server->clients[i]);
    close_fd(&server->clients[i].fd);
    server->clients[i].waiting = false;
}

static void reply(struct server *server, int i, bool failed, const struct box_facts *facts)
{
    struct interpreter_answer answer = {.magic = INTERPRETER_MAGIC, .failed = failed, .pid = (int32_t)getpid()};
    answer.seconds_left = server->seconds - (now_ms() - server->last_used_ms) / 1000;
    if (facts)
        answer.facts = *facts;
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        if (server->kinds[k].ready)
            answer.ready |= 1u << k;
    server->clients[i].waiting = false;
    close_fds(&server->clients[i]);
    if (message_send(server->clients[i].fd, &answer, sizeof answer, NULL, 0) != 0)
        drop_client(server, i);
}

/* The interpreter is no more; whoever waits for it goes another way, and the next request gets a new one. */
static void give_up(struct server *server, int kind)
{
    warm_stop(server->kinds[kind].warm);
    server->kinds[kind].warm = NULL;
    server->kinds[kind].ready = false;
    server->kinds[kind].client = NOBODY;
    for (int i = 0; i < CLIENTS_MAX; i++)
        if (server->clients[i].fd >= 0 && server->clients[i].waiting && (int)server->clients[i].message.kind == kind)
            reply(server, i, true, NULL);
}

static int next_runner(struct server *server, int kind)
{
    for (int step = 1; step <= CLIENTS_MAX; step++) {
        int i = (server->turn + step) % CLIENTS_MAX;
        const struct client *client = &server->clients[i];
        if (client->fd >= 0 && client->waiting && client->message.what == INTERPRETER_RUN &&
            (int)client->message.kind == kind)
            return i;
    }
    return NOBODY;
}

static void post_next(struct server *server, int kind)
{
    struct err ignored;
    int i = next_runner(server, kind);
    if (i == NOBODY)
        return;
    struct client *client = &server->clients[i];
    struct warm_case request = {.limits = client->message.limits};
    memcpy(request.fds, client->fds, sizeof request.fds);
    if (warm_post(server->kinds[kind].warm, &request, &ignored) != 0) {
        give_up(server, kind);
        return;
    }
    close_fds(client);
    server->kinds[kind].client = i;
    server->turn = i;
}

/* Does for a kind of interpreter what can be done now. */
static void advance(struct server *server, int kind)
{
    if (!server->kinds[kind].ready)
        return;
    for (int i = 0; i < CLIENTS_MAX; i++)
        if (server->clients[i].fd >= 0 && server->clients[i].waiting && (int)server->clients[i].message.kind == kind &&
            server->clients[i].message.what == INTERPRETER_PREPARE)
            reply(server, i, false, NULL);
    if (server->kinds[kind].client == NOBODY)
        post_next(server, kind);
}

/* The interpreter has something to say: it is ready, a case has ended, or it is dead. */
static void hear_interpreter(struct server *server, int kind)
{
    struct box_facts facts;
    struct err ignored;
    int client = server->kinds[kind].client;
    if (!server->kinds[kind].ready) {
        int ready = warm_ready(server->kinds[kind].warm, false, &ignored);
        server->kinds[kind].ready = ready > 0;
        if (ready < 0)
            give_up(server, kind);
        return;
    }
    if (warm_take(server->kinds[kind].warm, &facts, &ignored) != 0 || client == NOBODY) {
        give_up(server, kind);
        return;
    }
    server->kinds[kind].client = NOBODY;
    server->last_used_ms = now_ms();
    if (client >= 0)
        reply(server, client, false, &facts);
}

static bool same_user(int fd)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
}

static void accept_client(struct server *server)
{
    int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    for (int i = 0; fd >= 0 && i < CLIENTS_MAX && same_user(fd); i++) {
        if (server->clients[i].fd < 0) {
            server->clients[i].fd = fd;
            return;
        }
    }
    close_fd(&fd);
}

static bool is_sound(const struct server *server, const struct interpreter_message *message, long size, int fd_count)
{
    return size == (long)sizeof *message && message->magic == INTERPRETER_MAGIC &&
           message->kind < (unsigned)server->language->interpreted->kind_count && message->what <= INTERPRETER_RUN &&
           fd_count == (message->what == INTERPRETER_RUN ? WARM_FDS : 0);
}

static void hear_client(struct server *server, int i)
{
    struct client *client = &server->clients[i];
    struct err ignored;
    int fds[MESSAGE_FDS_MAX], fd_count = 0;
    long size = message_receive(client->fd, &client->message, sizeof client->message, fds, &fd_count);
    if (!is_sound(server, &client->message, size, fd_count)) {
        for (int f = 0; f < fd_count; f++)
            close(fds[f]);
        drop_client(server, i);
        return;
    }
    client->waiting = true;
    if (client->message.what == INTERPRETER_STATUS) {
        reply(server, i, false, NULL);
        return;
    }
    for (int f = 0; f < fd_count; f++)
        client->fds[f] = fds[f];
    server->last_used_ms = now_ms();
    int kind = (int)client->message.kind;
    if (!server->kinds[kind].warm && interpreter_start(server->sandbox, server->install, server->language, kind,
                                                       &server->kinds[kind].warm, &ignored) != 0)
        give_up(server, kind);
}

static bool has_work(const struct server *server)
{
    for (int i = 0; i < CLIENTS_MAX; i++)
        if (server->clients[i].waiting)
            return true;
    return false;
}

/* The socket in the folder is still ours. */
static bool is_wanted(const struct server *server)
{
    struct stat status;
    return fstatat(server->folder, server->name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           status.st_ino == server->socket_file.st_ino && status.st_dev == server->socket_file.st_dev;
}

static void serve_once(struct server *server)
{
    struct pollfd polled[1 + CLIENTS_MAX + LANGUAGE_KINDS_MAX];
    polled[0] = (struct pollfd){.fd = server->listener, .events = POLLIN};
    for (int i = 0; i < CLIENTS_MAX; i++)
        polled[1 + i] =
            (struct pollfd){.fd = server->clients[i].waiting ? -1 : server->clients[i].fd, .events = POLLIN};
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        polled[1 + CLIENTS_MAX + k] =
            (struct pollfd){.fd = server->kinds[k].warm ? warm_fd(server->kinds[k].warm) : -1, .events = POLLIN};
    if (poll(polled, sizeof polled / sizeof *polled, TICK_MS) <= 0)
        return;
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        if (polled[1 + CLIENTS_MAX + k].revents)
            hear_interpreter(server, k);
    for (int i = 0; i < CLIENTS_MAX; i++)
        if (polled[1 + i].revents && server->clients[i].fd == polled[1 + i].fd)
            hear_client(server, i);
    if (polled[0].revents)
        accept_client(server);
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        advance(server, k);
}

static void serve(struct server *server)
{
    const struct sandbox_options options = {.home = server->home->path};
    struct err ignored;
    for (int i = 0; i < CLIENTS_MAX; i++) {
        server->clients[i].fd = -1;
        for (int f = 0; f < WARM_FDS; f++)
            server->clients[i].fds[f] = -1;
    }
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        server->kinds[k].client = NOBODY;
    if (sandbox_open(&options, &server->sandbox, &ignored) != 0)
        return;
    server->last_used_ms = now_ms();
    while (is_wanted(server) &&
           (has_work(server) || now_ms() - server->last_used_ms < server->seconds * INT64_C(1000))) {
        alarm(STUCK_S); /* whatever may hold us up: nobody would ever end us */
        serve_once(server);
    }
    if (is_wanted(server))
        unlinkat(server->folder, server->name, 0);
    for (int k = 0; k < LANGUAGE_KINDS_MAX; k++)
        warm_stop(server->kinds[k].warm);
    sandbox_close(server->sandbox);
}

/* --- leaving one behind ------------------------------------------------------------------------------------------- */

/* A process without terminal, environment, or descriptor of the judge's but the three given. */
static void detach(struct server *server, int lock)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int kept[3] = {fcntl(lock, F_DUPFD_CLOEXEC, 200), fcntl(server->listener, F_DUPFD_CLOEXEC, 200),
                   fcntl(server->folder, F_DUPFD_CLOEXEC, 200)};
    for (int i = 0; i < 3; i++)
        if (null < 0 || kept[i] < 0 || dup2(null, i) < 0)
            _exit(1);
    for (int i = 0; i < 3; i++)
        dup3(kept[i], 3 + i, O_CLOEXEC);
    close_range(6, ~0u, 0);
    server->listener = 4;
    server->folder = 5;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    char name[16];
    snprintf(name, sizeof name, "judge-%s", server->language->id);
    prctl(PR_SET_NAME, name);
    if (chdir("/") != 0)
        _exit(1);
}

/* Twice forked, so that it is nobody's child and no session's leader. */
static int leave(struct server *server, int lock, struct err *err)
{
    pid_t child = fork();
    if (child == 0) {
        setsid();
        pid_t grandchild = fork();
        if (grandchild != 0)
            _exit(grandchild < 0);
        detach(server, lock);
        serve(server);
        _exit(0);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        return err_system(err, "cannot leave a server for interpreters");
    return 0;
}

/* The address is given by way of the folder's descriptor: a path may be longer than an address. */
static struct sockaddr_un address_of(int folder, const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder, name);
    return address;
}

static int listen_at(struct server *server, struct err *err)
{
    struct sockaddr_un address = address_of(server->folder, server->name);
    server->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    unlinkat(server->folder, server->name, 0); /* of a server that was killed: we hold the lock */
    if (server->listener < 0 || bind(server->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        fchmodat(server->folder, server->name, 0600, 0) != 0 || listen(server->listener, CLIENTS_MAX) != 0 ||
        fstatat(server->folder, server->name, &server->socket_file, AT_SYMLINK_NOFOLLOW) != 0)
        return err_system(err, "cannot make the socket '%s/%s'", server->home->path, server->name);
    return 0;
}

static int spawn(struct server *server, struct err *err)
{
    char lock_name[80];
    snprintf(lock_name, sizeof lock_name, "%s.lock", server->name);
    int lock = openat(server->folder, lock_name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600), failed = 0;
    if (lock < 0)
        return err_system(err, "cannot make '%s/%s'", server->home->path, lock_name);
    /* who does not get the lock connects to the server of who did */
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        failed = listen_at(server, err) || leave(server, lock, err);
        close_fd(&server->listener);
    }
    close(lock);
    return failed;
}

/* -1 where nobody listens. */
static int try_connect(int folder, const char *name)
{
    struct sockaddr_un address = address_of(folder, name);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd >= 0 && (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 || !same_user(fd)))
        close_fd(&fd);
    return fd;
}

int interpreter_server_connect(const struct home *home, const struct install *install, const struct language *language,
                               int seconds, struct err *err)
{
    struct server server = {.home = home, .install = install, .language = language, .listener = -1, .seconds = seconds};
    struct digest digest = interpreter_digest(install, language);
    char hex[DIGEST_HEX];
    snprintf(server.name, sizeof server.name, "interpreter-%s-%.16s", language->id, digest_hex(&digest, hex));
    server.folder = open(home->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (server.folder < 0)
        return err_system(err, "cannot open '%s'", home->path);
    int fd = try_connect(server.folder, server.name);
    if (fd < 0 && seconds > 0 && spawn(&server, err) == 0) {
        const struct timespec pause = {0, CONNECT_PAUSE_MS * 1000000};
        for (int i = 0; i < CONNECT_TRIES && (fd = try_connect(server.folder, server.name)) < 0; i++)
            nanosleep(&pause, NULL); /* another judge is just making it, or one is just ending */
    }
    close(server.folder);
    return fd < 0 ? err_set(err, ERR_JUDGE, "no server for interpreters answers in '%s'", home->path) : fd;
}
