/* What the files of the helper offer to one another. */
#ifndef OMNIPLUG_HELPER_H
#define OMNIPLUG_HELPER_H

#include "r.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The descriptors of an execution; -1 where there is none. `channel` leads to the host, past the reply's pipe. */
struct descriptors {
  int request, reply, channel;
};
extern struct descriptors descriptors;

/* The request that is mapped: its header and its body. */
struct request {
  const unsigned char *start, *header, *body;
  size_t size, header_length, body_length;
};
extern struct request request;

enum { ALIGNMENT = 64, FIXED = 32, LARGEST_PACKET = 60 * 1024 };

/* packet.c: packets on sockets. */
ssize_t receive_packet(int socket, void *bytes, size_t size, int *received, int wanted);
bool send_packet(int socket, const void *bytes, size_t size, int descriptor);

/* kept.c: a file's kind and size, links being files of their own. */
struct statx;
bool look_at(const char *path, struct statx *found);
bool look_at_open(int descriptor, struct statx *found);

/* child.c: what a fork does before it is one execution's process. */
void lock_down(double cpu_seconds);

/* pages.c: what is done before the first fork. */
void gather_memory(void);

#endif
