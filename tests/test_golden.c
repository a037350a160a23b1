/* Runs every case of tests/golden/manifest.json: see golden.h. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/golden.h"

static const struct golden_group *const groups[] = {&golden_rng,    &golden_basics,   &golden_layers,
                                                    &golden_models, &golden_training, &golden_text};

/* What the cases found, written by the forked checks. */
struct totals {
    int cases, exact_cases, exact, close;
};
static struct totals *totals;

static cJSON *manifest;
static const cJSON *cases;

static void read_manifest(void)
{
    FILE *file = fopen(TEST_ROOT "/tests/golden/manifest.json", "rb");
    static char text[1 << 20];
    const size_t size = file ? fread(text, 1, sizeof text, file) : 0;
    if (file)
        fclose(file);
    manifest = size < sizeof text ? cJSON_ParseWithLength(text, size) : NULL;
    cases = cJSON_GetObjectItemCaseSensitive(manifest, "cases");
    if (!cJSON_IsArray(cases)) {
        fprintf(stderr, "test_golden: cannot read tests/golden/manifest.json\n");
        exit(1);
    }
}

static const struct golden_handler *handler_of(const char *name)
{
    for (size_t k = 0; k < sizeof groups / sizeof *groups; k++)
        for (size_t i = 0; i < groups[k]->count; i++)
            if (!strcmp(groups[k]->handlers[i].name, name))
                return &groups[k]->handlers[i];
    return NULL;
}

static const char *name_of(const cJSON *entry)
{
    return cJSON_GetObjectItemCaseSensitive(entry, "name")->valuestring;
}

START_TEST(case_is_reproduced)
{
    const cJSON *entry = cJSON_GetArrayItem(cases, _i);
    const struct golden_handler *handler = handler_of(name_of(entry));
    ck_assert_msg(handler != NULL, "no handler for golden case '%s'", name_of(entry));
    struct golden_tally tally;
    golden_run(handler, entry, &tally);
    printf("golden %-28s %3d bit for bit", name_of(entry), tally.exact);
    if (tally.close)
        printf(", %2d within tolerance, worst %.2g", tally.close, tally.worst);
    printf("\n");
    totals->cases++;
    totals->exact_cases += tally.close == 0;
    totals->exact += tally.exact;
    totals->close += tally.close;
}
END_TEST

START_TEST(every_handler_has_a_case)
{
    for (size_t k = 0; k < sizeof groups / sizeof *groups; k++) {
        for (size_t i = 0; i < groups[k]->count; i++) {
            const cJSON *entry;
            bool found = false;
            cJSON_ArrayForEach(entry, cases) found |= !strcmp(name_of(entry), groups[k]->handlers[i].name);
            ck_assert_msg(found, "handler '%s' has no case in the manifest", groups[k]->handlers[i].name);
        }
    }
}
END_TEST

START_TEST(the_manifest_is_whole)
{
    ck_assert_int_eq(cJSON_GetArraySize(cases), 51);
}
END_TEST

int main(void)
{
    totals = mmap(NULL, sizeof *totals, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (totals == MAP_FAILED)
        return 1;
    read_manifest();
    const int count = cJSON_GetArraySize(cases);
    Suite *suite = suite_create("golden");
    TCase *tc = tcase_create("manifest");
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, case_is_reproduced, 0, count);
    tcase_add_test(tc, every_handler_has_a_case);
    tcase_add_test(tc, the_manifest_is_whole);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    printf("golden: %d of %d cases reproduced, %d of them bit for bit; %d outputs bit for bit, %d within tolerance\n",
           totals->cases, count, totals->exact_cases, totals->exact, totals->close);
    cJSON_Delete(manifest);
    return failed || totals->cases != count;
}
