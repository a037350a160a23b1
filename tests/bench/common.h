/* common.h - clock, sampling statistics, lock and JSON output shared by the benchmark programs. */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static inline double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

/* Cache-line aligned memory, zero filled; large blocks are page aligned. */
static inline void *block(size_t bytes)
{
    void *p = NULL;
    size_t align = bytes >= 4096 ? 4096 : 64;
    if (posix_memalign(&p, align, (bytes + align - 1) / align * align)) {
        perror("posix_memalign");
        exit(1);
    }
    memset(p, 0, bytes);
    return p;
}

/* splitmix64: the data every program feeds its kernels. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Uniform in [-1, 1). */
static inline double next_unit(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-52 - 1.0;
}

static inline int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the samples and returns their median. */
static inline double median(double *sample, int n)
{
    qsort(sample, (size_t)n, sizeof *sample, by_value);
    return n % 2 ? sample[n / 2] : 0.5 * (sample[n / 2 - 1] + sample[n / 2]);
}

/* One result, one line. `work` is flops or bytes a call; `unit` is "GFLOP/s" or "GB/s". */
static inline void emit(const char *op, const char *size, const char *lib, int threads, double med_ns, double min_ns,
                        double work, const char *unit, double maxdiff)
{
    printf("{\"op\":\"%s\",\"size\":\"%s\",\"lib\":\"%s\",\"threads\":%d,\"median_ns\":%.1f,\"min_ns\":%.1f,"
           "\"rate\":%.3f,\"unit\":\"%s\"",
           op, size, lib, threads, med_ns, min_ns, work / med_ns, unit);
    if (maxdiff >= 0)
        printf(",\"maxdiff\":%.3g", maxdiff);
    puts("}");
    fflush(stdout);
}

/* Takes the lock that keeps measurements on this machine from overlapping; no lock where BENCH_LOCK is empty. */
static inline int take_lock(void)
{
    const char *path = getenv("BENCH_LOCK");
    if (!path || !*path)
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0)
        flock(fd, LOCK_EX);
    return fd;
}

static inline void drop_lock(int fd)
{
    if (fd >= 0)
        close(fd);
}

#endif
