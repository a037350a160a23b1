#include "tests/canary.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "judge/base/value.h"

static const char *const places[CANARY_COUNT] = {
    [CANARY_IN_HOME] = "the secret of HOME",
    [CANARY_IN_JUDGE_HOME] = "the secret of JUDGE_HOME",
    [CANARY_IN_TMP] = "the secret in /tmp",
    [CANARY_IN_ENVIRONMENT] = "the secret in the environment",
    [CANARY_IN_SUBMISSION] = "the secret in another submission",
};
static const char *const doors[CANARY_DOORS] = {"the TCP port", "the socket with a path", "the abstract socket"};

/* --- planting ----------------------------------------------------------------------------------------------------- */

/* Readable for everybody: what keeps a submission from it is the sandbox alone. */
static void write_secret(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    ck_assert_msg(file != NULL, "%s: %s", path, strerror(errno));
    fprintf(file, "%s\n", text);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path, 0644), 0);
}

static void write_secret_in(const char *folder, mode_t mode, const char *text)
{
    char path[160];
    ck_assert_int_eq(mkdir(folder, mode), 0);
    snprintf(path, sizeof path, "%s/secret.txt", folder);
    write_secret(path, text);
}

static int listen_at(const void *address, size_t size, int family)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ck_assert_msg(fd >= 0 && bind(fd, address, (socklen_t)size) == 0 && listen(fd, 8) == 0, "%s", strerror(errno));
    return fd;
}

static void open_doors(struct canary *canary)
{
    struct sockaddr_in tcp = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un path = {.sun_family = AF_UNIX}, abstract = {.sun_family = AF_UNIX};
    socklen_t size = sizeof tcp;
    canary->door[0] = listen_at(&tcp, sizeof tcp, AF_INET);
    ck_assert_int_eq(getsockname(canary->door[0], (struct sockaddr *)&tcp, &size), 0);
    canary->port = ntohs(tcp.sin_port);
    memcpy(path.sun_path, canary->socket, sizeof canary->socket);
    canary->door[1] = listen_at(&path, sizeof path, AF_UNIX);
    ck_assert_int_eq(chmod(canary->socket, 0777), 0);
    memcpy(abstract.sun_path + 1, canary->abstract, sizeof canary->abstract);
    canary->door[2] =
        listen_at(&abstract, offsetof(struct sockaddr_un, sun_path) + 1 + strlen(canary->abstract), AF_UNIX);
}

void canary_plant(struct canary *ret_canary)
{
    struct canary *canary = ret_canary;
    memset(canary, 0, sizeof *canary);
    strcpy(canary->folder, "/tmp/judge-canary-XXXXXX");
    ck_assert(mkdtemp(canary->folder) != NULL && chmod(canary->folder, 0755) == 0);
    for (int i = 0; i < CANARY_COUNT; i++) {
        uint64_t random;
        ck_assert_int_eq(getrandom(&random, sizeof random, 0), sizeof random);
        snprintf(canary->text[i], CANARY_TEXT, "canary%016llx", (unsigned long long)random);
    }
    snprintf(canary->home, sizeof canary->home, "%s/home", canary->folder);
    snprintf(canary->judge_home, sizeof canary->judge_home, "%s/judge", canary->folder);
    snprintf(canary->socket, sizeof canary->socket, "%s/door", canary->folder);
    snprintf(canary->abstract, sizeof canary->abstract, "judge-canary-door-%d", (int)getpid());
    snprintf(canary->tmp, sizeof canary->tmp, "%s.txt", canary->folder);
    write_secret_in(canary->home, 0755, canary->text[CANARY_IN_HOME]);
    write_secret_in(canary->judge_home, 0700, canary->text[CANARY_IN_JUDGE_HOME]);
    write_secret(canary->tmp, canary->text[CANARY_IN_TMP]);
    open_doors(canary);
    setenv("HOME", canary->home, 1);
    setenv("JUDGE_HOME", canary->judge_home, 1);
    setenv("JUDGE_CANARY", canary->text[CANARY_IN_ENVIRONMENT], 1);
}

void canary_remove(struct canary *canary)
{
    char command[128];
    for (int i = 0; i < CANARY_DOORS; i++)
        close(canary->door[i]);
    snprintf(command, sizeof command, "rm -rf %s %s", canary->folder, canary->tmp);
    ck_assert_int_eq(system(command), 0);
}

/* --- naming ------------------------------------------------------------------------------------------------------- */

char *canary_fill(const struct canary *canary, const char *source)
{
    char port[16], *bytes = NULL;
    size_t size;
    const struct {
        const char *word, *text;
    } words[] = {
        {"CANARY_HOME", canary->home},     {"CANARY_JUDGE_HOME", canary->judge_home}, {"CANARY_TMP", canary->tmp},
        {"CANARY_SOCKET", canary->socket}, {"CANARY_ABSTRACT", canary->abstract},     {"CANARY_PORT", port},
    };
    snprintf(port, sizeof port, "%d", canary->port);
    FILE *text = open_memstream(&bytes, &size);
    while (*source) {
        size_t w = 0, count = sizeof words / sizeof *words;
        while (w < count && strncmp(source, words[w].word, strlen(words[w].word)) != 0)
            w++;
        fputs(w < count ? words[w].text : "", text);
        if (w == count)
            fputc(*source, text);
        source += w < count ? strlen(words[w].word) : 1;
    }
    fclose(text);
    return bytes;
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

const char *canary_find(const struct canary *canary, const void *bytes, size_t size)
{
    for (int i = 0; i < CANARY_COUNT; i++) {
        if (bytes && memmem(bytes, size, canary->text[i], strlen(canary->text[i])))
            return places[i];
    }
    return NULL;
}

/* nftw tells its caller's callback nothing else. */
static const struct canary *looking_for;
static const char *found;

static int look_into(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)where;
    if (type != FTW_F || status->st_size == 0 || strstr(path, "/secret.txt"))
        return 0;
    FILE *file = fopen(path, "re");
    char *bytes = xmalloc((size_t)status->st_size);
    size_t size = file ? fread(bytes, 1, (size_t)status->st_size, file) : 0;
    const char *place = canary_find(looking_for, bytes, size);
    bool planted = place == places[CANARY_IN_SUBMISSION] && strstr(path, "/judge.db");
    if (place && !planted)
        found = place;
    if (file)
        fclose(file);
    free(bytes);
    return 0;
}

const char *canary_find_in_records(const struct canary *canary)
{
    looking_for = canary;
    found = NULL;
    nftw(canary->judge_home, look_into, 8, FTW_PHYS);
    return found;
}

const char *canary_visited(const struct canary *canary)
{
    for (int i = 0; i < CANARY_DOORS; i++) {
        int visitor = accept4(canary->door[i], NULL, NULL, SOCK_CLOEXEC);
        if (visitor < 0)
            continue;
        close(visitor);
        return doors[i];
    }
    return NULL;
}
