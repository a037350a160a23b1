#include "judge/base/install.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/base/value.h"

const char judge_version[] = "0.1.0";

static char *join(const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    char *real = realpath(path, NULL);
    if (!real)
        return path;
    free(path);
    return real;
}

static int check(const char *path, const char *file, struct err *err)
{
    char *whole = xasprintf("%s/%s", path, file);
    int missing = access(whole, R_OK);
    if (missing)
        err_system(err, "the installation is not complete: '%s' cannot be read", whole);
    free(whole);
    return missing ? -1 : 0;
}

int install_at(const char *folder, struct install *ret_install, struct err *err)
{
    char *share = xasprintf("%s/../share/judge", folder), *parent = xasprintf("%s/..", folder);
    bool installed = access(share, R_OK) == 0;
    const char *top = installed ? share : parent, *built = installed ? share : folder;
    struct install install = {.problems = join(top, "problems"),
                              .headers = join(top, "sandbox/guest"),
                              .reference = join(top, "reference"),
                              .libguest = join(built, "guest"),
                              .libcore = join(built, "core"),
                              .skeleton = join(top, "judge/verify/skeleton")};
    free(share);
    free(parent);
    if (check(install.headers, "tensor.h", err) || check(install.libguest, "libguest.a", err) ||
        check(install.reference, "core.h", err) || check(install.libcore, "libcore.a", err) ||
        check(install.skeleton, "problem.json", err)) {
        install_release(&install);
        return -1;
    }
    *ret_install = install;
    return 0;
}

int install_find(struct install *ret_install, struct err *err)
{
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0)
        return err_system(err, "cannot read /proc/self/exe");
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    return install_at(self, ret_install, err);
}

void install_release(struct install *install)
{
    free(install->problems);
    free(install->headers);
    free(install->reference);
    free(install->libguest);
    free(install->libcore);
    free(install->skeleton);
    *install = (struct install){0};
}
