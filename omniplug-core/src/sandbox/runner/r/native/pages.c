/* Large pages for what a session's first process holds: forking and ending copy and clear one entry for each, where
 * they would do so for each of its 512 small pages. */
#define _GNU_SOURCE
#include "helper.h"
#include <stdio.h>
#include <sys/mman.h>

enum { COLLAPSE = 25 }; /* of `madvise` since Linux 6.1 */

/* What a kernel can't gather, or has no large page for, stays as it is. */
void gather_memory(void) {
  const uintptr_t large = (uintptr_t)1 << 21;
  FILE *maps = fopen("/proc/self/maps", "re");
  if (!maps) return;
  for (char line[512]; fgets(line, sizeof line, maps);) {
    unsigned long begin, end, inode;
    char rights[5];
    if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &begin, &end, rights, &inode) != 4) continue;
    if (inode != 0 || rights[1] != 'w' || rights[3] != 'p') continue;
    for (uintptr_t page = (begin + large - 1) / large * large; page + large <= end; page += large)
      madvise((void *)page, large, COLLAPSE);
  }
  fclose(maps);
}
