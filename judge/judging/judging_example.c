#include "judge/judging/inputs.h"
#include "judge/judging/judging_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bounds: the search is a courtesy. A run that was begun in time may still need its own time limit. */
enum { GROUPS_TRIED = 3, RUNS_MAX = 24, SEARCH_MS = 1000, ELEMENTS_SHOWN = 2000, INTEGER_MAX = 1000 };

/* How far from their smallest the sizes of the draws may be, -1 as far as the group allows. Several groups share them.
 */
static const int spreads[] = {0, 0, 0, 1, 1, 2, 2, 4, 4, 9, -1, -1};
enum { DRAWS = sizeof spreads / sizeof *spreads };

/* One draw, in two or three forms: with short numbers, or as it is, for a mistake may need numbers that are not plain.
 */
struct candidate {
    const struct group *group;
    int ordinal, number; /* number: of the draw */
    int64_t size;
    struct digest inputs; /* as drawn */
};

struct search {
    struct judging_job *job;
    struct digest source;
    int group_count;
    const struct group *groups[GROUPS_TRIED];
    int ordinals[GROUPS_TRIED]; /* of the case that failed: it decides between alternatives that are taken in turn */
    int count;
    struct candidate candidates[DRAWS];
    int64_t began;
    int runs;
    bool broken; /* the judge cannot run more */
    struct judged_case *found;
};

/* --- what failed ----------------------------------------------------------- */

static bool may_search(const struct judging_job *job)
{
    bool sampled = false;
    if (!job->request->counterexample || job->judged.verdict == VERDICT_AC)
        return false;
    for (int i = 0; i < job->judged.count; i++) {
        const struct judged_case *judged_case = &job->judged.cases[i];
        sampled = sampled || (judged_case->set == SET_SAMPLE && judged_case->verdict != VERDICT_AC);
    }
    return !sampled;
}

/* A program that needs too much memory, or that was caught, is not explained by numbers. One that is too slow is, when
 * it is so on a small input: it may loop for ever. */
static bool is_worth_showing(const struct judging_job *job, enum verdict verdict)
{
    return verdict == VERDICT_WA || verdict == VERDICT_RTE ||
           (verdict == VERDICT_TLE &&
            job->request->problem->limits.time_ms * job->request->language->time_factor <= SEARCH_MS);
}

/* The groups of one function that failed. */
static void find_groups(struct search *search)
{
    const struct judging_job *job = search->job;
    for (int i = 0; i < job->judged.count && search->group_count < GROUPS_TRIED; i++) {
        const struct group *group = job->judged.cases[i].group;
        bool known = search->group_count > 0 && group->function != search->groups[0]->function;
        for (int g = 0; g < search->group_count; g++)
            known = known || search->groups[g] == group;
        if (known || !group->generator || !is_worth_showing(job, job->judged.cases[i].verdict))
            continue;
        search->ordinals[search->group_count] = job->plan.at[i].ordinal;
        search->groups[search->group_count++] = group;
    }
}

/* --- candidates ------------------------------------------------------------ */

static int64_t elements_of(const struct values *values)
{
    int64_t elements = 0;
    for (size_t i = 0; i < values->count; i++) {
        const struct value *value = &values->at[i];
        if (value->kind == FRAME_STR || value->kind == FRAME_OTHER)
            elements += value->shape[0];
        else if (value->kind == FRAME_STRINGS)
            for (int64_t k = 0; k < value->shape[0]; k++)
                elements += (int64_t)strlen(value->texts[k]) + 1;
        else
            elements += value_size(value);
    }
    return elements;
}

/* A lone integer stands for as many steps, tokens or rounds. */
static int64_t size_of(const struct values *values)
{
    int64_t size = elements_of(values);
    for (size_t i = 0; i < values->count; i++) {
        const int64_t number = values->at[i].kind == FRAME_I64 ? values->at[i].i64 : 0;
        size += number > -INTEGER_MAX && number < INTEGER_MAX ? llabs(number) : INTEGER_MAX;
    }
    return size;
}

static struct test_case example(const struct search *search, const struct candidate *candidate, int digits)
{
    const struct generator_plain plain = {.spread = spreads[candidate->number], .digits = digits};
    return case_example(search->job->request->problem, candidate->group, candidate->ordinal, &search->source,
                        candidate->number, plain);
}

