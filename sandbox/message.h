/* message.h - messages with descriptors over a SOCK_SEQPACKET socket: one message is one call on either side.
 *
 * Descriptors that are sent stay the sender's; those that are received are the receiver's to close.
 */
#ifndef SANDBOX_MESSAGE_H
#define SANDBOX_MESSAGE_H

#include <stddef.h>

enum { MESSAGE_FDS_MAX = 24 };

/* Sends bytes and descriptors as one message. 0, or -1 with errno. */
int message_send(int socket, const void *bytes, size_t size, const int *fds, int fd_count);

/* Receives one message; descriptors are close-on-exec, and ret_fds has MESSAGE_FDS_MAX places. Returns its size, 0 at
 * the end of the conversation, -1 with errno. */
long message_receive(int socket, void *bytes, size_t size, int *ret_fds, int *ret_fd_count);

#endif
