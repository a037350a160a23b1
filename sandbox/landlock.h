/* landlock.h - the kernel's unprivileged access rules, asked for by number so that old headers do not matter.
 *
 * A second line behind the mount namespace, and the first one where namespaces are forbidden: files outside a short
 * list cannot be opened, TCP cannot be used, and signals and abstract sockets stay among the processes of the keeper.
 * What the running kernel does not know (older ABI) is left out; landlock_abi tells.
 */
#ifndef SANDBOX_LANDLOCK_H
#define SANDBOX_LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum landlock_use {
    LANDLOCK_READ,       /* read files, list folders */
    LANDLOCK_EXECUTE,    /* and execute */
    LANDLOCK_WORK,       /* read, write, make and remove files and folders; no execution, no devices */
    LANDLOCK_READ_WRITE, /* of one existing file: /dev/null */
};

/* Versions that added what we ask for. */
enum { LANDLOCK_ABI_TRUNCATE = 3, LANDLOCK_ABI_NETWORK = 4, LANDLOCK_ABI_IOCTL = 5, LANDLOCK_ABI_SCOPE = 6 };

/* The kernel's version, or 0 where there is none. */
int landlock_abi(void);

/* A ruleset that denies all that the kernel can deny. Returns a descriptor, or -1 with errno. */
int landlock_new(void);

/* Permits a use of all below `fd` (any descriptor of a file or folder). 0, or -1 with errno. */
int landlock_allow(int ruleset, int fd, enum landlock_use use);

/* Applies a ruleset to this process for good; needs no_new_privs. 0, or -1 with errno. */
int landlock_enforce(int ruleset);

#endif
