#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge/base/home.h"
#include "judge/base/value.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

static char *folder; /* of the test, absolute */

static void start(void)
{
    folder = fixture_folder();
    unsetenv("JUDGE_HOME");
    unsetenv("XDG_DATA_HOME");
    setenv("HOME", folder, 1);
}

static void set(const char *name, const char *format)
{
    char path[300];
    snprintf(path, sizeof path, "%s%s", folder, format);
    setenv(name, path, 1);
}

static void is_at(const char *path)
{
    char expected[300], *found = home_folder();
    snprintf(expected, sizeof expected, "%s%s", folder, path);
    ck_assert_str_eq(found, expected);
    free(found);
}

static unsigned mode_of(const char *path)
{
    struct stat status;
    char whole[300];
    snprintf(whole, sizeof whole, "%s%s", folder, path);
    ck_assert_msg(stat(whole, &status) == 0, "%s", whole);
    return status.st_mode & 07777;
}

static void refused(const char *why)
{
    struct home home = {0};
    struct err err = {0};
    ck_assert_int_eq(home_open(&home, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, why) != NULL, "'%s' is not in '%s'", why, err.text);
    ck_assert_ptr_null(home.path);
}

START_TEST(the_folder_follows_the_environment)
{
    start();
    is_at("/.local/share/judge");
    set("XDG_DATA_HOME", "/data");
    is_at("/data/judge");
    setenv("XDG_DATA_HOME", "relative", 1);
    is_at("/.local/share/judge");
    set("JUDGE_HOME", "/here");
    is_at("/here");
    setenv("JUDGE_HOME", "", 1);
    is_at("/.local/share/judge");
    ck_assert_int_eq(chdir(folder), 0);
    setenv("JUDGE_HOME", "sub/folder", 1);
    is_at("/sub/folder");
    unsetenv("JUDGE_HOME");
    unsetenv("XDG_DATA_HOME");
    setenv("HOME", "house", 1);
    is_at("/house/.local/share/judge");
    unsetenv("HOME");
    char *found = home_folder();
    ck_assert_ptr_eq(strstr(found, getpwuid(geteuid())->pw_dir), found);
    free(found);
    fixture_remove(folder);
}
END_TEST

START_TEST(the_folder_and_those_above_it_are_made_private)
{
    struct home home;
    struct err err = {0};
    start();
    umask(0);
    set("JUDGE_HOME", "/a//b/judge/");
    for (int round = 0; round < 2; round++) {
        ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
        home_release(&home);
    }
    ck_assert_uint_eq(mode_of("/a"), 0700);
    ck_assert_uint_eq(mode_of("/a/b"), 0700);
    ck_assert_uint_eq(mode_of("/a/b/judge"), 0700);
    ck_assert_uint_eq(mode_of("/a/b/judge/cache"), 0700);
    fixture_remove(folder);
}
END_TEST

START_TEST(a_folder_that_will_not_do_is_refused_with_a_remedy)
{
    start();
    set("JUDGE_HOME", "/file");
    fixture_write(folder, "file", "x", 1);
    refused("file' is not a folder; set JUDGE_HOME to another place");
    set("JUDGE_HOME", "/file/below");
    refused("file/below' cannot be made (");
    refused("Not a directory); set JUDGE_HOME");
    set("JUDGE_HOME", "/open");
    fixture_write(folder, "open/x", "x", 1);
    char *open = xasprintf("%s/open", folder);
    ck_assert_int_eq(chmod(open, 0777), 0);
    refused("open' can be written by others; run: chmod 700 '");
    ck_assert_int_eq(chmod(open, 0755), 0); /* readable is fine: database and key are not */
    struct home home;
    ck_assert_int_eq(home_open(&home, NULL), 0);
    home_release(&home);
    free(open);
    set("JUDGE_HOME", "/dangling");
    char *link = xasprintf("%s/dangling", folder);
    ck_assert_int_eq(symlink("nowhere", link), 0);
    refused("dangling' cannot be made (");
    free(link);
    fixture_remove(folder);
}
END_TEST

