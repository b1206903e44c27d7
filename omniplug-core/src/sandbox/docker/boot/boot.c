/* Starts the interpreter of a container with the descriptors that the host gives it.
 *
 *   boot connect SOCKET PROGRAM ARGUMENT...   takes them over a socket, and becomes the program
 *   boot relay PROGRAM ARGUMENT...            makes them, and carries what goes over them to standard input and output
 *
 * Over the socket goes one packet each way: `H`, Landlock's version and the scratch folders; `X` and the descriptors. */
#include "boot.h"
#include "packet.h"
#include "system.h"

enum { DUPLICATE = 1030 /* F_DUPFD_CLOEXEC */, ABOVE_PLACED = 16 };

_Noreturn void become(char **program, char **variables, const int *descriptors, int count) {
  int raised[MOST_PLACED];
  for (int i = 0; i < count; i++) {
    raised[i] = (int)CALL3(__NR_fcntl, descriptors[i], DUPLICATE, ABOVE_PLACED);
    if (raised[i] < 0) fail(FAILED_TO_PREPARE, "descriptors", raised[i]);
  }
  for (int i = 0; i < count; i++) {
    long placed = CALL3(__NR_dup3, raised[i], i, 0);
    if (placed < 0) fail(FAILED_TO_PREPARE, "descriptors", placed);
  }
  confine();
  long answer = CALL1(__NR_chdir, "/plugin");
  if (answer == 0) answer = CALL3(__NR_execve, program[0], program, variables);
  fail(FAILED_TO_EXECUTE, program[0], answer);
}

static _Noreturn void connect_and_become(const char *path, char **program, char **variables) {
  int host = connect_to(path);
  if (host < 0) fail(FAILED_TO_CONNECT, path, host);
  int folders[SCRATCH_COUNT];
  for (int i = 0; i < SCRATCH_COUNT; i++) {
    folders[i] = open_at(CURRENT_FOLDER, scratch[i], READ_ONLY | FOLDER_ONLY);
    if (folders[i] < 0) fail(FAILED_TO_PREPARE, scratch[i], folders[i]);
  }
  char hello[2] = {'H', (char)landlock_version()};
  long sent = send_packet(host, hello, sizeof hello, folders, SCRATCH_COUNT);
  if (sent < 0) fail(FAILED_TO_CONNECT, path, sent);
  for (int i = 0; i < SCRATCH_COUNT; i++) close_descriptor(folders[i]);
  char order = 0;
  struct received received;
  long length = receive_packet(host, &order, 1, &received);
  if (length != 1 || order != 'X' || received.count > MOST_PLACED) fail(FAILED_TO_UNDERSTAND, path, length);
  close_descriptor(host);
  become(program, variables, received.descriptors, received.count);
}

int begin(int count, char **arguments, char **variables) {
  if (count > 3 && same(arguments[1], "connect", 8)) connect_and_become(arguments[2], arguments + 3, variables);
  if (count > 2 && same(arguments[1], "relay", 6)) relay(arguments + 2, variables);
  fail(FAILED_TO_UNDERSTAND, "boot", 0);
}
