/* The first process of a container. */
#ifndef OMNIPLUG_BOOT_H
#define OMNIPLUG_BOOT_H

#include <stdbool.h>

/* Exit codes that tell the host at what the process failed, before a plugin ran. */
enum {
  FAILED_TO_UNDERSTAND = 120,
  FAILED_TO_CONNECT = 121,
  FAILED_TO_CONFINE = 122,
  FAILED_TO_PREPARE = 123,
  FAILED_TO_EXECUTE = 124,
};

enum { SCRATCH_COUNT = 3, MOST_PLACED = 5 };
extern const char *const scratch[SCRATCH_COUNT];

/* confine.c: the walls inside the container's. */
int landlock_version(void);
void confine(void);

/* boot.c: becomes a program that has these descriptors as 0, 1, 2 and so on. */
_Noreturn void become(char **program, char **variables, const int *descriptors, int count);

/* relay.c: stays process 1, and speaks with the host over standard input and output. */
_Noreturn void relay(char **program, char **variables);

/* scratch.c: removes all that lies in the open folder; false where that can't be. */
bool empty_folder(int folder);

#endif
