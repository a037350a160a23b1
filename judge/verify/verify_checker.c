/* verify_checker.c - check.c: it compiles, it runs, and it accepts what the reference says. */
#include <stdlib.h>

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
