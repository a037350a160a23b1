#include <math.h>

#include "judge/compare/compare.h"

#ifdef __FAST_MATH__
#error "the comparison must not be built with -ffast-math: it would accept NaN"
#endif

/* Volatile, so that the compiler cannot answer at compile time for a program that would answer differently. */
int compare_self_test(struct err *err)
{
    static const struct {
        double got, want;
        bool accepted;
    } pairs[] = {
        {1.0, 1.0, true},
        {1.00005, 1.0, true},
        {1.0000525, 1.0, false},
        {NAN, 1.0, false},
        {1.0, NAN, false},
        {NAN, NAN, false},
        {INFINITY, 1e300, false},
        {INFINITY, INFINITY, true},
        {-INFINITY, INFINITY, false},
        {1e300, INFINITY, false},
        {NAN, INFINITY, false},
        {-0.0, 0.0, true},
        {4.9e-324, 0.0, true},
        {123456.78905, 123456.7890, true},
        {0.1234, 0.12344999, true},
    };
    struct param type = {.type = {.kind = FRAME_F64, .text = "f64"}};
    struct compare_rules rules = {.decimals = 4,
                                  .rtol_f32 = 1e-6,
                                  .rtol_f64 = 1e-12,
                                  .poison = {.f32 = 0x7fc00001, .f64 = UINT64_C(0x7ff8000000000001), .i64 = INT64_MIN}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        volatile double got = pairs[i].got, want = pairs[i].want;
        struct value g = {.kind = FRAME_F64, .f64 = got}, w = {.kind = FRAME_F64, .f64 = want};
        struct values gs = {1, &g}, ws = {1, &w};
        struct diff diff;
        if (compare_results(&rules, &type, &gs, &ws, &diff) != pairs[i].accepted)
            return err_set(err, ERR_JUDGE,
                           "the comparison of this build is wrong: %g against %g; was it compiled with -ffast-math?",
                           got, want);
    }
    volatile double subnormal = 4.9e-324;
    if (subnormal * 1.0 == 0)
        return err_set(err, ERR_JUDGE,
                       "this build flushes subnormal numbers to zero; was it compiled with -ffast-math?");
    return 0;
}