/* What this form of it looks like; false: the draw breaks a rule of its generator. */
static bool look_at(const struct search *search, const struct candidate *candidate, int digits, int64_t *ret_elements,
                    int64_t *ret_size, struct digest *ret_inputs)
{
    struct test_case test_case = example(search, candidate, digits);
    struct input input = {.test_case = &test_case};
    struct text text = {0};
    struct err ignored;
    if (inputs_make(&search->job->judging->shop, search->job->request->problem, &input, 1, &ignored))
        return false;
    struct values values = input.values;
    *ret_elements = elements_of(&values);
    *ret_size = size_of(&values);
    frame_write_response(&text, &values);
    *ret_inputs = digest_of(text.at, text.size);
    text_release(&text);
    values_release(&values);
    return true;
}

/* Draws that are too large to be read or were drawn before are left out. */
static void add_candidate(struct search *search, int g, int number)
{
    struct candidate candidate = {.group = search->groups[g], .ordinal = search->ordinals[g], .number = number};
    int64_t elements;
    if (!look_at(search, &candidate, 0, &elements, &candidate.size, &candidate.inputs) || elements > ELEMENTS_SHOWN)
        return;
    for (int i = 0; i < search->count; i++) {
        if (memcmp(&search->candidates[i].inputs, &candidate.inputs, sizeof candidate.inputs) == 0)
            return;
    }
    search->candidates[search->count++] = candidate;
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return x->number - y->number;
}

static void find_candidates(struct search *search)
{
    for (int number = 0; number < DRAWS && search->group_count > 0; number++)
        add_candidate(search, number % search->group_count, number);
    qsort(search->candidates, (size_t)search->count, sizeof *search->candidates, compare_candidates);
}

/* --- trying ---------------------------------------------------------------- */

/* Shortened numbers may meet a pole that drawn ones never do; what the reference itself cannot answer teaches nothing.
 */
static bool is_sound(const struct values *want, int digits)
{
    for (size_t i = 0; i < want->count && digits > 0; i++) {
        const struct value *value = &want->at[i];
        for (int64_t k = 0; value_is_float(value) && k < value_size(value); k++) {
            if (!isfinite(value_number(value, k)))
                return false;
        }
    }
    return elements_of(want) <= ELEMENTS_SHOWN;
}

static void keep(struct search *search, struct judged_case *judged_case)
{
    if (search->found) {
        judged_case_release(search->found);
        free(search->found);
    }
    if (elements_of(&judged_case->got) > ELEMENTS_SHOWN) /* the difference tells its shape */
        values_release(&judged_case->got);
    search->found = xmalloc(sizeof *search->found);
    *search->found = *judged_case;
}

/* Runs the program on this form of a candidate. True: it fails there, and that is kept. */
static bool fails(struct search *search, const struct candidate *candidate, int digits)
{
    struct judging_job *job = search->job;
    struct test_case test_case = example(search, candidate, digits);
    const struct case_plan plan = {.count = 1, .at = &test_case, .recorded = true};
    struct judged_case judged_case;
    struct expected expected;
    struct err ignored;
    if (search->broken || search->runs >= RUNS_MAX || !judging_has_time(job) ||
        (judging_now() - search->began) / 1000000 >= SEARCH_MS)
        return false;
    search->runs++;
    if (expected_get(&job->judging->shop, job->request->problem, &plan, &expected, &ignored))
        return false; /* the reference refuses what was shortened */
    judging_make_case(job, &test_case, &judged_case);
    judged_case.set = SET_SAMPLE; /* all of it may be seen */
    judged_case.weight = 0;
    if (is_sound(&expected.at[0].want[0], digits))
        search->broken = judging_run_case(job, &expected.at[0], &judged_case, &ignored) != 0;
    expected_release(&expected);
    bool failed = !search->broken && judged_case.verdict != VERDICT_AC;
    if (failed)
        keep(search, &judged_case);
    else
        judged_case_release(&judged_case);
    return failed;
}

/* The shortest numbers with which it fails; `found` holds the last form that did. */
static bool try_candidate(struct search *search, const struct candidate *candidate)
{
    int64_t elements, size;
    struct digest inputs;
    if (look_at(search, candidate, 1, &elements, &size, &inputs) &&
        memcmp(&inputs, &candidate->inputs, sizeof inputs) != 0 && fails(search, candidate, 1))
        return true;
    if (!fails(search, candidate, 0))
        return false;
    fails(search, candidate, 2);
    return true;
}

void judging_find_example(struct judging_job *job)
{
    if (!may_search(job))
        return;
    const struct judging_request *request = job->request;
    struct search search = {
        .job = job, .source = digest_of(request->source, request->source_size), .began = judging_now()};
    find_groups(&search);
    find_candidates(&search);
    for (int i = 0; i < search.count && !try_candidate(&search, &search.candidates[i]); i++)
        ;
    job->judged.counterexample = search.found;
}
