/* kernels.c - which table this machine can run, and which one is in use. */
#include "reference/kernels.h"
#include "reference/kernels_tables.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Atomic(const struct kernels *) chosen;

/* The features are checked together: a machine with avx2 and without fma exists (as a virtual one). */
const struct kernels *const *kernels_available(size_t *ret_count)
{
    static const struct kernels *const all[] = {
#if defined(__x86_64__)
        &kernels_avx512,
        &kernels_avx2,
        &kernels_scalar
#elif defined(__aarch64__)
        &kernels_neon,
        &kernels_scalar
#else
        &kernels_scalar
#endif
    };
    size_t skip = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    skip = avx512 ? 0 : avx2 ? 1 : 2;
#endif
    *ret_count = sizeof all / sizeof *all - skip;
    return all + skip;
}

int kernels_select(const char *name, struct err *err)
{
    const char *from = name ? "" : "JUDGE_SIMD: ";
    size_t count, used = 0;
    const struct kernels *const *all = kernels_available(&count);
    char names[64] = "";
    if (!name)
        name = getenv("JUDGE_SIMD");
    if (!name || !*name) {
        atomic_store(&chosen, all[0]);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(all[i]->name, name)) {
            atomic_store(&chosen, all[i]);
            return 0;
        }
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", all[i]->name);
    }
    return err_set(err, ERR_USE, "%sno kernels named \"%s\" on this machine (there are: %s)", from, name, names);
}

const struct kernels *kernels_get(void)
{
    const struct kernels *now = atomic_load_explicit(&chosen, memory_order_acquire);
    struct err err;
    if (now)
        return now;
    if (kernels_select(NULL, &err)) {
        fprintf(stderr, "tensor core: %s\n", err.text);
        abort();
    }
    return atomic_load(&chosen);
}

const char *kernels_name(void)
{
    return kernels_get()->name;
}
