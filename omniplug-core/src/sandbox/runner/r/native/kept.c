/* Files that loading left in the scratch folders, which the host empties: each fork writes them again. */
#define _GNU_SOURCE
#include "helper.h"
#include "routines.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_FILES = 256, MOST_BYTES = 16 << 20, DEEPEST = 64 };

struct kept {
  char *path, *content; /* the target of a link */
  mode_t mode;
  size_t size;
};

static struct kept kept[MOST_FILES];
static size_t kept_count, kept_bytes;
static const char *reason;

static const char TOO_MUCH[] =
    "its file writes more than 256 files or 16 MiB to scratch folders when it is loaded; write them in `execute`";
static const char NO_FILE[] =
    "its file makes a socket, pipe or device in a scratch folder when it is loaded; make it in `execute`";
static const char UNREADABLE[] = "a file that its file writes when it is loaded can't be read again; write it in `execute`";

bool look_at(const char *path, struct statx *found) {
  return syscall(SYS_statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, found) == 0;
}

bool look_at_open(int descriptor, struct statx *found) {
  return syscall(SYS_statx, descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, found) == 0;
}

static char *read_link(const char *path, size_t *size) {
  char target[4096];
  ssize_t length = readlink(path, target, sizeof target - 1);
  if (length < 0) return NULL;
  target[length] = 0;
  *size = (size_t)length;
  return strdup(target);
}

static char *read_whole(const char *path, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  char *content = file < 0 ? NULL : malloc(size + 1);
  size_t done = 0;
  while (content && done < size) {
    ssize_t length = read(file, content + done, size - done);
    if (length <= 0) break;
    done += (size_t)length;
  }
  if (file >= 0) close(file);
  if (done == size) return content;
  free(content);
  return NULL;
}

static void keep(const char *path, const struct statx *found) {
  if (S_ISLNK(found->stx_mode)) {
    char target[32] = "";
    /* The release's own files are linked again anyhow. */
    if (readlink(path, target, sizeof target - 1) > 0 && strncmp(target, "/omniplug/release/", 18) == 0) return;
  }
  struct kept file = {.path = strdup(path), .mode = found->stx_mode, .size = found->stx_size};
  if (kept_count == MOST_FILES || file.size > MOST_BYTES || kept_bytes + file.size > MOST_BYTES) reason = TOO_MUCH;
  else if (S_ISLNK(file.mode)) file.content = read_link(path, &file.size);
  else if (S_ISREG(file.mode)) file.content = read_whole(path, file.size);
  else if (!S_ISDIR(file.mode)) reason = NO_FILE;
  if (reason) return;
  if (S_ISDIR(file.mode)) file.size = 0;
  else if (!file.content) reason = UNREADABLE;
  kept_bytes += file.size;
  kept[kept_count++] = file;
}

static void keep_folder(const char *folder, int depth) {
  DIR *entries = depth > DEEPEST ? NULL : opendir(folder);
  if (!entries) {
    reason = depth > DEEPEST ? TOO_MUCH : UNREADABLE;
    return;
  }
  for (struct dirent *entry; !reason && (entry = readdir(entries));) {
    char path[4096];
    struct statx found;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (length >= (int)sizeof path || !look_at(path, &found)) {
      reason = UNREADABLE;
      break;
    }
    keep(path, &found);
    if (!reason && S_ISDIR(found.stx_mode)) keep_folder(path, depth + 1);
  }
  closedir(entries);
}

/* Keeps what is in the scratch folders; R's own temporary folder is among it, so that its name stays. Answers why
 * that can't be, or NULL. */
SEXP keep_files(void) {
  static const char *const folders[] = {"/tmp", "/dev/shm", "/plugin"};
  for (size_t i = 0; !reason && i < sizeof folders / sizeof *folders; i++) {
    struct statx found;
    if (look_at(folders[i], &found)) keep_folder(folders[i], 0);
  }
  return reason ? Rf_mkString(reason) : R_NilValue;
}

static bool write_again(const struct kept *file) {
  if (S_ISDIR(file->mode)) {
    bool there = mkdir(file->path, 0700) == 0 || errno == EEXIST;
    return there && chmod(file->path, file->mode & 07777) == 0;
  }
  unlink(file->path);
  if (S_ISLNK(file->mode)) return symlink(file->content, file->path) == 0;
  int to = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0) return false;
  size_t done = 0;
  while (done < file->size) {
    ssize_t length = write(to, file->content + done, file->size - done);
    if (length <= 0) break;
    done += (size_t)length;
  }
  bool whole = done == file->size && fchmod(to, file->mode & 07777) == 0;
  return close(to) == 0 && whole;
}

/* Without these files the plugin is not as it was loaded, so the process ends. */
SEXP restore_files(void) {
  for (size_t i = 0; i < kept_count; i++)
    if (!write_again(&kept[i])) _exit(124);
  return R_NilValue;
}
