/* Optimisers against their formulas written out in plain C, clipping, schedules, and a network that learns. */
#include "tests/arrays.h"

#include <math.h>

static const tensor_dtype floats[] = {DTYPE_F32, DTYPE_F64};

enum { N = 37, STEPS = 6 };

/* --- the formulas, one element --- */

static void plain_sgd(const struct optim *o, double *p, double *b, double g, int step)
{
    g += o->weight_decay * *p;
    if (o->momentum != 0) {
        *b = step == 1 ? g : o->momentum * *b + (1 - o->dampening) * g;
        g = o->nesterov ? g + o->momentum * *b : *b;
    }
    *p -= o->lr * g;
}

static void plain_adam(const struct optim *o, double *p, double *m, double *v, double g, int step)
{
    if (o->kind == OPTIM_ADAMW)
        *p *= 1 - o->lr * o->weight_decay;
    else
        g += o->weight_decay * *p;
    *m = o->beta1 * *m + (1 - o->beta1) * g;
    *v = o->beta2 * *v + (1 - o->beta2) * g * g;
    *p -= o->lr / (1 - pow(o->beta1, step)) * *m / (sqrt(*v) / sqrt(1 - pow(o->beta2, step)) + o->eps);
}

/* Runs both on the same gradients, with two parameters, and compares after each step. */
static void check_steps(struct optim *o, tensor_dtype dtype)
{
    double p[2 * N], first[2 * N] = {0}, second[2 * N] = {0};
    for (int i = 0; i < 2 * N; i++)
        p[i] = element(o->param[i / N], i % N);
    for (int step = 1; step <= STEPS; step++) {
        nd *grads[] = {values((unsigned)step, dtype, N),
                       laid_out(values((unsigned)step + 50, dtype, N, 1), LAYOUT_SPACED)};
        if (step == 4)
            o->lr *= 0.5;
        optim_step(o, grads);
        for (int i = 0; i < 2 * N; i++) {
            double g = element(grads[i / N], i % N);
            if (o->kind == OPTIM_SGD)
                plain_sgd(o, &p[i], &first[i], g, step);
            else
                plain_adam(o, &p[i], &first[i], &second[i], g, step);
            double tolerance = dtype == DTYPE_F32 ? 1e-5 : 1e-13;
            ck_assert_msg(fabs(element(o->param[i / N], i % N) - p[i]) <= tolerance,
                          "step %d element %d: %.9g, not %.9g", step, i, element(o->param[i / N], i % N), p[i]);
        }
    }
    ck_assert_uint_eq(o->step, STEPS);
}

START_TEST(sgd_follows_its_formula)
{
    for (int variant = 0; variant < 10; variant++) {
        tensor_dtype dtype = floats[variant & 1];
        nd *params[] = {values(1, dtype, N), values(2, dtype, N, 1)};
        struct optim o;
        optim_init_sgd(&o, 0.1, 2, params);
        o.momentum = variant / 2 >= 1 ? 0.9 : 0;
        o.dampening = variant / 2 == 2 ? 0.3 : 0;
        o.nesterov = variant / 2 == 3;
        o.weight_decay = variant / 2 == 4 ? 0.05 : 0;
        check_steps(&o, dtype);
    }
}
END_TEST

START_TEST(adam_and_adamw_follow_their_formulas)
{
    for (int variant = 0; variant < 8; variant++) {
        tensor_dtype dtype = floats[variant & 1];
        nd *params[] = {values(3, dtype, N), values(4, dtype, N, 1)};
        struct optim o;
        if (variant & 2)
            optim_init_adamw(&o, 0.01, 2, params);
        else
            optim_init_adam(&o, 0.01, 2, params);
        ck_assert(o.beta1 == 0.9 && o.beta2 == 0.999 && o.eps == 1e-8);
        ck_assert(o.weight_decay == (variant & 2 ? 0.01 : 0));
        if (variant & 4) {
            o.weight_decay = 0.1;
            o.beta1 = 0.8;
            o.beta2 = 0.95;
            o.eps = 1e-3;
        }
        check_steps(&o, dtype);
    }
}
END_TEST

