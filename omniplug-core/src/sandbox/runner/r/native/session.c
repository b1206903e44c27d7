/* The loop of a warm session's first process, which forks a process for each execution. */
#define _GNU_SOURCE
#include "helper.h"
#include "routines.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTROL = 3 };

struct descriptors descriptors = {.request = 3, .reply = 4, .channel = -1};

/* Takes the request to load from the control socket. */
SEXP receive_load(void) {
  /* Ending an execution kills every process in reach and waits for all that they leave, so this one must be the first
   * of its own namespace, or collect what is left beside the first one. */
  int collects = 0;
  prctl(PR_GET_CHILD_SUBREAPER, &collects, 0, 0, 0);
  if (getpid() != 1 && !(getppid() == 1 && collects))
    Rf_error("a warm session must be process 1 of its own process namespace");
  char kind = 0;
  descriptors = (struct descriptors){-1, -1, -1};
  if (receive_packet(CONTROL, &kind, 1, &descriptors.request, 1) != 1 || kind != 'L') _exit(0);
  return R_NilValue;
}

/* Sends the answer to a load. */
static void send_loaded(SEXP answer) {
  const char *text = R_CHAR(STRING_ELT(answer, 0));
  size_t length = strlen(text);
  char packet[LARGEST_PACKET];
  if (length >= sizeof packet) Rf_error("the answer is too long");
  packet[0] = 'R';
  memcpy(packet + 1, text, length);
  if (!send_packet(CONTROL, packet, length + 1, -1)) _exit(0);
}

SEXP refuse_load(SEXP answer) {
  send_loaded(answer);
  _exit(0);
}

struct ended {
  int32_t status;
  uint64_t microseconds, kibibytes;
};

static uint64_t microseconds(struct timeval time) { return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec; }

/* Kills every process but this one, and waits until none is left. */
static struct ended end_execution(pid_t spare) {
  struct ended ended = {0, 0, 0};
  for (;;) {
    kill(-1, SIGKILL);
    int status;
    struct rusage usage;
    pid_t pid = wait4(-1, &status, __WALL, &usage);
    if (pid < 0 && errno == EINTR) continue;
    if (pid < 0) return ended;
    if (pid != spare) continue;
    ended.status = status;
    ended.microseconds = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    ended.kibibytes = (uint64_t)usage.ru_maxrss;
  }
}

static void report_end(pid_t spare) {
  struct ended ended = end_execution(spare);
  unsigned char packet[21] = {'D'};
  memcpy(packet + 1, &ended.status, 4);
  memcpy(packet + 5, &ended.microseconds, 8);
  memcpy(packet + 13, &ended.kibibytes, 8);
  if (!send_packet(CONTROL, packet, sizeof packet, -1)) _exit(0);
}

/* Answers that the plugin is loaded, and then does what the host asks. Returns in a forked process alone; this one
 * runs no code of R any more, so neither the plugin's nor that of its finalizers. */
SEXP serve(SEXP answer, SEXP cpu_seconds) {
  double seconds = Rf_asReal(cpu_seconds);
  gather_memory();
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) _exit(1);
  send_loaded(answer);
  for (pid_t spare = -1;;) {
    char packet[2];
    int channel = -1;
    /* Only `F` brings a descriptor, and its kind is not known before. */
    ssize_t length = receive_packet(CONTROL, packet, 2, &channel, 1);
    if (length == 2 && packet[0] == 'F') {
      spare = fork();
      if (spare == 0) {
        descriptors.channel = channel;
        lock_down(seconds);
        close(CONTROL);
        sigprocmask(SIG_SETMASK, &before, NULL);
        return R_NilValue;
      }
      if (spare < 0) _exit(1);
      close(channel);
    } else if (length == 1 && packet[0] == 'K') {
      report_end(spare);
      spare = -1;
    } else {
      _exit(length == 0 ? 0 : 1);
    }
  }
}

/* Says that this process is ready. Answers whether its execution is there already. */
SEXP announce(void) {
  char kind = 'W';
  if (!send_packet(descriptors.channel, &kind, 1, -1)) _exit(0);
  return Rf_ScalarLogical(recv(descriptors.channel, &kind, 1, MSG_PEEK | MSG_DONTWAIT) >= 0);
}

/* Waits for its execution. */
SEXP await_request(void) {
  char kind;
  int received[4];
  if (receive_packet(descriptors.channel, &kind, 1, received, 4) != 1 || kind != 'E') _exit(0);
  descriptors.request = received[0];
  descriptors.reply = received[1];
  if (dup2(received[2], STDOUT_FILENO) < 0 || dup2(received[3], STDERR_FILENO) < 0) _exit(123);
  close(received[2]);
  close(received[3]);
  return R_NilValue;
}

/* Ends a forked process as R ends, but without what belongs to the process that forked it. It waits a moment for
 * the host to end it, which reads the reply sooner while this process is not ending itself. */
SEXP finish(void) {
  char kind;
  int none[1];
  struct timeval moment = {.tv_usec = 100000};
  close(descriptors.reply);
  setsockopt(descriptors.channel, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof moment);
  receive_packet(descriptors.channel, &kind, 1, none, 0);
  R_RunExitFinalizers();
  fflush(NULL);
  _exit(0);
}
