#include "cssh2_guard.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where an assertion leads: to the guarded call that this thread is in.
static _Thread_local jmp_buf *landing;
static _Thread_local bool gave_up;

bool cssh2_gave_up(void) {
  bool result = gave_up;
  gave_up = false;
  return result;
}

static bool is_of_transport(const char *file) {
  static const char name[] = "transport.c";
  size_t length = file ? strlen(file) : 0;
  return length >= sizeof name - 1 && strcmp(file + length - (sizeof name - 1), name) == 0;
}

// In the place of the C library's function of this name, which assert(3) calls: the program's own symbols come
// before those of shared libraries (ld.so(8)).
//
// The jump passes frames of libssh2 only. Between the landing and the assertion there is no Swift: the callbacks
// that libssh2 makes have returned by then, and none of them calls libssh2. Neither libssh2 nor, where it
// asserts, OpenSSL and malloc hold a lock. For every other assertion this does what the C library does.
_Noreturn void __assert_fail(
    const char *assertion, const char *file, unsigned int line, const char *function) {
  if (landing && is_of_transport(file)) {
    jmp_buf *there = landing;
    gave_up = true;
    _longjmp(*there, 1);
  }
  fprintf(
      stderr, "%s:%u: %s: assertion `%s' failed.\n", file ? file : "", line, function ? function : "",
      assertion);
  abort();
}

// `outer` is not changed between the two returns of _setjmp, and `result` is set after each, so that both have
// their values (setjmp(3)). Without signal masks: they would cost a system call each.
#define GUARDED(type, call, otherwise) \
  jmp_buf here;                        \
  jmp_buf *outer = landing;            \
  type result;                         \
  landing = &here;                     \
  if (_setjmp(here) == 0) {            \
    result = (call);                   \
  } else {                             \
    result = (otherwise);              \
  }                                    \
  landing = outer;                     \
  return result;

int cssh2_session_handshake(LIBSSH2_SESSION *session, libssh2_socket_t socket) {
  GUARDED(int, libssh2_session_handshake(session, socket), CSSH2_GAVE_UP)
}

int cssh2_session_disconnect(LIBSSH2_SESSION *session, int reason, const char *description) {
  GUARDED(int, libssh2_session_disconnect_ex(session, reason, description, ""), CSSH2_GAVE_UP)
}

int cssh2_session_free(LIBSSH2_SESSION *session) {
  GUARDED(int, libssh2_session_free(session), CSSH2_GAVE_UP)
}

char *cssh2_userauth_list(LIBSSH2_SESSION *session, const char *user, unsigned int length) {
  GUARDED(char *, libssh2_userauth_list(session, user, length), NULL)
}

int cssh2_userauth_publickey(
    LIBSSH2_SESSION *session, const char *user, const unsigned char *key, size_t length,
    LIBSSH2_USERAUTH_PUBLICKEY_SIGN_FUNC((*sign)), void **abstract) {
  GUARDED(int, libssh2_userauth_publickey(session, user, key, length, sign, abstract), CSSH2_GAVE_UP)
}

int cssh2_userauth_password(
    LIBSSH2_SESSION *session, const char *user, unsigned int user_length, const char *password,
    unsigned int password_length) {
  GUARDED(
      int, libssh2_userauth_password_ex(session, user, user_length, password, password_length, NULL),
      CSSH2_GAVE_UP)
}

int cssh2_userauth_keyboard_interactive(
    LIBSSH2_SESSION *session, const char *user, unsigned int length,
    LIBSSH2_USERAUTH_KBDINT_RESPONSE_FUNC((*answer))) {
  GUARDED(int, libssh2_userauth_keyboard_interactive_ex(session, user, length, answer), CSSH2_GAVE_UP)
}

LIBSSH2_CHANNEL *cssh2_channel_open(
    LIBSSH2_SESSION *session, const char *type, unsigned int type_length, unsigned int window,
    unsigned int packet, const char *message, unsigned int message_length) {
  GUARDED(
      LIBSSH2_CHANNEL *,
      libssh2_channel_open_ex(session, type, type_length, window, packet, message, message_length), NULL)
}

int cssh2_channel_process_startup(
    LIBSSH2_CHANNEL *channel, const char *request, unsigned int request_length, const char *message,
    unsigned int message_length) {
  GUARDED(
      int, libssh2_channel_process_startup(channel, request, request_length, message, message_length),
      CSSH2_GAVE_UP)
}

int cssh2_channel_request_pty(
    LIBSSH2_CHANNEL *channel, const char *type, unsigned int length, int columns, int rows) {
  GUARDED(
      int, libssh2_channel_request_pty_ex(channel, type, length, NULL, 0, columns, rows, 0, 0), CSSH2_GAVE_UP)
}

int cssh2_channel_request_pty_size(LIBSSH2_CHANNEL *channel, int columns, int rows) {
  GUARDED(int, libssh2_channel_request_pty_size_ex(channel, columns, rows, 0, 0), CSSH2_GAVE_UP)
}

ssize_t cssh2_channel_read(LIBSSH2_CHANNEL *channel, int stream, char *memory, size_t length) {
  GUARDED(ssize_t, libssh2_channel_read_ex(channel, stream, memory, length), CSSH2_GAVE_UP)
}

ssize_t cssh2_channel_write(LIBSSH2_CHANNEL *channel, const char *bytes, size_t length) {
  GUARDED(ssize_t, libssh2_channel_write_ex(channel, 0, bytes, length), CSSH2_GAVE_UP)
}

int cssh2_channel_send_eof(LIBSSH2_CHANNEL *channel) {
  GUARDED(int, libssh2_channel_send_eof(channel), CSSH2_GAVE_UP)
}

int cssh2_channel_eof(LIBSSH2_CHANNEL *channel) {
  GUARDED(int, libssh2_channel_eof(channel), CSSH2_GAVE_UP)
}

int cssh2_channel_wait_closed(LIBSSH2_CHANNEL *channel) {
  GUARDED(int, libssh2_channel_wait_closed(channel), CSSH2_GAVE_UP)
}

int cssh2_channel_free(LIBSSH2_CHANNEL *channel) {
  GUARDED(int, libssh2_channel_free(channel), CSSH2_GAVE_UP)
}
