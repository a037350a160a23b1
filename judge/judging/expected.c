#include "judge/judging/expected.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judging/cache.h"
#include "judge/judging/frame.h"
#include "judge/judging/inputs.h"
#include "judge/base/memory_file.h"
#include "judge/judging/run.h"

enum { CACHE_BYTES_MAX = 256 << 20 };

/* --- the reference
 * ------------------------------------------------------------------------------------------------------ */

/* Everything that getting the answers of one plan needs. */
struct work {
    const struct compile_shop *shop;
    const struct problem *problem;
    const struct case_plan *plan;
    struct expected *expected;
    bool *known; /* per case: the answer stood in the cache */
    struct digest program_digest;
    int program_fd;
};

static int no_answer(const struct work *work, const struct test_case *test_case, const struct run_result *result,
                     struct err *err)
{
    const char *why = run_failure(result);
    if (!why)
        why = "it returned another number of results";
    return err_set(err, ERR_JUDGE, "the reference of problem '%s' failed on case %s: %s%s%.400s", work->problem->id,
                   test_case->name, why, result->output ? "\n" : "", result->output ? result->output : "");
}

/* References may be slower than a solution and need more memory than is left to one: four times the limits. */
static int ask(const struct work *work, int i, unsigned variant, struct values *ret_values, bool *ret_redraw,
               struct err *err)
{
    const struct test_case *test_case = &work->plan->at[i];
    const struct function *function = &work->problem->functions[test_case->group->function];
    struct run_request request = {
        .language = language_by_id("c"),
        .program_fd = work->program_fd,
        .function = (unsigned)test_case->group->function,
        .variant = variant,
        .results_max = (size_t)function->result_count,
        .arguments = &work->expected->at[i].arguments,
        .limits = {.time_ms = work->problem->limits.time_ms * 4,
                   .memory_kib = work->problem->limits.memory_kib * 4,
                   .output_bytes = work->problem->limits.output_bytes},
        .wall_ms = work->problem->limits.time_ms * 8 + 1000,
    };
    struct run_result result;
    if (run_case(work->shop->sandbox, &request, &result, err))
        return -1;
    *ret_redraw = result.state == RESPONSE_REDRAW;
    int failed = 0;
    if (!result.facts.exited || result.facts.exit_code != 0 || (result.state != RESPONSE_OK && !*ret_redraw) ||
        (!*ret_redraw && result.results.count != request.results_max)) {
        failed = no_answer(work, test_case, &result, err);
    } else if (!*ret_redraw) {
        *ret_values = result.results;
        result.results = (struct values){0};
    }
    run_result_release(&result);
    return failed;
}

static int make_inputs(const struct work *work, int i, int attempt, struct err *err)
{
    struct expected_case *expected = &work->expected->at[i];
    struct input input = {.test_case = &work->plan->at[i], .attempt = attempt};
    values_release(&expected->arguments);
    if (inputs_make(work->shop, work->problem, &input, 1, err))
        return -1;
    expected->attempt = attempt;
    expected->arguments = input.values;
    return 0;
}

/* Those that the cache did not hold, for all cases together: a generate.c is one more process, not one a case. */
static int make_all_inputs(const struct work *work, struct err *err)
{
    struct input *inputs = xcalloc((size_t)work->plan->count, sizeof *inputs);
    int count = 0, k = 0;
    for (int i = 0; i < work->plan->count; i++) {
        const struct expected_case *expected = &work->expected->at[i];
        if (!expected->arguments.at)
            inputs[count++] = (struct input){.test_case = &work->plan->at[i],
                                             .attempt = work->known[i] ? expected->attempt : work->plan->at[i].attempt};
    }
    int failed = inputs_make(work->shop, work->problem, inputs, count, err);
    for (int i = 0; i < work->plan->count && !failed; i++) {
        struct expected_case *expected = &work->expected->at[i];
        if (expected->arguments.at)
            continue;
        expected->attempt = inputs[k].attempt;
        expected->arguments = inputs[k++].values;
    }
    free(inputs);
    return failed;
}

static int answer(const struct work *work, int i, struct err *err)
{
    struct expected_case *expected = &work->expected->at[i];
    for (int attempt = expected->attempt; attempt < CASE_ATTEMPTS_MAX; attempt++) {
        bool redraw = false;
        if (attempt != expected->attempt && make_inputs(work, i, attempt, err))
            return -1;
        for (int v = 0; v < work->problem->variant_count && !redraw; v++) {
            values_release(&expected->want[v]);
            if (ask(work, i, (unsigned)v, &expected->want[v], &redraw, err))
                return -1;
        }
        if (!redraw)
            return 0;
    }
    return err_set(err, ERR_JUDGE, "the reference of problem '%s' refuses %d draws of case %s in a row",
                   work->problem->id, CASE_ATTEMPTS_MAX, work->plan->at[i].name);
}

/* --- the cache: per case its name, seed and attempt, a response per variant, the arguments that generate.c made
 * ---------------------------------------- */

struct record {
    uint64_t size; /* of all that follows this header */
    struct digest seed;
    uint32_t attempt, variants;
    char name[CASE_NAME];
    uint64_t response_size[VARIANTS_MAX];
    uint64_t arguments_size; /* 0 where others make them at once */
};

static bool keeps_arguments(const struct test_case *test_case)
{
    return test_case->group->generator && generator_function(test_case->group->generator);
}

/* A run of the samples alone must not replace the file with the hidden cases: each choice of sets has its own. */
static const char *file_of(const struct work *work)
{
    for (int i = 0; i < work->plan->count; i++) {
        if (work->plan->at[i].group->set == SET_HIDDEN)
            return "expected";
    }
    return "expected-samples";
}

