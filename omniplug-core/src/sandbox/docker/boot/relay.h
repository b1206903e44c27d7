/* What the relay tells of the container. */
#ifndef OMNIPLUG_RELAY_H
#define OMNIPLUG_RELAY_H

#include <stdbool.h>
#include <stddef.h>

/* relay.c: writes a frame to the host. */
void tell(char kind, int flags, int slot, const void *payload, size_t size);

/* counters.c: opens the files in which the kernel counts, and tells their texts. */
void open_counters(void);
void tell_counts(void);
/* Whether no process is left but this one and the program. */
bool is_alone(int program);

#endif
