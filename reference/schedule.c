#include "reference/schedule.h"

#include <inttypes.h>
#include <math.h>

#include "reference/nd.h"

static void check(const char *who, int64_t step, int64_t steps, int64_t least)
{
    if (step < 0 || steps < least)
        nd_fail("%s: step %" PRId64 " of %" PRId64 ": steps count from 0, and there are at least %" PRId64, who, step,
                steps, least);
}

double schedule_linear(int64_t step, int64_t steps)
{
    check("schedule_linear", step, steps, 1);
    return 1 - (double)step / (double)steps;
}

double schedule_constant(int64_t step, int64_t steps)
{
    check("schedule_constant", step, steps, 1);
    return 1;
}

double schedule_cosine(int64_t step, int64_t steps)
{
    check("schedule_cosine", step, steps, 2);
    return cos(0.5 * M_PI * (double)step / (double)(steps - 1));
}