/* What root may do proves nothing, so this happens as another user. */
START_TEST(what_another_user_owns_or_forbids_is_refused)
{
    if (geteuid() != 0) {
        printf("SKIP: what_another_user_owns_or_forbids_is_refused: needs root to become somebody else\n");
        return;
    }
    start();
    set("JUDGE_HOME", "/roots");
    struct home home;
    ck_assert_int_eq(home_open(&home, NULL), 0);
    home_release(&home);
    ck_assert_int_eq(chmod(folder, 0755), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct err err = {0};
        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(1);
        if (home_open(&home, &err) == 0 || !strstr(err.text, "belongs to another user; set JUDGE_HOME to one of yours"))
            _exit(2);
        set("JUDGE_HOME", "/forbidden/judge");
        if (home_open(&home, &err) == 0 || err.kind != ERR_USE || !strstr(err.text, "Permission denied"))
            _exit(3);
        _exit(0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "step %d", WEXITSTATUS(status));
    fixture_remove(folder);
}
END_TEST

static struct home opened(void)
{
    struct home home;
    struct err err = {0};
    start();
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    return home;
}

START_TEST(the_key_is_made_once_private_and_random)
{
    struct home home = opened();
    struct digest key, again, zero = {{0}};
    struct err err = {0};
    ck_assert_msg(home_key(&home, &key, &err) == 0, "%s", err.text);
    ck_assert_int_eq(home_key(&home, &again, &err), 0);
    ck_assert_mem_eq(&key, &again, sizeof key);
    ck_assert(memcmp(&key, &zero, sizeof key) != 0);
    ck_assert_uint_eq(mode_of("/.local/share/judge/key"), 0600);
    fixture_remove(folder);
    home_release(&home);

    home = opened();
    ck_assert_int_eq(home_key(&home, &again, &err), 0);
    ck_assert(memcmp(&key, &again, sizeof key) != 0);
    fixture_remove(folder);
    home_release(&home);
}
END_TEST

enum { CROWD = 16 };

START_TEST(many_processes_at_once_agree_on_the_key)
{
    for (int round = 0; round < 20; round++) {
        struct home home = opened();
        struct digest keys[CROWD];
        int start_gun[2], results[2];
        ck_assert(pipe(start_gun) == 0 && pipe(results) == 0);
        for (int i = 0; i < CROWD; i++) {
            pid_t child = fork();
            ck_assert_int_ge(child, 0);
            if (child == 0) {
                char byte;
                struct digest key = {{0}};
                close(start_gun[1]);
                if (read(start_gun[0], &byte, 1) != 0 || home_key(&home, &key, NULL) != 0)
                    _exit(1);
                _exit(write(results[1], &key, sizeof key) != sizeof key);
            }
        }
        close(start_gun[0]);
        close(start_gun[1]); /* all read the end of the file at the same time */
        for (int i = 0; i < CROWD; i++) {
            int status;
            ck_assert_int_gt(wait(&status), 0);
            ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        }
        for (int i = 0; i < CROWD; i++) {
            ck_assert_int_eq(read(results[0], &keys[i], sizeof keys[i]), sizeof keys[i]);
            ck_assert_mem_eq(&keys[i], &keys[0], sizeof keys[0]);
        }
        close(results[0]);
        close(results[1]);
        fixture_remove(folder);
        home_release(&home);
    }
}
END_TEST

START_TEST(a_damaged_or_open_key_is_not_used)
{
    struct home home = opened();
    struct digest key = {{1}}, before = key;
    struct err err = {0};
    char *path = xasprintf("%s/key", home.path);
    fixture_write(home.path, "key", "short", 5);
    ck_assert_int_eq(chmod(path, 0600), 0);
    ck_assert_int_eq(home_key(&home, &key, &err), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_ptr_nonnull(strstr(err.text, "is damaged; restore it, or remove it"));

    fixture_write(home.path, "key", "01234567890123456789012345678901", 32);
    ck_assert_int_eq(chmod(path, 0640), 0);
    ck_assert_int_eq(home_key(&home, &key, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_ptr_nonnull(strstr(err.text, "is open to others; run: chmod 600 '"));
    ck_assert_mem_eq(&key, &before, sizeof key);
    ck_assert_int_eq(chmod(path, 0600), 0);
    ck_assert_int_eq(home_key(&home, &key, &err), 0);
    ck_assert_mem_eq(&key, "01234567890123456789012345678901", 32);

    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(symlink("/dev/zero", path), 0);
    ck_assert_int_eq(home_key(&home, &key, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "cannot be read"));
    free(path);
    fixture_remove(folder);
    home_release(&home);
}
END_TEST

START_TEST(the_user_is_the_variable_else_the_login_name)
{
    char *user = NULL;
    struct err err = {0};
    setenv("JUDGE_USER", "ada", 1);
    ck_assert_int_eq(home_user(&user, &err), 0);
    ck_assert_str_eq(user, "ada");
    free(user);
    setenv("JUDGE_USER", "", 1);
    ck_assert_int_eq(home_user(&user, &err), 0);
    ck_assert_str_eq(user, getpwuid(getuid())->pw_name);
    free(user);
}
END_TEST

CHECK_MAIN("home", the_folder_follows_the_environment, the_folder_and_those_above_it_are_made_private,
           a_folder_that_will_not_do_is_refused_with_a_remedy, what_another_user_owns_or_forbids_is_refused,
           the_key_is_made_once_private_and_random, many_processes_at_once_agree_on_the_key,
           a_damaged_or_open_key_is_not_used, the_user_is_the_variable_else_the_login_name)