START_TEST(first_adam_step_has_the_size_of_the_rate)
{
    nd *p = nd_zeros(DTYPE_F64, 3), *g = from_list(DTYPE_F64, (3), 5, -1e-3, 0);
    struct optim o;
    optim_init_adam(&o, 0.1, 1, &p);
    optim_step(&o, &g);
    check_close(p, from_list(DTYPE_F64, (3), -0.1, 0.1, 0), 2e-5, 0);
}
END_TEST

START_TEST(state_survives_released_steps)
{
    nd *p = nd_ones(DTYPE_F64, 5), *q = nd_ones(DTYPE_F64, 5);
    struct optim released, together;
    optim_init_sgd(&released, 0.1, 1, &p);
    optim_init_sgd(&together, 0.1, 1, &q);
    released.momentum = together.momentum = 0.9;
    for (unsigned step = 0; step < 5; step++) {
        size_t mark = nd_pool_mark();
        nd *g = values(step, DTYPE_F64, 5);
        optim_step(&released, &g);
        optim_step(&together, &g);
        nd_pool_release(mark);
        nd_full(DTYPE_F64, NAN, 5);
    }
    check_close(p, q, 0, 0);
}
END_TEST

START_TEST(wrong_parameters_and_gradients_are_named)
{
    tensor *t = tensor_f32(2);
    struct optim o;
    nd *wrong[] = {nd_zeros(DTYPE_F32, 2), nd_from(t), nd_t(nd_zeros(DTYPE_F32, 2, 3)), nd_zeros(DTYPE_I64, 2)};
    check_fails(optim_init_sgd(&o, 1, 2, wrong), "optim_init_sgd: parameter 1 of shape (2) is i64, read-only or not "
                                                 "contiguous: take nd_clone of it");
    check_fails(optim_init_adam(&o, 1, 1, wrong + 2),
                "optim_init_adam: parameter 0 of shape (3,2) is i64, read-only or "
                "not contiguous: take nd_clone of it");
    check_fails(optim_init_adamw(&o, 1, 1, wrong + 3),
                "optim_init_adamw: parameter 0 of shape (2) is i64, read-only or "
                "not contiguous: take nd_clone of it");
    check_fails(optim_init_adam(&o, 1, 65, wrong), "optim_init_adam: 65 parameters, at most 64 are possible");
    optim_init_sgd(&o, 1, 1, wrong);
    check_fails(optim_step(&o, wrong + 2), "optim_step: parameter 0 is f32 of (2), but its gradient is f32 of (3,2)");
    check_fails(optim_step(&o, (nd *[]){NULL}), "optim_step: parameter 0 of shape (2) has no gradient");
    check_fails(optim_step(&o, wrong + 3), "optim_step: parameter 0 is f32 of (2), but its gradient is i64 of (2)");
    ck_assert_uint_eq(o.step, 0);
    o.nesterov = true;
    check_fails(optim_step(&o, wrong), "optim_step: nesterov needs a momentum (not 0) and no dampening (not 0)");
    tensor_free(t);
}
END_TEST

/* --- clipping --- */

START_TEST(norms_are_clipped_together)
{
    for (int d = 0; d < 2; d++) {
        nd *grads[] = {from_list(floats[d], (2), 3, 0), from_list(floats[d], (1, 1), 4), nd_zeros(floats[d], 0)};
        ck_assert_double_eq(optim_clip_norm(3, grads, 10), 5);
        check_close(grads[0], from_list(DTYPE_F64, (2), 3, 0), 0, 0);
        ck_assert_double_eq(optim_clip_norm(3, grads, 2), 5);
        double factor = 2 / (5 + 1e-6), rtol = d == 0 ? 2e-7 : 1e-15;
        check_close(grads[0], from_list(DTYPE_F64, (2), 3 * factor, 0), rtol, 0);
        check_close(grads[1], from_list(DTYPE_F64, (1, 1), 4 * factor), rtol, 0);
    }
    nd *zero = nd_zeros(DTYPE_F32, 2), *bad = from_list(DTYPE_F32, (2), 1, NAN), *both[] = {zero, bad};
    ck_assert(optim_clip_norm(1, &zero, 1) == 0);
    check_close(zero, nd_zeros(DTYPE_F32, 2), 0, 0);
    ck_assert(isnan(optim_clip_norm(2, both, 1)));
    ck_assert(isnan(nd_at(zero, 0)));
    nd *view = nd_t(nd_zeros(DTYPE_F32, 2, 3));
    check_fails(optim_clip_norm(1, &zero, -1), "optim_clip_norm: the limit -1 is negative");
    check_fails(optim_clip_norm(1, &view, 1), "optim_clip_norm: gradient 0 of shape (3,2) is i64, read-only or not "
                                              "contiguous: take nd_clone of it");
}
END_TEST

