/* world.h - what no submission may change, as text: a line for each process below the caller, each mount, each object
 * of inter-process communication, each suspicious file in the machine's temporary folders, each open descriptor of the
 * caller, its limits, its priority, its masks.
 *
 * Two texts are equal when nothing was left behind. Files count when a user of the sandbox owns them, or the caller's
 * own ordinary user, or when their name has WORLD_MARK in it, which every exploit uses for what it makes: so tests and
 * compilers that run beside this one do no harm. Processes that lose their parent become children of the caller, so
 * none escapes from the list by a double fork.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include <stdbool.h>

#define WORLD_MARK "exploit"

/* To be called once, before anything is started. */
void world_begin(void);

/* `folder` is listed in full besides. Heap string. */
char *world_describe(const char *folder);

/* Waits up to two seconds for the world to be as `before`, for the death of a process takes a moment to be noticed. On
 * false ret_difference is a heap string: lines that went, lines that came. */
bool world_is_as(const char *before, const char *folder, char **ret_difference);

#endif
