/* What loading may leave behind that forks can't be given afresh. */
#define _GNU_SOURCE
#include "helper.h"
#include "routines.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_OPEN = 256, PATH_ROOM = 4096, CONTROL = 3 };

struct opened {
  int descriptor, flags, descriptor_flags;
  off_t offset;
  char *path;
};

static struct opened opened[MOST_OPEN];
static size_t opened_count;

/* How many entries of a folder are numbers other than `own` and 1, which is this process, or the sandbox's own that
 * carries its messages. */
static int count_numbers(const char *folder, int own) {
  DIR *entries = opendir(folder);
  int count = 0;
  for (struct dirent *entry; entries && (entry = readdir(entries));) {
    bool number = entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
    if (number && atoi(entry->d_name) != own && atoi(entry->d_name) != 1) count++;
  }
  if (entries) closedir(entries);
  return count;
}

static bool has_shared_memory(void) {
  FILE *maps = fopen("/proc/self/maps", "re");
  char line[PATH_ROOM + 100], rights[5] = "";
  bool found = false;
  while (maps && !found && fgets(line, sizeof line, maps)) {
    const char *space = strchr(line, ' ');
    if (space && strlen(space) > 4) memcpy(rights, space + 1, 4);
    found = rights[1] == 'w' && rights[3] == 's';
  }
  if (maps) fclose(maps);
  return found;
}

static const char *keep_descriptor(int descriptor) {
  char link[32], path[PATH_ROOM];
  struct statx file, named;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  int flags = fcntl(descriptor, F_GETFL);
  if (length < 0 || flags < 0 || !look_at_open(descriptor, &file)) return NULL;
  path[length] = 0;
  /* The few devices of a sandbox have neither offset nor content. */
  if (S_ISCHR(file.stx_mode)) return NULL;
  if (!S_ISREG(file.stx_mode))
    return "its file opens a connection, pipe or folder when it is loaded; open it in `execute`";
  bool there = look_at(path, &named) && named.stx_ino == file.stx_ino && named.stx_dev_minor == file.stx_dev_minor;
  if (!there && (flags & O_ACCMODE) != O_RDONLY)
    return "its file keeps a file without a name open for writing when it is loaded; open it in `execute`";
  if (opened_count == MOST_OPEN) return "its file opens more than 256 files when it is loaded; close some";
  opened[opened_count++] = (struct opened){
      .descriptor = descriptor, .flags = flags & ~(O_CREAT | O_EXCL | O_TRUNC),
      .descriptor_flags = fcntl(descriptor, F_GETFD), .offset = lseek(descriptor, 0, SEEK_CUR),
      .path = strdup(there ? path : link)};
  return NULL;
}

static const char *keep_descriptors(void) {
  const char *reason = NULL;
  DIR *entries = opendir("/proc/self/fd");
  if (!entries) return "its open files can't be listed";
  for (struct dirent *entry; !reason && (entry = readdir(entries));) {
    int descriptor = entry->d_name[0] == '.' ? -1 : atoi(entry->d_name);
    if (descriptor > CONTROL && descriptor != dirfd(entries)) reason = keep_descriptor(descriptor);
  }
  closedir(entries);
  return reason;
}

/* Why the loaded plugin can't be forked, or NULL. Files that it has open are noted. */
SEXP find_leftover(void) {
  const char *reason = NULL;
  while (waitpid(-1, NULL, WNOHANG | __WALL) > 0) continue;
  if (count_numbers("/proc/self/task", (int)getpid()) > 0)
    reason = "its file starts a thread when it is loaded; start it in `execute`";
  else if (count_numbers("/proc", (int)getpid()) > 0)
    reason = "its file starts a process when it is loaded; start it in `execute`";
  else if (has_shared_memory())
    reason = "its file maps memory for writing that forks would share when it is loaded; map it in `execute`";
  else
    reason = keep_descriptors();
  return reason ? Rf_mkString(reason) : R_NilValue;
}

/* Opens the files again: a fork shares their offsets with its parent otherwise. */
SEXP restore_descriptors(void) {
  for (size_t i = 0; i < opened_count; i++) {
    const struct opened *file = &opened[i];
    int fresh = open(file->path, file->flags | O_CLOEXEC);
    if (fresh < 0 || lseek(fresh, file->offset, SEEK_SET) < 0) _exit(125);
    if (dup3(fresh, file->descriptor, file->descriptor_flags & FD_CLOEXEC ? O_CLOEXEC : 0) < 0) _exit(125);
    close(fresh);
  }
  return R_NilValue;
}
