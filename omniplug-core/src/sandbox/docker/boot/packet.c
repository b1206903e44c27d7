/* Packets with descriptors (unix(7), cmsg(3)). */
#include "packet.h"
#include "system.h"

enum {
  FAMILY_UNIX = 1,
  TYPE_PACKETS = 5,
  SOCKET_CLOSE_ON_EXEC = 02000000,
  LEVEL_SOCKET = 1,
  RIGHTS = 1,
  CREDENTIALS = 2,
  NO_SIGNAL = 0x4000,
  RECEIVED_CLOSE_ON_EXEC = 0x40000000,
  PATH_ROOM = 108,
};

struct address {
  uint16_t family;
  char path[PATH_ROOM];
};

struct part {
  void *start;
  size_t size;
};

struct message {
  void *name;
  uint32_t name_size;
  struct part *parts;
  size_t part_count;
  void *attached;
  size_t attached_size;
  int flags;
};

struct attached {
  size_t size;
  int level, type;
};

struct credentials {
  int process, user, group;
};

#define PADDED(size) (((size) + sizeof(size_t) - 1) & ~(sizeof(size_t) - 1))

int connect_to(const char *path) {
  struct address address = {.family = FAMILY_UNIX};
  size_t length = length_of(path);
  if (length >= PATH_ROOM) return -1;
  for (size_t i = 0; i < length; i++) address.path[i] = path[i];
  int socket = (int)CALL3(__NR_socket, FAMILY_UNIX, TYPE_PACKETS | SOCKET_CLOSE_ON_EXEC, 0);
  if (socket < 0) return socket;
  long answer = CALL3(__NR_connect, socket, &address, sizeof address.family + length + 1);
  if (answer < 0) {
    close_descriptor(socket);
    return (int)answer;
  }
  return socket;
}

static void take(struct attached *header, struct received *received) {
  const void *data = header + 1;
  if (header->level != LEVEL_SOCKET) return;
  if (header->type == CREDENTIALS) received->process = ((const struct credentials *)data)->process;
  if (header->type != RIGHTS) return;
  int count = (int)((header->size - sizeof *header) / sizeof(int));
  for (int i = 0; i < count; i++) {
    int descriptor = ((const int *)data)[i];
    if (received->count < MOST_DESCRIPTORS)
      received->descriptors[received->count++] = descriptor;
    else
      close_descriptor(descriptor);
  }
}

long receive_packet(int socket, void *bytes, size_t size, struct received *received) {
  size_t space[32] = {0};
  struct part part = {bytes, size};
  struct message message = {.parts = &part, .part_count = 1, .attached = space, .attached_size = sizeof space};
  received->count = 0;
  received->process = 0;
  long length;
  do length = CALL3(__NR_recvmsg, socket, &message, RECEIVED_CLOSE_ON_EXEC);
  while (length == INTERRUPTED);
  if (length < 0) return length;
  for (size_t at = 0; at + sizeof(struct attached) <= message.attached_size;) {
    struct attached *header = (struct attached *)((char *)space + at);
    if (header->size < sizeof *header || header->size > message.attached_size - at) break;
    take(header, received);
    at += PADDED(header->size);
  }
  return length;
}

long send_packet(int socket, const void *bytes, size_t size, const int *descriptors, int count) {
  size_t space[8] = {0};
  struct part part = {(void *)bytes, size};
  struct message message = {.parts = &part, .part_count = 1};
  if (count > 0) {
    struct attached *header = (struct attached *)space;
    header->size = sizeof *header + (size_t)count * sizeof(int);
    header->level = LEVEL_SOCKET;
    header->type = RIGHTS;
    for (int i = 0; i < count; i++) ((int *)(header + 1))[i] = descriptors[i];
    message.attached = space;
    message.attached_size = PADDED(header->size);
  }
  long sent;
  do sent = CALL3(__NR_sendmsg, socket, &message, NO_SIGNAL);
  while (sent == INTERRUPTED);
  return sent < 0 ? sent : 0;
}
