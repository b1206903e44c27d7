/* What can be seen of the container from inside: the kernel's counters and the list of processes. */
#include "relay.h"
#include "boot.h"
#include "system.h"

enum { ROOM = 32 << 10, LARGEST = 2048 };

/* Of control groups in version 2, then in version 1, where a container has its own mounted; and of its network. */
static const char *const paths[] = {
    "/sys/fs/cgroup/memory.current",
    "/sys/fs/cgroup/memory.peak",
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory.events",
    "/sys/fs/cgroup/cpu.stat",
    "/sys/fs/cgroup/io.stat",
    "/sys/fs/cgroup/memory/memory.usage_in_bytes",
    "/sys/fs/cgroup/memory/memory.max_usage_in_bytes",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    "/sys/fs/cgroup/memory/memory.oom_control",
    "/sys/fs/cgroup/cpuacct/cpuacct.usage",
    "/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes",
    "/proc/self/net/dev",
};
enum { COUNT = sizeof paths / sizeof *paths };

static int files[COUNT];

void open_counters(void) {
  for (int i = 0; i < COUNT; i++) files[i] = open_at(CURRENT_FOLDER, paths[i], READ_ONLY);
}

static const char *last_part(const char *path) {
  const char *last = path;
  for (; *path; path++)
    if (*path == '/') last = path + 1;
  return last;
}

void tell_counts(void) {
  static char text[ROOM];
  size_t size = 0;
  for (int i = 0; i < COUNT; i++) {
    const char *name = last_part(paths[i]);
    size_t length = length_of(name) + 1;
    if (files[i] < 0 || size + length + LARGEST + 1 > sizeof text) continue;
    long count = CALL4(__NR_pread64, files[i], text + size + length, LARGEST, 0);
    if (count < 0) continue;
    for (size_t k = 0; k < length; k++) text[size + k] = name[k];
    size += length + (size_t)count;
    text[size++] = 0;
  }
  tell('m', 0, 0, text, size);
}

bool is_alone(int program) {
  _Alignas(struct entry) char buffer[4096];
  int folder = open_at(CURRENT_FOLDER, "/proc", READ_ONLY | FOLDER_ONLY);
  bool alone = folder >= 0;
  long size;
  while (alone && (size = CALL3(__NR_getdents64, folder, buffer, sizeof buffer)) > 0)
    for (long at = 0; at < size;) {
      const struct entry *entry = (const struct entry *)(buffer + at);
      at += entry->size;
      int process = number_of(entry->name);
      if (process > 1 && process != program) alone = false;
    }
  if (folder >= 0) close_descriptor(folder);
  return alone;
}
