/* kernels_pool.c - a job is open while its number is odd. A helper that sees an open job announces itself, looks again,
 * and takes parts from a shared counter until none is left; the caller closes the job and waits for those inside, never
 * for one that sleeps. Sequentially consistent throughout: either the helper sees that the job is closed, or the caller
 * sees the helper.
 */
#include "reference/kernels.h"
#include "reference/kernels_pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

enum { POOL_MAX = 64, POOL_SPIN_NS = 50000 };

static struct {
    pthread_mutex_t user;  /* held by the one thread that hands out work */
    pthread_mutex_t sleep; /* with wake: where idle helpers wait */
    pthread_cond_t wake;
    pthread_t helper[POOL_MAX];
    size_t index[POOL_MAX];
    _Atomic size_t helpers; /* helpers with an index from here on end */
    _Atomic size_t sleepers, inside, job, next;
    size_t parts;
    void (*run)(void *context, size_t part);
    void *context;
} pool = {.user = PTHREAD_MUTEX_INITIALIZER, .sleep = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static inline void pause_briefly(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static void work(void)
{
    for (size_t part; (part = atomic_fetch_add(&pool.next, 1)) < pool.parts;)
        pool.run(pool.context, part);
}

static bool open_now(size_t job, size_t last)
{
    return job % 2 && job != last;
}

/* Returns at an open job other than `last`, or when helper `index` is to end. */
static void await_job(size_t index, size_t last)
{
    double start = now_ns();
    for (size_t i = 0; i % 64 || now_ns() - start < POOL_SPIN_NS; i++) {
        if (open_now(pool.job, last) || index >= pool.helpers)
            return;
        pause_briefly();
    }
    pthread_mutex_lock(&pool.sleep);
    pool.sleepers++;
    while (!open_now(pool.job, last) && index < pool.helpers)
        pthread_cond_wait(&pool.wake, &pool.sleep);
    pool.sleepers--;
    pthread_mutex_unlock(&pool.sleep);
}

static void *help(void *index_of)
{
    size_t index = *(const size_t *)index_of, last = 0;
    while (index < pool.helpers) {
        await_job(index, last);
        size_t job = pool.job;
        if (!open_now(job, last))
            continue;
        pool.inside++;
        if (pool.job == job)
            work();
        pool.inside--;
        last = job;
    }
    return NULL;
}

size_t pool_threads(void)
{
    return 1 + pool.helpers;
}

static void wake_all(void)
{
    pthread_mutex_lock(&pool.sleep);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.sleep);
}

void pool_run(size_t parts, void (*run)(void *context, size_t part), void *context)
{
    if (parts < 2 || pool.helpers == 0 || pthread_mutex_trylock(&pool.user)) {
        for (size_t part = 0; part < parts; part++)
            run(context, part);
        return;
    }
    pool.parts = parts, pool.run = run, pool.context = context;
    pool.next = 0;
    pool.job++;
    if (pool.sleepers)
        wake_all();
    work();
    pool.job++;
    while (pool.inside)
        pause_briefly();
    pthread_mutex_unlock(&pool.user);
}

/* Signals stay with the program's own threads. */
static int start_helper(size_t index)
{
    sigset_t all, before;
    pool.index[index] = index;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&pool.helper[index], NULL, help, &pool.index[index]);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

size_t kernels_set_threads(size_t n)
{
    size_t want = n < 1 ? 0 : n - 1 < POOL_MAX ? n - 1 : POOL_MAX;
    pthread_mutex_lock(&pool.user);
    size_t have = pool.helpers;
    if (want < have) {
        pool.helpers = want;
        wake_all();
        for (size_t i = want; i < have; i++)
            pthread_join(pool.helper[i], NULL);
    }
    for (; have < want; have++) {
        pool.helpers = have + 1; /* before it starts, or it would end at once */
        if (start_helper(have)) {
            pool.helpers = have;
            break;
        }
    }
    pthread_mutex_unlock(&pool.user);
    return pool_threads();
}
