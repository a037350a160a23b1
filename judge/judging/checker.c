#include "judge/judging/checker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging/cache.h"
#include "judge/problem/check_signature.h"
#include "judge/base/memory_file.h"
#include "judge/judging/run.h"
#include "judge/problem/shape.h"
#include "judge/base/utf8.h"

struct checker {
    const struct compile_shop *shop;
    const struct problem *problem;
    struct problem *asked; /* the problem as check.c sees it: its functions are the checks */
    int index[PROBLEM_FUNCTIONS_MAX];
    int program_fd;
    int patience;  /* how many times the limits of a submission it has: 4, as a reference */
    bool borrowed; /* the program is another's */
};

static const char blamed[] = "the checker of problem";

bool checker_is_blamed(const struct err *err)
{
    return strstr(err->text, blamed) != NULL;
}

/* --- opening --------------------------------------------------------------- */

/* A copy that borrows all but its functions. */
static int make_asked(struct checker *checker, struct err *err)
{
    const struct problem *problem = checker->problem;
    struct problem *asked = xmalloc(sizeof *asked);
    *asked = *problem;
    asked->function_count = 0;
    checker->asked = asked;
    for (int f = 0; f < problem->function_count; f++) {
        if (!problem->checked[f])
            continue;
        checker->index[f] = asked->function_count;
        if (check_signature(&problem->functions[f], &asked->functions[asked->function_count++], err))
            return -1;
    }
    return 0;
}

int checker_start(const struct checker *checker, const char *source, const char *const *flags,
                  struct compile_job **ret_job, struct err *err)
{
    const struct compile_request request = {.problem = checker->asked,
                                            .language = language_by_id("c"),
                                            .file_name = "check.c",
                                            .source = source,
                                            .size = strlen(source),
                                            .reference = true,
                                            .flags = flags};
    return compile_start(checker->shop, &request, ret_job, err);
}

static int compile(const struct checker *checker, struct err *err)
{
    struct compile_job *job;
    struct compiled compiled;
    char *source;
    size_t size;
    if (problem_read_file(checker->problem, "check.c", &source, &size, err))
        return -1;
    int failed = checker_start(checker, source, NULL, &job, err) || compile_finish(job, &compiled, err);
    free(source);
    if (failed)
        return -1;
    if (compiled.program_fd < 0)
        err_set(err, ERR_JUDGE, "%s '%s' does not compile:\n%.800s", blamed, checker->problem->id, compiled.messages);
    free(compiled.messages);
    return compiled.program_fd;
}

/* The reference's digest names the problem, with its check.c, and everything that is linked. */
static int find_program(struct checker *checker, struct err *err)
{
    struct digest digest;
    int reference = compile_reference(checker->shop, checker->problem, &digest, err);
    if (reference < 0)
        return -1;
    close_fd(&reference);
    checker->program_fd = cache_open(checker->shop->cache, "checker", &digest);
    if (checker->program_fd >= 0)
        return 0;
    checker->program_fd = compile(checker, err);
    if (checker->program_fd < 0)
        return -1;
    cache_put(checker->shop->cache, "checker", &digest, checker->program_fd, 0500);
    return 0;
}

int checker_open(const struct compile_shop *shop, const struct problem *problem, struct checker **ret_checker,
                 struct err *err)
{
    bool any = false;
    for (int f = 0; f < problem->function_count; f++)
        any = any || problem->checked[f];
    *ret_checker = NULL;
    if (!any)
        return 0;
    struct checker *checker = xcalloc(1, sizeof *checker);
    checker->shop = shop;
    checker->problem = problem;
    checker->program_fd = -1;
    checker->patience = 4;
    if (make_asked(checker, err) || find_program(checker, err)) {
        checker_close(checker);
        return -1;
    }
    *ret_checker = checker;
    return 0;
}

void checker_close(struct checker *checker)
{
    if (!checker)
        return;
    if (!checker->borrowed)
        close_fd(&checker->program_fd);
    free(checker->asked);
    free(checker);
}

struct checker *checker_with(const struct checker *checker, int program_fd)
{
    struct checker *other = xmalloc(sizeof *other);
    *other = *checker;
    other->asked = xmalloc(sizeof *other->asked);
    *other->asked = *checker->asked;
    other->program_fd = program_fd;
    other->borrowed = true;
    other->patience = 1;
    return other;
}

/* --- the question ---------------------------------------------------------- */

/* What a float32 or a Python number stands for, in the type that the check is written for. */
static void add_as(const struct type *type, const struct value *from, struct values *values)
{
    struct value *to = &values->at[values->count++];
    *to = (struct value){.kind = type->kind};
    switch (type->kind) {
    case FRAME_F64:
        to->f64 = value_number(from, 0);
        return;
    case FRAME_I64:
        to->i64 = from->kind == FRAME_I64 ? from->i64 : from->i64s[0];
        return;
    case FRAME_TENSOR_F32:
    case FRAME_TENSOR_F64:
    case FRAME_TENSOR_I64:
        break;
    default:
        value_copy(to, from);
        return;
    }
    value_init_tensor(to, type->kind, value_is_tensor(from) ? from->rank : 0, from->shape);
    for (int64_t i = 0; i < value_size(from); i++) {
        if (type->kind == FRAME_TENSOR_F32)
            to->f32s[i] = (float)value_number(from, i);
        else if (type->kind == FRAME_TENSOR_F64)
            to->f64s[i] = value_number(from, i);
        else if (value_is_integer(from))
            to->i64s[i] = from->kind == FRAME_I64 ? from->i64 : from->i64s[i];
        else
            to->i64s[i] = (int64_t)value_number(from, i); /* whole, as compare_form has seen */
    }
}

