/* The message between host and runner: the request is mapped, replies and events are written as they lie in R. */
#define _GNU_SOURCE
#include "helper.h"
#include "routines.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { VERSION = 1, SMALL = 4096, LARGE_BODY = 1 << 20 };

struct request request;

static size_t aligned(size_t position) { return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

SEXP close_request(void) {
  if (request.start) munmap((void *)request.start, request.size);
  request = (struct request){0};
  if (descriptors.request >= 0) close(descriptors.request);
  descriptors.request = -1;
  return R_NilValue;
}

static void check_request(void) {
  uint32_t version;
  uint64_t header, body;
  if (request.size < FIXED || memcmp(request.start, "OMNIPLUG", 8) != 0)
    Rf_error("the request is not an omniplug message");
  memcpy(&version, request.start + 8, 4);
  memcpy(&header, request.start + 16, 8);
  memcpy(&body, request.start + 24, 8);
  if (version != VERSION) Rf_error("the request has a version that this runner does not read");
  size_t after = request.size - FIXED;
  if (header > after || (body > 0 && aligned(FIXED + header) > request.size) ||
      (body > 0 && body > request.size - aligned(FIXED + header)))
    Rf_error("the request ends too early");
  request.header = request.start + FIXED;
  request.header_length = header;
  request.body = body > 0 ? request.start + aligned(FIXED + header) : NULL;
  request.body_length = body;
}

/* Maps the request. Its columns are read from the descriptor, which is closed with it. */
SEXP open_request(void) {
  off_t size = lseek(descriptors.request, 0, SEEK_END);
  if (size <= 0) Rf_error("the request is not a file, or empty");
  int populate = size < LARGE_BODY ? MAP_POPULATE : 0;
  void *start = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE | populate, descriptors.request, 0);
  if (start == MAP_FAILED) Rf_error("the request can't be mapped: %s", strerror(errno));
  /* A process that the plugin starts has no use for it. */
  if (descriptors.reply >= 0) fcntl(descriptors.reply, F_SETFD, FD_CLOEXEC);
  request = (struct request){.start = start, .size = (size_t)size};
  check_request();
  return R_NilValue;
}

/* Makes these bytes the request that is open, and lets its reply go nowhere. */
SEXP open_rehearsal(SEXP message) {
  size_t size = (size_t)Rf_xlength(message);
  void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) Rf_error("no memory for a rehearsal");
  memcpy(start, RAW(message), size);
  request = (struct request){.start = start, .size = size};
  check_request();
  descriptors.reply = open("/dev/null", O_WRONLY | O_CLOEXEC);
  return R_NilValue;
}

SEXP close_rehearsal(void) {
  close_request();
  if (descriptors.reply >= 0) close(descriptors.reply);
  descriptors.reply = -1;
  return R_NilValue;
}

struct span {
  const void *start;
  size_t length;
};

static struct span bytes_of(SEXP vector) {
  size_t length = (size_t)Rf_xlength(vector);
  switch (TYPEOF(vector)) {
    case RAWSXP: return (struct span){RAW(vector), length};
    case INTSXP: return (struct span){INTEGER(vector), length * sizeof(int)};
    case REALSXP: return (struct span){REAL(vector), length * sizeof(double)};
    default: Rf_error("a buffer is of the type %d", TYPEOF(vector));
  }
}

static bool write_all(int file, struct span span) {
  while (span.length > 0) {
    /* The kernel takes at most two gibibytes at once. */
    size_t most = (size_t)1 << 30;
    ssize_t written = write(file, span.start, span.length < most ? span.length : most);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    span.start = (const char *)span.start + written;
    span.length -= (size_t)written;
  }
  return true;
}

static size_t body_length(SEXP buffers) {
  size_t length = 0;
  for (R_xlen_t i = 0; i < Rf_xlength(buffers); i++) length += aligned(bytes_of(VECTOR_ELT(buffers, i)).length);
  return length;
}

