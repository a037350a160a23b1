/* mounts.h - what a box can see: its root.
 *
 * BOX_RUN_STATIC sees an empty, read-only root, made once by its keeper; everything else of the machine is detached.
 * The other policies get a root of their own for each box: a small tmpfs, the rows of a table bound read-only, the
 * mounts of the job, and a tmpfs as work folder of bounded size and number of files. There is no /proc, no /sys, and
 * of /etc, /dev and /usr only the rows. The root itself is read-only; /tmp is a link to the work folder.
 */
#ifndef SANDBOX_MOUNTS_H
#define SANDBOX_MOUNTS_H

#include "sandbox/job.h"
#include "sandbox/keeper.h"

#define MOUNTS_WORK "/work"

/* A folder or file of the machine that a policy sees at the same place. */
struct mount_row {
    const char *path;
    unsigned policies; /* bits of 1 << enum box_policy */
    enum { MOUNT_READ, MOUNT_EXECUTE, MOUNT_DEVICE } kind;
};
extern const struct mount_row mount_rows[];
extern const int mount_row_count;

/* In a new mount namespace: nothing of it spreads to others. */
int mounts_make_private(struct fault *fault);

/* Changes to an empty read-only root and drops the old one. */
int mounts_empty_root(struct fault *fault);

/* Changes to a root for this job. Afterwards the current folder is the work folder. */
int mounts_box_root(const struct keeper *keeper, const struct job *job, struct fault *fault);

/* Makes the work folder, which is the current one, read-only. */
int mounts_seal_work(struct fault *fault);

/* A Landlock ruleset for what mounts_box_root made. Returns its descriptor, or -1 with the fault set. */
int mounts_ruleset(const struct keeper *keeper, const struct job *job, struct fault *fault);

#endif
