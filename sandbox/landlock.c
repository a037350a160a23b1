#include "sandbox/landlock.h"

#include <errno.h>
#include <sys/stat.h>

#include "sandbox/call.h"

/* include/uapi/linux/landlock.h, ABI 6 */
enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_REMOVE_DIR = 1 << 4,
    FS_REMOVE_FILE = 1 << 5,
    FS_MAKE_DIR = 1 << 7,
    FS_MAKE_REG = 1 << 8,
    FS_MAKE_SYM = 1 << 12,
    FS_REFER = 1 << 13,
    FS_TRUNCATE = 1 << 14,
    FS_IOCTL_DEV = 1 << 15,
    FS_ABI_1 = (1 << 13) - 1,
    NET_BIND_AND_CONNECT = 3,
    SCOPE_ABSTRACT_SOCKET_AND_SIGNAL = 3,
    CREATE_VERSION = 1,
    RULE_PATH_BENEATH = 1,
};

struct ruleset {
    uint64_t fs;
    uint64_t net;
    uint64_t scoped;
};

struct path_beneath {
    uint64_t allowed;
    int32_t fd;
} __attribute__((packed));

static uint64_t known_rights(int abi)
{
    uint64_t rights = FS_ABI_1;
    if (abi >= 2)
        rights |= FS_REFER;
    if (abi >= LANDLOCK_ABI_TRUNCATE)
        rights |= FS_TRUNCATE;
    if (abi >= LANDLOCK_ABI_IOCTL)
        rights |= FS_IOCTL_DEV;
    return rights;
}

int landlock_abi(void)
{
    static int abi = -1; /* of the running kernel: cannot change */
    if (abi < 0) {
        long version = call(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
        abi = version < 0 ? 0 : (int)version;
    }
    return abi;
}

int landlock_new(void)
{
    int abi = landlock_abi();
    if (abi < 1) {
        errno = EOPNOTSUPP;
        return -1;
    }
    struct ruleset ruleset = {.fs = known_rights(abi)};
    size_t size = sizeof ruleset.fs;
    if (abi >= LANDLOCK_ABI_NETWORK) {
        ruleset.net = NET_BIND_AND_CONNECT;
        size += sizeof ruleset.net;
    }
    if (abi >= LANDLOCK_ABI_SCOPE) {
        ruleset.scoped = SCOPE_ABSTRACT_SOCKET_AND_SIGNAL;
        size += sizeof ruleset.scoped;
    }
    return (int)call(SYS_landlock_create_ruleset, &ruleset, size, 0);
}

int landlock_allow(int ruleset, int fd, enum landlock_use use)
{
    static const uint64_t rights[] = {
        [LANDLOCK_READ] = FS_READ_FILE | FS_READ_DIR,
        [LANDLOCK_EXECUTE] = FS_READ_FILE | FS_READ_DIR | FS_EXECUTE,
        [LANDLOCK_WORK] = FS_READ_FILE | FS_READ_DIR | FS_WRITE_FILE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR |
                          FS_MAKE_REG | FS_MAKE_SYM | FS_REFER | FS_TRUNCATE,
        [LANDLOCK_READ_WRITE] = FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE,
    };
    uint64_t file_only = FS_READ_FILE | FS_WRITE_FILE | FS_EXECUTE | FS_TRUNCATE; /* others are refused for files */
    struct stat status;
    if (call(SYS_newfstatat, fd, "", &status, 0x1000 /* AT_EMPTY_PATH */) != 0)
        return -1;
    struct path_beneath rule = {rights[use] & known_rights(landlock_abi()), fd};
    if (!S_ISDIR(status.st_mode))
        rule.allowed &= file_only;
    return (int)call(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
}

int landlock_enforce(int ruleset)
{
    return (int)call(SYS_landlock_restrict_self, ruleset, 0);
}
