/* install.h - where the judge finds its own files: next to its executable, wherever that was put.
 *
 *   <folder of judge>/../share/judge/    installed (make install): problems, sandbox/guest, reference,
 * judge/verify/skeleton, guest, core <folder of judge>/../                in a build tree: the first four; guest and
 * core beside judge
 *
 * What a submission's compile box may see are exactly `headers` and `libguest`; `core` is for references alone.
 */
#ifndef JUDGE_INSTALL_H
#define JUDGE_INSTALL_H

#include "sandbox/err.h"

struct install {
    char *problems;  /* folder of the shipped problems */
    char *headers;   /* folder sandbox/guest: tensor.h, torch_random.h, harness.h ... */
    char *reference; /* folder reference: core.h and what it includes */
    char *libguest;  /* folder with libguest.a */
    char *libcore;   /* folder with libcore.a */
    char *skeleton;  /* folder judge/verify/skeleton: what a new problem begins as */
};

/* ERR_JUDGE when something is missing, naming it. */
int install_find(struct install *ret_install, struct err *err);

/* The same for a judge that would stand in `folder`. */
int install_at(const char *folder, struct install *ret_install, struct err *err);
void install_release(struct install *install);

/* "0.1.0" */
extern const char judge_version[];

#endif