static struct values question(const struct function *function, const struct values *arguments,
                              const struct values *want, const struct values *got)
{
    struct values values = {.at = xcalloc(arguments->count + want->count + got->count, sizeof *values.at)};
    for (size_t i = 0; i < arguments->count; i++)
        value_copy(&values.at[values.count++], &arguments->at[i]);
    for (size_t i = 0; i < want->count; i++)
        add_as(&function->results[i].type, &want->at[i], &values);
    for (size_t i = 0; i < got->count; i++)
        add_as(&function->results[i].type, &got->at[i], &values);
    return values;
}

/* --- the answer ------------------------------------------------------------ */

static int no_answer(const struct checker *checker, int function, const struct run_result *result, const char *why,
                     struct err *err)
{
    return err_set(err, ERR_JUDGE, "%s '%s' failed on an answer of '%s': %s%s%.400s", blamed, checker->problem->id,
                   checker->problem->functions[function].name, why, result->output ? "\n" : "",
                   result->output ? result->output : "");
}

/* NULL: it ended well. */
static const char *trouble(const struct run_result *result)
{
    const struct box_facts *facts = &result->facts;
    return facts->memory_exceeded                        ? "it needs more memory than allowed"
           : facts->cpu_exceeded || facts->wall_exceeded ? "it runs longer than allowed"
           : facts->output_exceeded                      ? "it writes more than allowed"
           : facts->forbidden_syscall >= 0               ? "it asks the system for something forbidden"
           : !facts->exited                              ? strsignal(facts->signal)
           : facts->exit_code != 0                       ? "it ended with an error"
           : result->state == RESPONSE_NONE              ? "it returned nothing"
           : result->state != RESPONSE_OK                ? "it wrote something else in the place of its answer"
                                                         : NULL;
}

/* One line of UTF-8 without control characters, as much of it as fits. */
static void copy_words(const struct value *from, char *words, size_t size)
{
    size_t used = 0, left = (size_t)from->shape[0];
    const char *at = from->text;
    while (left > 0) {
        uint32_t code = 0;
        size_t length = utf8_decode(at, left, &code);
        bool plain = length > 0 && code >= 0x20 && (code < 0x7f || code > 0x9f);
        if (used + (plain ? length : 1) >= size)
            break;
        if (plain)
            memcpy(words + used, at, length);
        else
            words[used] = length > 0 ? ' ' : '?';
        used += plain ? length : 1;
        at += length > 0 ? length : 1;
        left -= length > 0 ? length : 1;
    }
    words[used] = '\0';
}

static int read_answer(const struct checker *checker, int function, const struct run_result *result, struct diff *diff,
                       struct err *err)
{
    const char *why = trouble(result);
    if (why)
        return no_answer(checker, function, result, why, err);
    const struct value *answer = result->results.count == 1 ? &result->results.at[0] : NULL;
    if (!answer || (answer->kind != FRAME_NONE && answer->kind != FRAME_STR))
        return no_answer(checker, function, result, "it wrote something else in the place of its answer", err);
    if (answer->kind == FRAME_NONE)
        return 0;
    if (strspn(answer->text, " \t\r\n") == strlen(answer->text))
        return no_answer(checker, function, result,
                         "it returned an empty text: NULL means right, words say what is wrong", err);
    diff->class = DIFF_CHECKER;
    diff->mismatched = diff->of_class = 1;
    copy_words(answer, diff->what, sizeof diff->what);
    return 0;
}

static int ask(const struct checker *checker, int function, const struct values *values, struct diff *diff,
               struct err *err)
{
    const struct problem_limits *limits = &checker->problem->limits;
    const struct run_request request = {.language = language_by_id("c"),
                                        .program_fd = checker->program_fd,
                                        .signature_fd = -1,
                                        .function = (unsigned)checker->index[function],
                                        .results_max = 1,
                                        .arguments = values,
                                        .limits = {.time_ms = limits->time_ms * checker->patience,
                                                   .memory_kib = limits->memory_kib * checker->patience,
                                                   .output_bytes = limits->output_bytes},
                                        .wall_ms = limits->time_ms * 2 * checker->patience + 1000};
    struct run_result result;
    if (run_case(checker->shop->sandbox, &request, &result, err))
        return -1;
    int failed = read_answer(checker, function, &result, diff, err);
    run_result_release(&result);
    return failed;
}

/* Which sizes the arguments decide. */
static int bind(const struct problem *problem, int function, const struct values *arguments, struct expr_scope *scope,
                struct err *err)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const size_t own = (size_t)problem->constructor_count;
        const struct param *param = i < own ? &problem->constructor[i] : &problem->functions[function].params[i - own];
        if (shape_bind(param, &arguments->at[i], scope, err))
            return -1;
    }
    return 0;
}

int checker_compare(const struct checker *checker, const struct compare_rules *rules, const struct problem *problem,
                    int function, const struct values *arguments, const struct values *want, const struct values *got,
                    struct diff *ret_diff, struct err *err)
{
    const struct function *declared = &problem->functions[function];
    struct expr_scope scope = {0};
    if (!problem->checked[function]) {
        compare_results(rules, declared->results, got, want, ret_diff);
        return 0;
    }
    if (bind(problem, function, arguments, &scope, err))
        return -1;
    if (!compare_form(rules, declared->results, &scope, got, want, ret_diff))
        return 0;
    struct values values = question(declared, arguments, want, got);
    int failed = ask(checker, function, &values, ret_diff, err);
    values_release(&values);
    return failed;
}
