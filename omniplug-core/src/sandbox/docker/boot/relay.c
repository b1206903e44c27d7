/* Process 1 of a container whose daemon is elsewhere: it stands in for the host. What the host would hand over as
 * descriptors is made here on its word, and what goes over them is carried in frames over standard input and output.
 *
 * A frame is its payload's size (4 bytes), a kind, flags, a slot (2 bytes) and the payload; numbers are little endian.
 * From the host:
 *   N slot         the empty device                  F slot, bytes  a file in memory; flag 1: it is whole, seal it
 *   P slot         a pipe, to be written inside      C slot         a channel; flag 1: tell the first sender's end
 *   S slot, slots, packet    send a packet over a channel with what is in other slots, which are free then but for
 *                            the end that is kept here (one byte tells how many, two bytes each)
 *   X slots        start the program with these as descriptors 0, 1, 2 and so on
 *   A              is anything left but the program? flag 1: empty the scratch folders too
 *   Z slot         close what is kept there; answered by z, after which nothing comes from that slot
 * To the host:
 *   h version      ready; Landlock's version         m texts        what the kernel counts, as names and texts
 *   d slot, bytes  from a pipe                       f slot, bytes  of a file that comes with a packet
 *   p slot, packet from a channel; flag 1: with the file before it   e slot   nothing more comes there
 *   q slot         the sender has ended              a 1 or 0       the answer to A
 *   x status, microseconds, kibibytes   the program ended, and all that it started was ended too */
#include "boot.h"
#include "packet.h"
#include "relay.h"
#include "system.h"

enum {
  FRAME_HEAD = 8,
  SMALL_PAYLOAD = 4096,
  MOST_SLOTS = 64,
  ROOM = 64 << 10,
  PIECE = 32 << 10,
  MOST_DRAINED = 1 << 20,
  POLL_INPUT = 1,
  PAUSE_NANOSECONDS = 500000000,
  KILL = 9,
  END_SIGNAL = 17,
  ANY_CHILD_KIND = 0x40000000,
  SET_NOT_DUMPABLE = 4,
  SET_REAPER = 36,
  OPTION_CREDENTIALS = 16,
  SEALABLE = 2,
  MEMORY_CLOSE_ON_EXEC = 1,
  ADD_SEALS = 1033,
  ALL_SEALS = 15,
  SET_FLAGS = 4,
  FAMILY_UNIX = 1,
  TYPE_PACKETS = 5,
};

struct slot {
  /* What goes inside, the end that stays here, and the process whose end is told; -1 for none. */
  int given, kept, watched;
  char kind;
  bool watches;
};

struct wait {
  int descriptor;
  short events, found;
};

static struct slot slots[MOST_SLOTS];
static int folders[SCRATCH_COUNT];
static int program_number, program_handle = -1;
static unsigned char incoming[ROOM], outgoing[ROOM];

void tell(char kind, int flags, int slot, const void *payload, size_t size) {
  unsigned char frame[FRAME_HEAD + SMALL_PAYLOAD] = {
      size & 255, size >> 8 & 255, size >> 16 & 255, size >> 24 & 255, (unsigned char)kind, (unsigned char)flags,
      (unsigned char)(slot & 255), (unsigned char)(slot >> 8)};
  /* What is small is one write, and so one message of the daemon's. */
  size_t with_head = size <= SMALL_PAYLOAD ? size : 0;
  for (size_t i = 0; i < with_head; i++) frame[FRAME_HEAD + i] = ((const unsigned char *)payload)[i];
  bool told = write_all(1, frame, FRAME_HEAD + with_head);
  if (!told || !write_all(1, (const char *)payload + with_head, size - with_head)) leave(0);
}

static void shut(int *descriptor) {
  if (*descriptor >= 0) close_descriptor(*descriptor);
  *descriptor = -1;
}

static void clear_slot(struct slot *slot) {
  shut(&slot->given);
  shut(&slot->kept);
  shut(&slot->watched);
  slot->kind = 0;
}

static int checked(long descriptor) {
  if (descriptor < 0) fail(FAILED_TO_PREPARE, "relay", descriptor);
  return (int)descriptor;
}

/* Makes the two ends of something. */
static void pair(struct slot *slot, char kind, bool watches) {
  int ends[2], on = 1;
  if (kind == 'P') {
    checked(CALL2(__NR_pipe2, ends, CLOSE_ON_EXEC));
    checked(CALL3(__NR_fcntl, ends[0], SET_FLAGS, NON_BLOCKING));
  } else {
    checked(CALL4(__NR_socketpair, FAMILY_UNIX, TYPE_PACKETS | CLOSE_ON_EXEC, 0, ends));
    checked(CALL3(__NR_fcntl, ends[0], SET_FLAGS, NON_BLOCKING));
    checked(CALL5(__NR_setsockopt, ends[0], 1, OPTION_CREDENTIALS, &on, sizeof on));
  }
  *slot = (struct slot){.given = ends[1], .kept = ends[0], .watched = -1, .kind = kind, .watches = watches};
}