/* Everything before the body, followed by room for `more` bytes. */
static struct span head(uint32_t kind, SEXP text, uint64_t body, size_t more) {
  const char *header = R_CHAR(STRING_ELT(text, 0));
  uint64_t length = strlen(header);
  uint32_t version = VERSION;
  size_t whole = aligned(FIXED + length);
  char *bytes = R_alloc(whole + more, 1);
  memset(bytes, 0, whole + more);
  memcpy(bytes, "OMNIPLUG", 8);
  memcpy(bytes + 8, &version, 4);
  memcpy(bytes + 12, &kind, 4);
  memcpy(bytes + 16, &length, 8);
  memcpy(bytes + 24, &body, 8);
  memcpy(bytes + FIXED, header, length);
  return (struct span){bytes, whole};
}

static bool write_buffers(int file, SEXP buffers) {
  static const char zeros[ALIGNMENT];
  for (R_xlen_t i = 0; i < Rf_xlength(buffers); i++) {
    struct span span = bytes_of(VECTOR_ELT(buffers, i));
    struct span padding = {zeros, aligned(span.length) - span.length};
    if (!write_all(file, span) || !write_all(file, padding)) return false;
  }
  return true;
}

/* Small messages are one write, which a pipe keeps together. */
static bool write_small(int file, uint32_t kind, SEXP text, SEXP buffers) {
  size_t body = body_length(buffers);
  struct span start = head(kind, text, body, body);
  char *to = (char *)start.start + start.length;
  for (R_xlen_t i = 0; i < Rf_xlength(buffers); i++) {
    struct span span = bytes_of(VECTOR_ELT(buffers, i));
    if (span.length > 0) memcpy(to, span.start, span.length);
    to += aligned(span.length);
  }
  return write_all(file, (struct span){start.start, start.length + body});
}

static bool write_message(int file, uint32_t kind, SEXP text, SEXP buffers) {
  size_t body = body_length(buffers);
  if (body <= SMALL) return write_small(file, kind, text, buffers);
  return write_all(file, head(kind, text, body, 0)) && write_buffers(file, buffers);
}

/* A file of that size may be written: beyond the bound, writing would kill the process. */
static bool file_may_hold(size_t size) {
  struct rlimit limit;
  return getrlimit(RLIMIT_FSIZE, &limit) == 0 && (limit.rlim_cur == RLIM_INFINITY || size <= limit.rlim_cur);
}

/* Hands a large reply over as a sealed memory file. False where that is not to be had; then nothing is sent. */
static bool hand_over(SEXP text, SEXP buffers) {
  size_t body = body_length(buffers);
  if (descriptors.channel < 0 || body < LARGE_BODY || !file_may_hold(body + LARGE_BODY + strlen(R_CHAR(STRING_ELT(text, 0)))))
    return false;
  int file = (int)syscall(SYS_memfd_create, "reply", 1u /* MFD_CLOEXEC */ | 2u /* MFD_ALLOW_SEALING */);
  if (file < 0) return false;
  int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  char kind = 'M';
  bool done = write_message(file, 0, text, buffers) && fcntl(file, F_ADD_SEALS, seals) == 0 &&
              send_packet(descriptors.channel, &kind, 1, file);
  close(file);
  return done;
}

/* Sends the reply: its header as JSON, and its buffers. */
SEXP send_reply(SEXP text, SEXP buffers) {
  bool sent = hand_over(text, buffers) || write_message(descriptors.reply, 0, text, buffers);
  return Rf_ScalarLogical(sent);
}

/* Sends an event, likewise. */
SEXP send_event(SEXP text, SEXP buffers) {
  return Rf_ScalarLogical(write_message(descriptors.reply, 1, text, buffers));
}

/* The bytes of a message without body. */
SEXP make_message(SEXP text) {
  struct span span = head(0, text, 0, 0);
  SEXP bytes = Rf_allocVector(RAWSXP, (R_xlen_t)span.length);
  memcpy(RAW(bytes), span.start, span.length);
  return bytes;
}
