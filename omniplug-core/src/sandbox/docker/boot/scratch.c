/* Emptying the scratch folders. What lies in them was chosen by a plugin: nothing is followed, only removed. */
#include "boot.h"
#include "system.h"

/* Levels of folders in folders that are removed, and looks at a folder that something fills meanwhile. */
enum { MOST_LEVELS = 64, MOST_ROUNDS = 10, KIND_FOLDER = 4, OWNER_RIGHTS = 0700, ALL_RIGHTS = 01777 };

static bool empty(int folder, int levels);

/* Gives a folder's owner, who may have forbidden it to himself, all rights again. */
static void own(int folder, const char *name) {
  int found = open_at(folder, name, PATH_ONLY | FOLDER_ONLY | NO_LINKS);
  if (found < 0) return;
  char path[32] = "/proc/self/fd/";
  char digits[12];
  size_t count = 0, at = length_of(path);
  for (int rest = found; count == 0 || rest > 0; rest /= 10) digits[count++] = (char)('0' + rest % 10);
  while (count > 0) path[at++] = digits[--count];
  path[at] = 0;
  CALL3(__NR_fchmodat, CURRENT_FOLDER, path, OWNER_RIGHTS);
  close_descriptor(found);
}

static bool remove_folder(int folder, const char *name, int levels) {
  if (levels == 0) return false;
  own(folder, name);
  int found = open_at(folder, name, READ_ONLY | FOLDER_ONLY | NO_LINKS);
  bool emptied = found < 0 || empty(found, levels - 1);
  if (found >= 0) close_descriptor(found);
  CALL3(__NR_unlinkat, folder, name, REMOVE_FOLDER);
  return emptied;
}

/* Removes what one look finds; how many entries that were, or -1. */
static long remove_entries(int folder, int levels) {
  _Alignas(struct entry) char buffer[2048];
  long found = 0, size;
  CALL3(__NR_lseek, folder, 0, 0);
  while ((size = CALL3(__NR_getdents64, folder, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < size;) {
      struct entry *entry = (struct entry *)(buffer + at);
      at += entry->size;
      if (same(entry->name, ".", 2) || same(entry->name, "..", 3)) continue;
      found++;
      if (entry->kind != KIND_FOLDER)
        CALL3(__NR_unlinkat, folder, entry->name, 0);
      else if (!remove_folder(folder, entry->name, levels))
        return -1;
    }
  }
  return size < 0 ? -1 : found;
}

static bool empty(int folder, int levels) {
  for (int round = 0; round < MOST_ROUNDS; round++) {
    long found = remove_entries(folder, levels);
    if (found <= 0) return found == 0;
  }
  return false;
}

bool empty_folder(int folder) {
  CALL2(__NR_fchmod, folder, ALL_RIGHTS);
  return empty(folder, MOST_LEVELS);
}