static void add_to_file(struct slot *slot, const void *bytes, size_t size, bool whole) {
  if (slot->kind != 'F') {
    clear_slot(slot);
    slot->kind = 'F';
    slot->given = checked(CALL2(__NR_memfd_create, "request", MEMORY_CLOSE_ON_EXEC | SEALABLE));
  }
  if (!write_all(slot->given, bytes, size)) fail(FAILED_TO_PREPARE, "request", 0);
  if (!whole) return;
  checked(CALL3(__NR_lseek, slot->given, 0, 0));
  checked(CALL3(__NR_fcntl, slot->given, ADD_SEALS, ALL_SEALS));
}

static struct slot *slot_at(int number) {
  if (number < 0 || number >= MOST_SLOTS) fail(FAILED_TO_UNDERSTAND, "slot", number);
  return &slots[number];
}

/* Reads a list of slots and takes what goes inside out of them. Answers where the list ends. */
static size_t take_given(const unsigned char *payload, size_t size, int *descriptors, int *count) {
  *count = size > 0 ? payload[0] : 0;
  if (*count > MOST_PLACED || size < 1 + 2 * (size_t)*count) fail(FAILED_TO_UNDERSTAND, "slots", *count);
  for (int i = 0; i < *count; i++) {
    struct slot *slot = slot_at(payload[1 + 2 * i] | payload[2 + 2 * i] << 8);
    descriptors[i] = slot->given;
    slot->given = -1;
    if (slot->kept < 0) slot->kind = 0;
  }
  return 1 + 2 * (size_t)*count;
}

static void send_on(int number, const unsigned char *payload, size_t size) {
  int descriptors[MOST_PLACED], count;
  size_t start = take_given(payload, size, descriptors, &count);
  struct slot *slot = slot_at(number);
  /* A reader that is gone is told by its end. */
  if (slot->kept >= 0) send_packet(slot->kept, payload + start, size - start, descriptors, count);
  for (int i = 0; i < count; i++) close_descriptor(descriptors[i]);
}

static void start_program(const unsigned char *payload, size_t size, char **program, char **variables) {
  int descriptors[MOST_PLACED], count;
  take_given(payload, size, descriptors, &count);
  if (program_handle >= 0) fail(FAILED_TO_UNDERSTAND, "program", 0);
  program_number = checked(call(__NR_clone, END_SIGNAL, 0, 0, 0, 0, 0));
  if (program_number == 0) {
    /* It collects what its own processes leave, as the first process of a container does. */
    CALL5(__NR_prctl, SET_REAPER, 1, 0, 0, 0);
    /* The kernel shall end it rather than this process when memory runs out. */
    int score = open_at(CURRENT_FOLDER, "/proc/self/oom_score_adj", WRITE_ONLY);
    if (score >= 0) {
      write_all(score, "900", 3);
      close_descriptor(score);
    }
    become(program, variables, descriptors, count);
  }
  program_handle = checked(CALL2(__NR_pidfd_open, program_number, 0));
  for (int i = 0; i < count; i++) close_descriptor(descriptors[i]);
}

/* Passes on what is in a pipe, and its end. */
static void pass_pipe(int number, size_t most) {
  struct slot *slot = &slots[number];
  for (size_t done = 0; done < most;) {
    long count = CALL3(__NR_read, slot->kept, outgoing, PIECE);
    if (count == INTERRUPTED) continue;
    if (count == TRY_AGAIN) return;
    if (count <= 0) {
      tell('e', 0, number, 0, 0);
      shut(&slot->kept);
      return;
    }
    tell('d', 0, number, outgoing, (size_t)count);
    done += (size_t)count;
  }
}

/* What was written before something else happened comes before it. */
static void pass_pipes(void) {
  for (int i = 0; i < MOST_SLOTS; i++)
    if (slots[i].kind == 'P' && slots[i].kept >= 0) pass_pipe(i, MOST_DRAINED);
}

static void pass_file(int number, int file) {
  for (uint64_t place = 0;;) {
    long count = CALL4(__NR_pread64, file, outgoing, PIECE, place);
    if (count == INTERRUPTED) continue;
    if (count <= 0) return;
    tell('f', 0, number, outgoing, (size_t)count);
    place += (uint64_t)count;
  }
}

static void pass_packet(int number) {
  struct slot *slot = &slots[number];
  static unsigned char packet[ROOM];
  struct received received;
  long length = receive_packet(slot->kept, packet, sizeof packet, &received);
  if (length == TRY_AGAIN) return;
  pass_pipes();
  tell_counts();
  if (length <= 0) {
    tell('e', 0, number, 0, 0);
    shut(&slot->kept);
    return;
  }
  if (slot->watches && received.process > 0) {
    slot->watched = (int)CALL2(__NR_pidfd_open, received.process, 0);
    slot->watches = false;
  }
  if (received.count > 0) pass_file(number, received.descriptors[0]);
  tell('p', received.count > 0, number, packet, (size_t)length);
  for (int i = 0; i < received.count; i++) close_descriptor(received.descriptors[i]);
}

