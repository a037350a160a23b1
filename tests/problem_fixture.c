#include "tests/problem_fixture.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/base/value.h"

const char fixture_json[] =
    "{\n"
    "  \"schema\": \"judge.problem/1\",\n"
    "  \"title\": \"Weighted sums\",\n"
    "  \"difficulty\": \"easy\",\n"
    "  \"track\": \"foundations\",\n"
    "  \"order\": 30,\n"
    "  \"requires\": [\"gradient-descent\"],\n"
    "  \"decimals\": 5,\n"
    "  \"rtol\": {\"f32\": 1e-5, \"f64\": 1e-11},\n"
    "  \"nan\": true,\n"
    "  \"whole_floats\": true,\n"
    "  \"variants\": [\"native\", \"mkl\"],\n"
    "  \"limits\": {\"time_ms\": 500, \"memory_mib\": 128, \"output_mib\": 8},\n"
    "  \"constructor\": \"(size i64)\",\n"
    "  \"functions\": [\"scale(X f64[N,3], w f64[3]) -> f64[N]\",\n"
    "                \"both(text str, n i64) -> (ids i64[T], count i64)\"],\n"
    "  \"samples\": [\n"
    "    {\"function\": \"scale\", \"note\": \"by hand\", \"constructor\": {\"size\": 2},\n"
    "     \"args\": {\"X\": [[1, 2, 3], [4, 5, 6]], \"w\": [1, 0, -1]}, \"expect\": [[-2, -2]]},\n"
    "    {\"function\": \"both\", \"weight\": 0, \"constructor\": {\"size\": 2},\n"
    "     \"args\": {\"n\": 3, \"text\": \"h\\u00e9\"}, \"expect\": [[1, 2], 2]}\n"
    "  ],\n"
    "  \"groups\": [\n"
    "    {\"name\": \"scale\", \"function\": \"scale\", \"set\": \"hidden\", \"cases\": 4, \"weight\": 2, \"note\": "
    "\"usual\",\n"
    "     \"dims\": {\"N\": [4, 12]}, \"constructor\": {\"size\": {\"expr\": \"N\"}},\n"
    "     \"args\": {\"X\": {\"normal\": 1.5}, \"w\": {\"normal\": [0, 2]}}},\n"
    "    {\"name\": \"both\", \"function\": \"both\", \"set\": \"hidden\", \"cases\": 2,\n"
    "     \"constructor\": {\"size\": 1}, \"args\": {\"text\": {\"text\": {\"length\": [1, 5], \"alphabet\": "
    "\"abc\"}}, \"n\": 4}},\n"
    "    {\"name\": \"shown\", \"function\": \"scale\", \"set\": \"sample\", \"dims\": {\"N\": 1},\n"
    "     \"constructor\": {\"size\": 1}, \"args\": {\"X\": {\"normal\": 1}, \"w\": {\"normal\": 1}}},\n"
    "    {\"name\": \"fresh\", \"function\": \"scale\", \"set\": \"fresh\", \"cases\": 3, \"dims\": {\"N\": [4, 12]},\n"
    "     \"constructor\": {\"size\": 1}, \"args\": {\"X\": {\"normal\": 1}, \"w\": {\"normal\": 1}}}\n"
    "  ]\n"
    "}\n";

char *fixture_folder(void)
{
    char *folder = xstrdup("/tmp/judge-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

void fixture_remove(char *folder)
{
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

void fixture_write(const char *folder, const char *name, const char *text, size_t size)
{
    char *path = xasprintf("%s/%s", folder, name);
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "%s", path);
    ck_assert_uint_eq(fwrite(text, 1, size, file), size);
    fclose(file);
    free(path);
}

void fixture_problem(const char *folder, const char *id, const char *json)
{
    static const char reference[] = "#include \"problem.h\"\n";
    char *name = xasprintf("%s/problem.json", id);
    fixture_write(folder, name, json, strlen(json));
    free(name);
    name = xasprintf("%s/reference.c", id);
    fixture_write(folder, name, reference, sizeof reference - 1);
    free(name);
}

char *fixture_edit(const char *from, const char *to)
{
    const char *at = strstr(fixture_json, from);
    ck_assert_msg(at != NULL, "the fixture has no '%s'", from);
    return xasprintf("%.*s%s%s", (int)(at - fixture_json), fixture_json, to, at + strlen(from));
}
