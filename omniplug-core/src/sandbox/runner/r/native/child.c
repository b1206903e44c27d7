/* What a fork does before it waits for its execution. */
#define _GNU_SOURCE
#include "helper.h"
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of the kernel's <linux/landlock.h>, which older headers have without scopes. */
enum { VERSION_FLAG = 1, FIRST_WITH_SCOPES = 6, SCOPE_ABSTRACT_SOCKETS = 1, SCOPE_SIGNALS = 2 };
struct ruleset {
  uint64_t files, network, scopes;
};

/* Where these numbers are missing the headers are older than the calls, whose numbers all architectures share. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

/* A domain of its own: the process that forked it is out of reach of its signals and its debugging. */
static void enter_domain(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
  if (version < FIRST_WITH_SCOPES) return;
  struct ruleset rules = {.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS};
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (ruleset < 0 || syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) _exit(120);
  close(ruleset);
}

/* Ends the process where one of its bounds can't be set. */
void lock_down(double cpu_seconds) {
  enter_domain();
  if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) _exit(121);
  if (!(cpu_seconds > 0)) return;
  struct rlimit limit = {(rlim_t)cpu_seconds, (rlim_t)cpu_seconds};
  if (setrlimit(RLIMIT_CPU, &limit) != 0) _exit(122);
}
