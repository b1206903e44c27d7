/* Packets with descriptors on sockets that keep their bounds. */
#ifndef OMNIPLUG_PACKET_H
#define OMNIPLUG_PACKET_H

#include <stddef.h>

enum { MOST_DESCRIPTORS = 8 };

/* What came with a packet. */
struct received {
  int descriptors[MOST_DESCRIPTORS];
  int count;
  /* The sender's process number, or 0. */
  int process;
};

/* A socket that is connected to a path, or an error below 0. */
int connect_to(const char *path);
/* The packet's length, 0 at the end, or an error below 0. */
long receive_packet(int socket, void *bytes, size_t size, struct received *received);
/* 0, or an error below 0. */
long send_packet(int socket, const void *bytes, size_t size, const int *descriptors, int count);

#endif
