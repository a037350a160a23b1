/* What beginners' programs do, none of which may be taken for an attack: formatted output, large sorts, large and small
 * allocations, clocks, random numbers, floating point, environment, exit handlers. Ends with 0. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void at_end(void)
{
    puts("end");
}

int main(void)
{
    size_t count = 300000;
    double *values = malloc(count * sizeof *values);
    atexit(at_end);
    setlocale(LC_ALL, "");
    setvbuf(stdout, NULL, _IOLBF, 4096);
    srand((unsigned)time(NULL));
    for (size_t i = 0; i < count; i++)
        values[i] = sin((double)i) * rand();
    qsort(values, count, sizeof *values, ascending);
    values = realloc(values, 4 * count * sizeof *values);
    printf("%g %s %ld %d\n", values[0], getenv("HOME") ? "home" : "none", (long)clock(), (int)isatty(1));
    fprintf(stderr, "%.3f\n", difftime(time(NULL), 0));
    free(values);
    char *text = strdup("one two");
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
        puts(word);
    free(text);
    usleep(100);
    return sysconf(_SC_PAGESIZE) == 4096 ? 0 : 1;
}
