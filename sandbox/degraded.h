/* degraded.h - the work folder of a box where no namespace can be made.
 *
 * It is a folder of /tmp then, private to the user of the box and removed at its end; one that was left behind by a
 * killed judge is removed by the next keeper. What the job mounts is a link in it to the machine's folder, or a copy
 * where the user of the box may not go there. Paths in argv that lie in /work, in a mount, or above one are changed to
 * where they really are: a word's path is what follows its first slash, so "-I/guest" and "/work/a.c" both work. No
 * file of a job may have the name of the first folder of a mount.
 */
#ifndef SANDBOX_DEGRADED_H
#define SANDBOX_DEGRADED_H

#include "sandbox/job.h"
#include "sandbox/keeper.h"

/* Makes and enters the folder, and changes argv. 0, or -1 with the fault set. */
int degraded_work(const struct keeper *keeper, struct job *job, struct fault *fault);

/* Removes the folder made by this process. */
void degraded_clean(void);

/* Removes folders whose process is gone. */
void degraded_clean_stale(void);

#endif
