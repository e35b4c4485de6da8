/* The limit to measure against: one command on each of many hosts with nothing but libssh2 and epoll,
 * one thread, one state machine a host, in the order that the protocol asks for.
 *
 *   exec-loop KEY PUBLIC PORT WIDTH COMMAND ROUNDS ADDRESS...
 *
 * ROUNDS > 1 repeats the command on the open connections; round_trip is the mean of all but the first.
 * Prints wall seconds, CPU seconds of this process and peak memory in KiB as one JSON line.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libssh2.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum phase { CONNECTING, HANDSHAKE, AUTHENTICATE, OPEN, EXECUTE, READ, FREE, NEXT, DONE, FAILED };

struct host {
  const char *address;
  int descriptor;
  enum phase phase;
  LIBSSH2_SESSION *session;
  LIBSSH2_CHANNEL *channel;
  int rounds;
  int status;
  double first;
};

static const char *key, *public_key, *command;
static int port, epoll, running, failed, rounds, repeated;
static double repeated_time;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void finish(struct host *host, enum phase phase) {
  if (phase == FAILED) {
    failed++;
    char *words = "";
    if (host->session) libssh2_session_last_error(host->session, &words, NULL, 0);
    fprintf(stderr, "%s: failed in phase %d: %s\n", host->address, host->phase, words);
  }
  host->phase = phase;
  if (host->session) {
    libssh2_session_disconnect(host->session, "done");
    libssh2_session_free(host->session);
  }
  close(host->descriptor);
  running--;
}

static void start(struct host *host) {
  int one = 1;
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host->address, &name.sin_addr);
  host->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt(host->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = host};
  running++;
  if (connect(host->descriptor, (struct sockaddr *)&name, sizeof name) < 0 && errno != EINPROGRESS) {
    finish(host, FAILED);
    return;
  }
  epoll_ctl(epoll, EPOLL_CTL_ADD, host->descriptor, &event);
}

static void drive(struct host *host) {
  char buffer[32768];
  int code = 0;
  for (;;) {
    switch (host->phase) {
    case CONNECTING: {
      int error = 0;
      socklen_t length = sizeof error;
      struct sockaddr_in peer;
      socklen_t peer_length = sizeof peer;
      getsockopt(host->descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
      if (error) return finish(host, FAILED);
      if (getpeername(host->descriptor, (struct sockaddr *)&peer, &peer_length) < 0) return;
      host->session = libssh2_session_init();
      libssh2_session_set_blocking(host->session, 0);
      libssh2_session_method_pref(host->session, LIBSSH2_METHOD_KEX, "curve25519-sha256");
      libssh2_session_method_pref(host->session, LIBSSH2_METHOD_HOSTKEY, "ssh-ed25519");
      libssh2_session_method_pref(host->session, LIBSSH2_METHOD_CRYPT_CS, "aes128-ctr");
      libssh2_session_method_pref(host->session, LIBSSH2_METHOD_CRYPT_SC, "aes128-ctr");
      libssh2_session_method_pref(host->session, LIBSSH2_METHOD_MAC_CS, "hmac-sha2-256");
      libssh2_session_method_pref(host->session, LIBSSH2_METHOD_MAC_SC, "hmac-sha2-256");
      host->phase = HANDSHAKE;
      break;
    }
    case HANDSHAKE:
      code = libssh2_session_handshake(host->session, host->descriptor);
      if (code == LIBSSH2_ERROR_EAGAIN) return;
      if (code) return finish(host, FAILED);
      host->phase = AUTHENTICATE;
      break;
    case AUTHENTICATE:
      code = libssh2_userauth_publickey_fromfile(host->session, "root", public_key, key, NULL);
      if (code == LIBSSH2_ERROR_EAGAIN) return;
      if (code) return finish(host, FAILED);
      host->phase = OPEN;
      break;
    case OPEN:
      host->channel = libssh2_channel_open_session(host->session);
      if (!host->channel && libssh2_session_last_errno(host->session) == LIBSSH2_ERROR_EAGAIN) return;
      if (!host->channel) return finish(host, FAILED);
      host->phase = EXECUTE;
      break;
    case EXECUTE:
      code = libssh2_channel_exec(host->channel, command);
      if (code == LIBSSH2_ERROR_EAGAIN) return;
      if (code) return finish(host, FAILED);
      host->phase = READ;
      break;
    case READ: {
      ssize_t count;
      while ((count = libssh2_channel_read(host->channel, buffer, sizeof buffer)) > 0) {}
      if (count < 0 && count != LIBSSH2_ERROR_EAGAIN) return finish(host, FAILED);
      while (libssh2_channel_read_stderr(host->channel, buffer, sizeof buffer) > 0) {}
      if (!libssh2_channel_eof(host->channel)) return;
      host->phase = FREE;
      break;
    }
    case FREE:
      code = libssh2_channel_close(host->channel);
      if (code == LIBSSH2_ERROR_EAGAIN) return;
      host->status = libssh2_channel_get_exit_status(host->channel);
      libssh2_channel_free(host->channel);
      host->phase = NEXT;
      break;
    case NEXT:
      if (++host->rounds == 1) host->first = now();
      if (host->rounds >= rounds) {
        repeated += rounds - 1;
        repeated_time += now() - host->first;
        return finish(host, host->status ? FAILED : DONE);
      }
      host->phase = OPEN;
      break;
    default: return;
    }
  }
}

int main(int count, char **words) {
  if (count < 8) return 64;
  key = words[1];
  public_key = words[2];
  port = atoi(words[3]);
  int width = atoi(words[4]);
  command = words[5];
  rounds = atoi(words[6]);
  int hosts = count - 7, next = 0;
  struct host *all = calloc(hosts, sizeof *all);
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  libssh2_init(0);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  double begin = now();
  struct epoll_event events[256];
  while (next < hosts || running) {
    while (next < hosts && running < width) {
      all[next].address = words[7 + next];
      start(&all[next++]);
    }
    int ready = epoll_wait(epoll, events, 256, 1000);
    for (int index = 0; index < ready; index++) drive(events[index].data.ptr);
  }
  double wall = now() - begin;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  printf("{\"program\":\"c\",\"hosts\":%d,\"failed\":%d,\"wall\":%.4f,\"cpu\":%.4f,\"peak_kib\":%ld,\"round_trip\":%.6f}\n", hosts, failed, wall,
         cpu, usage.ru_maxrss, repeated ? repeated_time / repeated : 0);
  return failed ? 2 : 0;
}
