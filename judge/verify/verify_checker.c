/* verify_checker.c - check.c: it compiles, it runs, it accepts what the reference says, and the example submissions
 * depend on every part of it: with a small mistake in it, one of them is judged otherwise. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging/frame.h"
#include "judge/base/memory_file.h"
#include "judge/verify/verify_internal.h"

/* A reference that does not compile is told where it is used first. */
void verify_open_checker(struct verify_work *work)
{
    struct err ours = {0};
    struct digest digest;
    int reference = compile_reference(judging_shop(work->judging), work->problem, &digest, &ours);
    if (reference >= 0 && checker_open(judging_shop(work->judging), work->problem, &work->checker, &ours))
        verify_blame(work, &ours);
    close_fd(&reference);
}

/* False: it does not accept that case, which is a diagnostic now. */
static bool accepts(struct verify_work *work, const struct verify_cases *cases, int i)
{
    const struct problem *problem = work->problem;
    const struct poison poison = frame_draw_poison();
    const struct compare_rules rules = judging_rules(problem, &poison);
    const struct expected_case *expected = &cases->expected.at[i];
    for (int v = 0; v < problem->variant_count; v++) {
        struct diff diff;
        struct err ours = {0};
        if (checker_compare(work->checker, &rules, problem, cases->plan.at[i].group->function, &expected->arguments,
                            &expected->want[v], &expected->want[v], &diff, &ours)) {
            verify_blame(work, &ours);
            return false;
        }
        if (diff.class != DIFF_NONE) {
            char *path = verify_path(work, "check.c");
            struct diagnostic *diagnostic =
                diagnostics_add(&work->result->diagnostics, P027_CHECKER,
                                "the checker refuses the reference's own answer: %s", diff.what);
            diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
            free(path);
            diagnostic_note(diagnostic, "on case %s", cases->plan.at[i].name);
            return false;
        }
    }
    return true;
}

int verify_checker(struct verify_work *work, struct err *err)
{
    struct verify_cases cases;
    (void)err;
    if (!work->checker || !verify_cases_get(work, 0, &cases))
        return 0;
    for (int i = 0; i < cases.plan.count; i++) {
        verify_progress(work, "the checker", i, cases.plan.count);
        if (work->problem->checked[cases.plan.at[i].group->function] && !accepts(work, &cases, i))
            break;
    }
    verify_cases_release(&cases);
    return 0;
}

/* --- its mutants -------------------------------------------------------------------------------------------------- */

static int start_checker(const struct verify_work *work, const char *source, const char *const *flags,
                         struct compile_job **ret_job, struct err *err)
{
    return checker_start(work->checker, source, flags, ret_job, err);
}

void verify_keep_example(struct verify_work *work, struct judged *judged)
{
    work->examples = xrealloc(work->examples, (size_t)(work->example_count + 1) * sizeof *work->examples);
    work->examples[work->example_count++] = *judged;
    *judged = (struct judged){0};
}

/* What a mutated checker made of the answers. */
struct opinion {
    bool fails;    /* it crashes or hangs */
    bool accepts;  /* the whole submission */
    bool reworded; /* it refuses some answer as ever, for another reason */
};

static bool is_asked(const struct problem *problem, const struct judged_case *judged_case)
{
    return problem->checked[judged_case->group->function] && judged_case->want.count > 0;
}

static int try_case(const struct checker *mutant, const struct problem *problem, const struct judged_case *judged_case,
                    struct opinion *opinion, struct err *err)
{
    const struct compare_rules rules = judging_rules(problem, &judged_case->poison);
    struct diff diff;
    if (checker_compare(mutant, &rules, problem, judged_case->group->function, &judged_case->arguments,
                        &judged_case->want, &judged_case->got, &diff, err)) {
        opinion->fails = checker_is_blamed(err);
        return opinion->fails ? 0 : -1;
    }
    if (diff.class != DIFF_NONE)
        opinion->accepts = false;
    opinion->reworded = opinion->reworded || (diff.class != DIFF_NONE && judged_case->verdict != VERDICT_AC &&
                                              strcmp(diff.what, judged_case->diff.what) != 0);
    return 0;
}

/* Answers on which the checker is not asked fail as they did. */
static int try_example(const struct verify_work *work, const struct checker *mutant, const struct judged *example,
                       struct opinion *opinion, struct err *err)
{
    opinion->accepts = true;
    for (int i = 0; i < example->count && !opinion->fails; i++) {
        const struct judged_case *judged_case = &example->cases[i];
        if (!is_asked(work->problem, judged_case))
            opinion->accepts = opinion->accepts && judged_case->verdict == VERDICT_AC;
        else if (try_case(mutant, work->problem, judged_case, opinion, err))
            return -1;
        if (example->verdict == VERDICT_AC && !opinion->accepts)
            return 0;
    }
    return 0;
}

static int run_checker(struct verify_work *work, void *context, int program_fd, struct verify_mutant *row,
                       struct err *err)
{
    struct checker *mutant = checker_with(work->checker, program_fd);
    struct opinion opinion = {0};
    bool noticed = false;
    int failed = 0;
    (void)context;
    for (int i = 0; i < work->example_count && !failed && !noticed; i++) {
        const struct judged *example = &work->examples[i];
        failed = try_example(work, mutant, example, &opinion, err);
        noticed = opinion.fails || opinion.accepts != (example->verdict == VERDICT_AC);
    }
    row->state = noticed ? VERIFY_FAILS : opinion.reworded ? VERIFY_REWORDED : VERIFY_PASSES;
    checker_close(mutant);
    return failed;
}

int verify_checker_mutants(struct verify_work *work, struct err *err)
{
    const struct quarry quarry = {.file = "check.c",
                                  .role = MUTATE_CHECKER,
                                  .what = "mutants of the checker",
                                  .passes = "with a mistake in the checker all examples are judged as before",
                                  .remedy = "add a submission, right or wrong, on which it depends",
                                  .hunt = &work->result->checkers,
                                  .start = start_checker,
                                  .run = run_checker};
    const bool judged = work->options->parts & VERIFY_SUBMISSIONS;
    return judged && work->example_count > 0 ? verify_hunt(work, &quarry, err) : 0;
}
