/* The calls of the system that the first process of a container makes. It has no C library: it must run in whatever
 * image it is put into. */
#ifndef OMNIPLUG_SYSTEM_H
#define OMNIPLUG_SYSTEM_H

#include <asm/unistd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of the kernel's interface, whose headers differ from the C library's; values are those of x86-64 and 64-bit ARM. */
enum {
  CURRENT_FOLDER = -100,
  READ_ONLY = 0,
  WRITE_ONLY = 1,
  READ_WRITE = 2,
  NON_BLOCKING = 04000,
  CLOSE_ON_EXEC = 02000000,
  PATH_ONLY = 010000000,
#if defined(__aarch64__)
  FOLDER_ONLY = 040000,
  NO_LINKS = 0100000,
#else
  FOLDER_ONLY = 0200000,
  NO_LINKS = 0400000,
#endif
  REMOVE_FOLDER = 0x200,
  INTERRUPTED = -4,
  TRY_AGAIN = -11,
};

/* An entry of a folder, as getdents64(2) lists it. */
struct entry {
  uint64_t number;
  int64_t next;
  uint16_t size;
  uint8_t kind;
  char name[];
};

long call(long number, long a, long b, long c, long d, long e, long f);

#define CALL1(number, a) call(number, (long)(a), 0, 0, 0, 0, 0)
#define CALL2(number, a, b) call(number, (long)(a), (long)(b), 0, 0, 0, 0)
#define CALL3(number, a, b, c) call(number, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define CALL4(number, a, b, c, d) call(number, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define CALL5(number, a, b, c, d, e) call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

_Noreturn void leave(int status);
/* Says on standard error what failed, and ends the process. */
_Noreturn void fail(int status, const char *what, long error);

int open_at(int folder, const char *path, int flags);
void close_descriptor(int descriptor);
size_t length_of(const char *text);
bool same(const void *one, const void *other, size_t size);
bool read_all(int descriptor, void *bytes, size_t size);
bool write_all(int descriptor, const void *bytes, size_t size);
/* A decimal number that fills the text, or -1. */
int number_of(const char *text);

#endif