START_TEST(values_are_clipped_one_by_one)
{
    nd *g = from_list(DTYPE_F32, (5), -3, -0.5, 0, 2, NAN);
    optim_clip_value(1, &g, 1);
    check_close(g, from_list(DTYPE_F32, (5), -1, -0.5, 0, 1, NAN), 0, 0);
    check_fails(optim_clip_value(1, &g, -1), "optim_clip_value: the limit -1 is negative");
}
END_TEST

/* --- schedules --- */

START_TEST(schedules_start_at_one_and_fall)
{
    for (int64_t steps = 2; steps < 20; steps++) {
        ck_assert_double_eq(schedule_linear(0, steps), 1);
        ck_assert_double_eq(schedule_linear(steps - 1, steps), 1 - (double)(steps - 1) / (double)steps);
        ck_assert_double_eq(schedule_constant(steps / 2, steps), 1);
        ck_assert_double_eq(schedule_cosine(0, steps), 1);
        ck_assert_double_eq_tol(schedule_cosine(steps - 1, steps), 0, 1e-15);
    }
    ck_assert_double_eq_tol(schedule_cosine(1, 3), sqrt(0.5), 1e-15);
    check_fails((void)schedule_cosine(0, 1),
                "schedule_cosine: step 0 of 1: steps count from 0, and there are at least 2");
    check_fails((void)schedule_linear(-1, 5),
                "schedule_linear: step -1 of 5: steps count from 0, and there are at least 1");
    check_fails((void)schedule_constant(0, 0),
                "schedule_constant: step 0 of 0: steps count from 0, and there are at least 1");
}
END_TEST

/* --- everything together --- */

/* A network of one hidden layer learns which of three classes a point belongs to. */
START_TEST(a_network_learns)
{
    for (int d = 0; d < 2; d++) {
        nd *x = values(5, floats[d], 60, 2), *y = nd_zeros(DTYPE_I64, 60);
        for (int i = 0; i < 60; i++)
            y->i64[i] = nd_at(x, i, 0) > 0.3 ? 2 : nd_at(x, i, 1) > 0;
        nd *w1 = values(6, floats[d], 16, 2), *b1 = nd_zeros(floats[d], 16);
        nd *w2 = values(7, floats[d], 3, 16), *b2 = nd_zeros(floats[d], 3), *params[] = {w1, b1, w2, b2};
        struct optim adam;
        optim_init_adam(&adam, 0.05, 4, params);
        double first = 0, last = 0;
        for (int step = 0; step < 200; step++) {
            size_t mark = nd_pool_mark();
            nd *h = nn_linear(x, w1, b1), *a = nd_relu(h), *dz, *da, *grads[4];
            last = nd_item(nn_cross_entropy(nn_linear(a, w2, b2), y, &dz));
            first = step == 0 ? last : first;
            nn_linear_grad(a, w2, dz, &da, &grads[2], &grads[3]);
            nn_linear_grad(x, w1, nd_relu_grad(h, da), NULL, &grads[0], &grads[1]);
            optim_step(&adam, grads);
            nd_pool_release(mark);
        }
        nd *guess = nd_argmax(nn_linear(nd_relu(nn_linear(x, w1, b1)), w2, b2), 1);
        ck_assert_msg(first > 0.5 && last < 0.05, "the loss went from %g to %g", first, last);
        ck_assert(nd_item(nd_sum(nd_eq(guess, y))) >= 59);
    }
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, sgd_follows_its_formula);
    tcase_add_test(tcase, adam_and_adamw_follow_their_formulas);
    tcase_add_test(tcase, first_adam_step_has_the_size_of_the_rate);
    tcase_add_test(tcase, state_survives_released_steps);
    tcase_add_test(tcase, wrong_parameters_and_gradients_are_named);
    tcase_add_test(tcase, norms_are_clipped_together);
    tcase_add_test(tcase, values_are_clipped_one_by_one);
    tcase_add_test(tcase, schedules_start_at_one_and_fall);
    tcase_add_test(tcase, a_network_learns);
}

int main(void)
{
    return core_run("optim", add_tests);
}
