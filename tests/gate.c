#include "tests/gate.h"

#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/copy_folder.h"
#include "tests/problem_fixture.h"

struct gate gate;

void gate_open(const char *from)
{
    struct err err = {0};
    char *path = xasprintf("%s/%s", TEST_ROOT, from);
    gate = (struct gate){.folder = fixture_folder()};
    gate.mine = xasprintf("%s/%s", gate.folder, strrchr(path, '/') + 1);
    char *home = xasprintf("%s/home", gate.folder);
    setenv("JUDGE_HOME", home, 1);
    ck_assert_msg(install_at(TEST_BUILD, &gate.install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&gate.home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&gate.install, &gate.home, false, &gate.judging, &err) == 0, "%s", err.text);
    const struct copy_request request = {.from = path, .to = gate.mine};
    ck_assert_msg(copy_folder(&request, &err) == 0, "%s", err.text);
    free(home);
    free(path);
}

void gate_close(void)
{
    verification_release(&gate.verification);
    problem_free(gate.problem);
    judging_close(gate.judging);
    home_release(&gate.home);
    install_release(&gate.install);
    fixture_remove(gate.folder);
    free(gate.mine);
}

void gate_put(const char *name, const char *text)
{
    fixture_write(gate.mine, name, text, strlen(text));
}

char *gate_read(const char *name)
{
    enum { SIZE = 1 << 16 };
    char *path = xasprintf("%s/%s", gate.mine, name), *text = xcalloc(1, SIZE);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s", path);
    ck_assert_uint_gt(fread(text, 1, SIZE - 1, file), 0);
    fclose(file);
    free(path);
    return text;
}

void gate_edit(const char *name, const char *from, const char *to)
{
    char *text = gate_read(name), *at = strstr(text, from);
    ck_assert_msg(at != NULL, "'%s' is not in %s", from, name);
    char *changed = xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    gate_put(name, changed);
    free(changed);
    free(text);
}

void gate_copy(const char *from, const char *to)
{
    char *text = gate_read(from);
    gate_put(to, text);
    free(text);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

void gate_remove(const char *pattern)
{
    glob_t found;
    char *path = xasprintf("%s/%s", gate.mine, pattern);
    ck_assert_msg(glob(path, 0, NULL, &found) == 0, "nothing is called %s", path);
    for (size_t i = 0; i < found.gl_pathc; i++)
        ck_assert_int_eq(nftw(found.gl_pathv[i], remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
    globfree(&found);
    free(path);
}

void gate_verify(unsigned parts, int keys)
{
    struct err err = {0};
    struct faults faults;
    const struct verify_options options = {.parts = parts, .keys = keys};
    verification_release(&gate.verification);
    problem_free(gate.problem);
    gate.problem = NULL;
    if (problem_load_faults(gate.mine, &gate.problem, &faults))
        verification_of_failed_load(&faults, &gate.verification);
    else
        ck_assert_msg(verify_problem(gate.judging, gate.problem, &options, &gate.verification, &err) == 0, "%s",
                      err.text);
}

const struct diagnostic *gate_find(enum diagnostic_code code, const char *words)
{
    for (int i = 0; i < gate.verification.diagnostics.count; i++) {
        const struct diagnostic *d = &gate.verification.diagnostics.at[i];
        if (d->code == code &&
            (strstr(d->text, words) || (d->note && strstr(d->note, words)) || (d->help && strstr(d->help, words))))
            return d;
    }
    return NULL;
}

const struct diagnostic *gate_found(enum diagnostic_code code, const char *words)
{
    const struct diagnostic *d = gate_find(code, words);
    if (d)
        return d;
    struct ui ui = {.width = 100};
    struct text text = {0};
    diagnostics_text(&gate.verification.diagnostics, &ui, &text);
    printf("%s\n", text.at ? text.at : "no diagnostics");
    fflush(stdout); /* the assertion that follows ends the process */
    text_release(&text);
    return NULL;
}

int gate_main(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