static bool is_fixed(const struct test_case *test_case)
{
    return test_case->group->set != SET_FRESH;
}

static void load_record(struct work *work, const struct record *record, const char *bytes)
{
    for (int i = 0; i < work->plan->count; i++) {
        const struct test_case *test_case = &work->plan->at[i];
        struct expected_case *expected = &work->expected->at[i];
        if (work->known[i] || !is_fixed(test_case) || strncmp(test_case->name, record->name, CASE_NAME) != 0 ||
            memcmp(&test_case->seed, &record->seed, sizeof record->seed) != 0 ||
            record->variants != (uint32_t)work->problem->variant_count)
            continue;
        bool whole = keeps_arguments(test_case) == (record->arguments_size > 0);
        for (uint32_t v = 0; v < record->variants; v++) {
            whole = whole && frame_parse_response(bytes, record->response_size[v], SIGNATURE_RESULTS_MAX,
                                                  &expected->want[v], NULL) == RESPONSE_OK;
            bytes += record->response_size[v];
        }
        if (whole && record->arguments_size)
            whole = frame_parse_response(bytes, record->arguments_size, 2 * SIGNATURE_PARAMS_MAX, &expected->arguments,
                                         NULL) == RESPONSE_OK;
        expected->attempt = (int)record->attempt;
        work->known[i] = whole;
        return;
    }
}

static bool record_is_sound(const struct record *record, size_t left)
{
    uint64_t sum = record->arguments_size;
    if (record->size > left || record->arguments_size > record->size || record->variants > VARIANTS_MAX ||
        record->attempt >= CASE_ATTEMPTS_MAX)
        return false;
    for (uint32_t v = 0; v < record->variants; v++) {
        if (record->response_size[v] > record->size)
            return false;
        sum += record->response_size[v];
    }
    return sum == record->size;
}

static void load(struct work *work)
{
    struct err ignored;
    char *bytes = NULL;
    size_t size = 0;
    int fd = cache_open(work->shop->cache, file_of(work), &work->program_digest);
    if (fd < 0)
        return;
    if (memory_file_read(fd, CACHE_BYTES_MAX, &bytes, &size, &ignored) == 0) {
        struct record record;
        for (size_t at = 0; size - at >= sizeof record; at += sizeof record + record.size) {
            memcpy(&record, bytes + at, sizeof record);
            if (!record_is_sound(&record, size - at - sizeof record))
                break;
            load_record(work, &record, bytes + at + sizeof record);
        }
    }
    free(bytes);
    close(fd);
}

static void save(const struct work *work)
{
    struct text text = {0};
    for (int i = 0; i < work->plan->count; i++) {
        const struct test_case *test_case = &work->plan->at[i];
        const struct expected_case *expected = &work->expected->at[i];
        if (!is_fixed(test_case))
            continue;
        struct text responses = {0};
        struct record record = {.seed = test_case->seed,
                                .attempt = (uint32_t)expected->attempt,
                                .variants = (uint32_t)work->problem->variant_count};
        memcpy(record.name, test_case->name, strlen(test_case->name));
        for (int v = 0; v < work->problem->variant_count; v++) {
            size_t before = responses.size;
            frame_write_response(&responses, &expected->want[v]);
            record.response_size[v] = responses.size - before;
        }
        if (keeps_arguments(test_case)) {
            const size_t before = responses.size;
            frame_write_response(&responses, &expected->arguments);
            record.arguments_size = responses.size - before;
        }
        record.size = responses.size;
        text_add_bytes(&text, &record, sizeof record);
        text_add_bytes(&text, responses.at, responses.size);
        text_release(&responses);
    }
    struct err ignored;
    int fd = memory_file("expected", text.at, text.size, &ignored);
    if (fd >= 0)
        cache_put(work->shop->cache, file_of(work), &work->program_digest, fd, 0600);
    close_fd(&fd);
    text_release(&text);
}

/* --- the whole
 * ---------------------------------------------------------------------------------------------------------- */

static int get_all(struct work *work, struct err *err)
{
    bool fixed_is_new = false;
    work->program_fd = compile_reference(work->shop, work->problem, &work->program_digest, err);
    if (work->program_fd < 0)
        return -1;
    if (!work->plan->recorded)
        load(work);
    if (make_all_inputs(work, err))
        return -1;
    for (int i = 0; i < work->plan->count; i++) {
        if (work->known[i])
            continue;
        if (answer(work, i, err))
            return -1;
        fixed_is_new = fixed_is_new || is_fixed(&work->plan->at[i]);
    }
    if (fixed_is_new && !work->plan->recorded)
        save(work);
    return 0;
}

int expected_get(const struct compile_shop *shop, const struct problem *problem, const struct case_plan *plan,
                 struct expected *ret_expected, struct err *err)
{
    struct expected expected = {.count = plan->count, .at = xcalloc((size_t)plan->count, sizeof *expected.at)};
    struct work work = {.shop = shop,
                        .problem = problem,
                        .plan = plan,
                        .expected = &expected,
                        .known = xcalloc((size_t)plan->count, sizeof(bool)),
                        .program_fd = -1};
    int failed = get_all(&work, err);
    close_fd(&work.program_fd);
    free(work.known);
    if (failed) {
        expected_release(&expected);
        return -1;
    }
    *ret_expected = expected;
    return 0;
}

void expected_release(struct expected *expected)
{
    for (int i = 0; i < expected->count; i++) {
        values_release(&expected->at[i].arguments);
        for (int v = 0; v < VARIANTS_MAX; v++)
            values_release(&expected->at[i].want[v]);
    }
    free(expected->at);
    *expected = (struct expected){0};
}
