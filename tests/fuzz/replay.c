/* replay.c - runs a fuzz target over its corpus, without a fuzzer: what make test does. The folder is the argument, or
 * the one that the build gave. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : FUZZ_CORPUS;
    DIR *dir = opendir(folder);
    int count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (!file)
            continue;
        fseek(file, 0, SEEK_END);
        size_t size = (size_t)ftell(file);
        rewind(file);
        uint8_t *bytes = malloc(size ? size : 1);
        if (fread(bytes, 1, size, file) != size)
            return EXIT_FAILURE;
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
        count++;
    }
    if (dir)
        closedir(dir);
    printf("100%%: Checks: %d, Failures: 0, Errors: 0\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
