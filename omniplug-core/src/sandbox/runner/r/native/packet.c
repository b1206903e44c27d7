/* Packets on the control socket and on a child's channel; descriptors travel beside them. */
#define _GNU_SOURCE
#include "helper.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 8 };

union ancillary {
  char bytes[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))];
  struct cmsghdr aligned;
};

/* The packet's length, 0 at the end, -1 for a failure or another number of descriptors than `wanted`, which may be
 * none at all where one is wanted. */
ssize_t receive_packet(int socket, void *bytes, size_t size, int *received, int wanted) {
  union ancillary ancillary;
  struct iovec part = {bytes, size};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = ancillary.bytes, .msg_controllen = sizeof ancillary.bytes};
  ssize_t length;
  do length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);
  if (length <= 0) return length;
  int count = 0, all[MOST_DESCRIPTORS];
  for (struct cmsghdr *part_of = CMSG_FIRSTHDR(&message); part_of; part_of = CMSG_NXTHDR(&message, part_of)) {
    if (part_of->cmsg_level != SOL_SOCKET || part_of->cmsg_type != SCM_RIGHTS) continue;
    count = (int)((part_of->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(all, CMSG_DATA(part_of), (size_t)count * sizeof(int));
  }
  bool as_wanted = count == wanted || (wanted == 1 && count == 0);
  if (as_wanted && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))) {
    memcpy(received, all, (size_t)count * sizeof(int));
    return length;
  }
  for (int i = 0; i < count; i++) close(all[i]);
  return -1;
}

/* Sends a packet, with a descriptor unless that is -1. */
bool send_packet(int socket, const void *bytes, size_t size, int descriptor) {
  union ancillary ancillary = {0};
  struct iovec part = {(void *)bytes, size};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (descriptor >= 0) {
    message.msg_control = ancillary.bytes;
    message.msg_controllen = CMSG_SPACE(sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)size;
}
