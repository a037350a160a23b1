/* checker.h - is this answer right, where there are several right ones: a shortest path, an eigenvector, a basis.
 *
 * problem.json names the functions whose answers check.c judges ("checker": ["shortest_path"]); check_signature.h says
 * what it defines for them. It is the instructor's, compiled and linked as the reference is (with the tensor core) and
 * run in boxes of its own under the same policy, one process an answer. The submission's results reach it parsed,
 * converted to the declared types and written anew, never as the bytes that came back. Before it is asked, an answer
 * has passed compare_form: dtype, declared shape, elements never written, NaN. Every other function is compared with
 * the reference's answer as ever (compare.h).
 *
 * What it says is one string of bounded length, sanitised; it is shown for hidden cases too, so it should not tell
 * their inputs. A checker that crashes, hangs or answers something else is the instructor's fault: ERR_JUDGE with the
 * problem's name, never a wrong answer.
 */
#ifndef JUDGE_CHECKER_H
#define JUDGE_CHECKER_H

#include "judge/compare/compare.h"
#include "judge/judging/compile.h"

struct checker;

/* Compiled, or from the cache. ret_checker is NULL when the problem has none: that is one to ask, too. Shop and problem
 * must outlive it. */
int checker_open(const struct compile_shop *shop, const struct problem *problem, struct checker **ret_checker,
                 struct err *err);
void checker_close(struct checker *checker);

/* Is it check.c that this error speaks of, and not the reference or the machine? */
bool checker_is_blamed(const struct err *err);

/* For whoever tries what a mistake in check.c would do: another source in its place is compiled (compile.h; what is
 * passed must live until the job has ended), and a checker made of its program, which is borrowed. That one has the
 * limits of a submission. */
int checker_start(const struct checker *checker, const char *source, const char *const *flags,
                  struct compile_job **ret_job, struct err *err);
struct checker *checker_with(const struct checker *checker, int program_fd);

/* How the results `got` of a function (by its index) differ from `want`, the reference's; DIFF_NONE when they are
 * right. `arguments`: the constructor's, then the function's. */
int checker_compare(const struct checker *checker, const struct compare_rules *rules, const struct problem *problem,
                    int function, const struct values *arguments, const struct values *want, const struct values *got,
                    struct diff *ret_diff, struct err *err);

#endif
