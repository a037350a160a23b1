/* resident.h - makes the calling process small again.
 *
 * The kernel's account of a program's resident peak begins with the peak of the memory that the program was made in:
 * the keeper's, or a copy of it. Most of that are pages of the judge's own file and libraries, touched once while the
 * keeper set itself up. They are dropped, to come back one by one where they are needed, and the peak begins anew.
 */
#ifndef SANDBOX_RESIDENT_H
#define SANDBOX_RESIDENT_H

/* Opens what resident_drop needs, for a process that is about to lose the right to do so. -1: it may not. */
int resident_open(int proc_fd);

/* Closes the descriptor. Where it is -1 a small program is told to be a MiB or two larger than it is. */
void resident_drop(int fd);

#endif
