#include "sandbox/message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "sandbox/call.h"

int message_send(int socket, const void *bytes, size_t size, const int *fds, int fd_count)
{
    union {
        char bytes[CMSG_SPACE(MESSAGE_FDS_MAX * sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct iovec part = {(void *)bytes, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd_count > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE((size_t)fd_count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN((size_t)fd_count * sizeof(int));
        memcpy(CMSG_DATA(header), fds, (size_t)fd_count * sizeof(int));
    }
    long sent;
    do
        sent = call(SYS_sendmsg, socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

long message_receive(int socket, void *bytes, size_t size, int *ret_fds, int *ret_fd_count)
{
    union {
        char bytes[CMSG_SPACE(MESSAGE_FDS_MAX * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {bytes, size};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    long received;
    do
        received = call(SYS_recvmsg, socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    *ret_fd_count = 0;
    if (received <= 0)
        return received;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            *ret_fd_count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
            memcpy(ret_fds, CMSG_DATA(header), (size_t)*ret_fd_count * sizeof(int));
        }
    return received;
}