static void answer(bool empties) {
  bool well = is_alone(program_number);
  for (int i = 0; empties && well && i < SCRATCH_COUNT; i++) well = empty_folder(folders[i]);
  char byte = well;
  tell_counts();
  tell('a', 0, 0, &byte, 1);
}

static void obey(char **program, char **variables) {
  unsigned char head[FRAME_HEAD];
  if (!read_all(0, head, sizeof head)) leave(0);
  size_t size = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
  int number = head[6] | head[7] << 8;
  if (size > sizeof incoming) fail(FAILED_TO_UNDERSTAND, "size", (long)size);
  if (!read_all(0, incoming, size)) leave(0);
  struct slot *slot = slot_at(number);
  bool flag = head[5] & 1;
  switch (head[4]) {
  case 'N':
    clear_slot(slot);
    slot->kind = 'N';
    slot->given = checked(open_at(CURRENT_FOLDER, "/dev/null", READ_WRITE));
    return;
  case 'F': return add_to_file(slot, incoming, size, flag);
  case 'P':
  case 'C':
    clear_slot(slot);
    return pair(slot, (char)head[4], flag);
  case 'S': return send_on(number, incoming, size);
  case 'X': return start_program(incoming, size, program, variables);
  case 'A': return answer(flag);
  case 'Z':
    clear_slot(slot);
    return tell('z', 0, number, 0, 0);
  default: fail(FAILED_TO_UNDERSTAND, "kind", head[4]);
  }
}

/* Ends and collects everything, and tells how the program ended. */
static _Noreturn void finish(void) {
  int status = 0;
  struct {
    long user[2], system[2], most_memory, rest[13];
  } usage = {0};
  while (CALL4(__NR_wait4, program_number, &status, ANY_CHILD_KIND, &usage) == INTERRUPTED) continue;
  do CALL2(__NR_kill, -1, KILL);
  while (CALL4(__NR_wait4, -1, 0, ANY_CHILD_KIND, 0) > 0);
  pass_pipes();
  for (int i = 0; i < MOST_SLOTS; i++)
    while (slots[i].kind == 'C' && slots[i].kept >= 0) pass_packet(i);
  tell_counts();
  uint64_t told[3] = {(uint64_t)(uint32_t)status,
                      (uint64_t)(usage.user[0] + usage.system[0]) * 1000000 + (uint64_t)(usage.user[1] + usage.system[1]),
                      (uint64_t)usage.most_memory};
  tell('x', 0, 0, told, sizeof told);
  leave(0);
}

/* Waits until something can be done; how much there is to look at. */
static int wait_for(struct wait *waits, short *numbers) {
  int count = 0;
  waits[count++] = (struct wait){0, POLL_INPUT, 0};
  waits[count++] = (struct wait){program_handle, POLL_INPUT, 0};
  for (short i = 0; i < MOST_SLOTS; i++) {
    int descriptors[2] = {slots[i].kept, slots[i].watched};
    for (int k = 0; k < 2; k++) {
      if (descriptors[k] < 0) continue;
      numbers[count] = i;
      waits[count++] = (struct wait){descriptors[k], POLL_INPUT, 0};
    }
  }
  long pause[2] = {0, PAUSE_NANOSECONDS};
  long found = CALL5(__NR_ppoll, waits, count, pause, 0, 0);
  if (found == 0 && program_handle >= 0) tell_counts();
  return found > 0 ? count : 0;
}

static void look(const struct wait *wait, int number) {
  struct slot *slot = &slots[number];
  if (wait->descriptor == slot->kept && slot->kind == 'P') return pass_pipe(number, PIECE);
  if (wait->descriptor == slot->kept) return pass_packet(number);
  if (wait->descriptor != slot->watched) return; /* closed meanwhile */
  pass_pipes();
  if (slot->kind == 'C' && slot->kept >= 0) pass_packet(number);
  tell_counts();
  tell('q', 0, number, 0, 0);
  shut(&slot->watched);
}

_Noreturn void relay(char **program, char **variables) {
  checked(CALL5(__NR_prctl, SET_NOT_DUMPABLE, 0, 0, 0, 0));
  for (int i = 0; i < MOST_SLOTS; i++) slots[i] = (struct slot){-1, -1, -1, 0, false};
  for (int i = 0; i < SCRATCH_COUNT; i++)
    folders[i] = checked(open_at(CURRENT_FOLDER, scratch[i], READ_ONLY | FOLDER_ONLY));
  open_counters();
  char version = (char)landlock_version();
  tell('h', 0, 0, &version, 1);
  for (;;) {
    struct wait waits[2 * MOST_SLOTS + 2];
    short numbers[2 * MOST_SLOTS + 2];
    int count = wait_for(waits, numbers);
    for (int i = 2; i < count; i++)
      if (waits[i].found) look(&waits[i], numbers[i]);
    if (count > 0 && program_handle >= 0 && waits[1].found) finish();
    if (count > 0 && waits[0].found) obey(program, variables);
  }
}
