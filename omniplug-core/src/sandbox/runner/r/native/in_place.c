/* Vectors whose values are a request's pages: what R reads is not copied, what it changes is this process's own.
 *
 * R keeps its header of a vector right before the values. So each vector has a private mapping of its own, in which the
 * header takes the place of what the request has before the column. */
#define _GNU_SOURCE
#include "columns.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SMALLEST = 1 << 20 };

/* Of R's <R_ext/Rallocators.h>. */
struct allocator {
  void *(*allocate)(struct allocator *allocator, size_t size);
  void (*release)(struct allocator *allocator, void *memory);
  void *memory;
  void *size;
};
/* An R without it copies. */
__attribute__((weak)) SEXP Rf_allocVector3(unsigned int type, R_xlen_t length, struct allocator *allocator);

static void *hand_out(struct allocator *allocator, size_t size) {
  (void)size;
  return allocator->memory;
}

static void *hand_out_new(struct allocator *allocator, size_t size) { return allocator->memory = malloc(size); }

static void release_new(struct allocator *allocator, void *memory) {
  (void)allocator;
  free(memory);
}

static void unmap(struct allocator *allocator, void *memory) {
  (void)memory;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)allocator->memory / page * page;
  munmap((void *)start, (uintptr_t)allocator->memory + (size_t)allocator->size - start);
}

/* Bytes of R's own before the values of a vector: found by trying, since they are not promised. */
static size_t before_values(void) {
  static size_t found;
  if (found) return found;
  struct allocator allocator = {hand_out_new, release_new, NULL, NULL};
  SEXP trial = Rf_allocVector3(REALSXP, 1024, &allocator);
  return found = (size_t)((char *)REAL(trial) - (char *)allocator.memory);
}

/* A vector of the doubles that begin at `values` in the request; NULL where they are to be copied. */
SEXP doubles_in_place(const unsigned char *values, size_t count) {
  size_t size = count * sizeof(double);
  if (!Rf_allocVector3 || size < SMALLEST || descriptors.request < 0) return NULL;
  size_t before = before_values(), offset = (size_t)(values - request.start);
  if (offset < before || (offset - before) % 16 != 0) return NULL;
  size_t start = offset - before, page = (size_t)sysconf(_SC_PAGESIZE), from = start / page * page;
  char *mapping = mmap(NULL, offset + size - from, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptors.request, (off_t)from);
  if (mapping == MAP_FAILED) return NULL;
  struct allocator allocator = {hand_out, unmap, mapping + (start - from), (void *)(before + size)};
  return Rf_allocVector3(REALSXP, (R_xlen_t)count, &allocator);
}
