/* The Landlock domain of everything that runs in the container (the kernel's userspace-api/landlock): read everywhere,
 * write in the scratch folders and to a few devices, no TCP, no signal or abstract socket beyond the domain. */
#include "boot.h"
#include "system.h"

enum {
  CREATE_RULESET = 444,
  ADD_RULE = 445,
  RESTRICT_SELF = 446,
  VERSION_FLAG = 1,
  BENEATH = 1,
  NO_NEW_PRIVILEGES = 38,
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_FOLDER = 1 << 3,
};

struct ruleset {
  uint64_t files, network, scopes;
};

struct rule {
  uint64_t access;
  int32_t parent;
} __attribute__((packed));

const char *const scratch[SCRATCH_COUNT] = {"/tmp", "/dev/shm", "/plugin"};
static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};

/* The version of the kernel's interface, 0 for none. */
int landlock_version(void) {
  long version = CALL3(CREATE_RULESET, 0, 0, VERSION_FLAG);
  return version < 0 ? 0 : (int)version;
}

static uint64_t all_files(int version) {
  if (version >= 5) return (1 << 16) - 1;
  if (version >= 3) return (1 << 15) - 1;
  return version == 2 ? (1 << 14) - 1 : (1 << 13) - 1;
}

static void allow(int ruleset, const char *path, uint64_t access) {
  int parent = open_at(CURRENT_FOLDER, path, PATH_ONLY);
  if (parent < 0) return; /* what is not there can't be used */
  struct rule rule = {access, parent};
  long answer = CALL4(ADD_RULE, ruleset, BENEATH, &rule, 0);
  if (answer < 0) fail(FAILED_TO_CONFINE, path, answer);
  close_descriptor(parent);
}

void confine(void) {
  int version = landlock_version();
  if (version == 0) return;
  uint64_t files = all_files(version);
  struct ruleset handled = {files, version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  int ruleset = (int)CALL3(CREATE_RULESET, &handled, size, 0);
  if (ruleset < 0) fail(FAILED_TO_CONFINE, "landlock", ruleset);
  allow(ruleset, "/", EXECUTE | READ_FILE | READ_FOLDER);
  for (int i = 0; i < SCRATCH_COUNT; i++) allow(ruleset, scratch[i], files & ~(uint64_t)EXECUTE);
  for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) allow(ruleset, devices[i], READ_FILE | WRITE_FILE);
  long answer = CALL5(__NR_prctl, NO_NEW_PRIVILEGES, 1, 0, 0, 0);
  if (answer == 0) answer = CALL2(RESTRICT_SELF, ruleset, 0);
  if (answer < 0) fail(FAILED_TO_CONFINE, "landlock", answer);
  close_descriptor(ruleset);
}
