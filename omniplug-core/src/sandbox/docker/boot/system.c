/* The program's beginning, and what a C library would bring. */
#include "system.h"

int begin(int count, char **arguments, char **variables);

__attribute__((used)) static void start(long *stack) {
  int count = (int)*stack;
  char **arguments = (char **)(stack + 1);
  leave(begin(count, arguments, arguments + count + 1));
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call start\n");

long call(long number, long a, long b, long c, long d, long e, long f) {
  register long fourth __asm__("r10") = d, fifth __asm__("r8") = e, sixth __asm__("r9") = f;
  long answer;
  __asm__ volatile("syscall"
                   : "=a"(answer)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                   : "rcx", "r11", "memory");
  return answer;
}
#elif defined(__aarch64__)
__asm__(".globl _start\n_start:\n mov x29, #0\n mov x0, sp\n and sp, x0, #-16\n bl start\n");

long call(long number, long a, long b, long c, long d, long e, long f) {
  register long which __asm__("x8") = number;
  register long first __asm__("x0") = a, second __asm__("x1") = b, third __asm__("x2") = c;
  register long fourth __asm__("x3") = d, fifth __asm__("x4") = e, sixth __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(first)
                   : "r"(which), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth)
                   : "memory");
  return first;
}
#else
#error "containers are supported on x86-64 and 64-bit ARM"
#endif

_Noreturn void leave(int status) {
  for (;;) CALL1(__NR_exit_group, status);
}

_Noreturn void fail(int status, const char *what, long error) {
  char digits[24];
  size_t at = sizeof digits;
  digits[--at] = '\n';
  for (long rest = error < 0 ? -error : error;; rest /= 10) {
    digits[--at] = (char)('0' + rest % 10);
    if (rest < 10) break;
  }
  write_all(2, what, length_of(what));
  write_all(2, ": error ", 8);
  write_all(2, digits + at, sizeof digits - at);
  leave(status);
}

int open_at(int folder, const char *path, int flags) {
  return (int)CALL4(__NR_openat, folder, path, flags | CLOSE_ON_EXEC, 0);
}

void close_descriptor(int descriptor) { CALL1(__NR_close, descriptor); }

size_t length_of(const char *text) {
  size_t length = 0;
  while (text[length]) length++;
  return length;
}

bool same(const void *one, const void *other, size_t size) {
  const char *left = one, *right = other;
  for (size_t i = 0; i < size; i++)
    if (left[i] != right[i]) return false;
  return true;
}

bool read_all(int descriptor, void *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    long count = CALL3(__NR_read, descriptor, (char *)bytes + done, size - done);
    if (count == INTERRUPTED) continue;
    if (count <= 0) return false;
    done += (size_t)count;
  }
  return true;
}

bool write_all(int descriptor, const void *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    long count = CALL3(__NR_write, descriptor, (const char *)bytes + done, size - done);
    if (count == INTERRUPTED) continue;
    if (count <= 0) return false;
    done += (size_t)count;
  }
  return true;
}

int number_of(const char *text) {
  int number = 0;
  if (!*text) return -1;
  for (; *text; text++) {
    if (*text < '0' || *text > '9' || number > 100000000) return -1;
    number = number * 10 + (*text - '0');
  }
  return number;
}

/* The compiler calls these for large copies. */
void *memcpy(void *to, const void *from, size_t size) {
  char *target = to;
  const char *source = from;
  while (size--) *target++ = *source++;
  return to;
}

void *memset(void *to, int value, size_t size) {
  char *target = to;
  while (size--) *target++ = (char)value;
  return to;
}
