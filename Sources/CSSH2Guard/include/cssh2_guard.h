// libssh2's calls that read from the network, kept from ending the process.
//
// libssh2 1.10 asserts, on bytes that nobody has authenticated yet, that a packet is a whole number of the
// cipher's blocks (transport.c, `decrypt`; 1.11 answers LIBSSH2_ERROR_DECRYPT there). Whoever can change one bit
// on the way could so abort a program that serves a thousand other hosts. Each of these calls is the one of the
// same name, but an assertion of libssh2's transport.c ends only the call: it answers CSSH2_GAVE_UP, or NULL.
//
// The session must then never be used again, not even freed: it was left in the middle of a packet. The memory
// that it keeps is the price.
#ifndef CSSH2_GUARD_H
#define CSSH2_GUARD_H
#include <libssh2.h>
#include <stdbool.h>

// No code of libssh2's, which are small negative numbers.
#define CSSH2_GAVE_UP (-9999)

// Whether a call on this thread has been given up since this was asked last.
bool cssh2_gave_up(void);

int cssh2_session_handshake(LIBSSH2_SESSION *session, libssh2_socket_t socket);
int cssh2_session_disconnect(LIBSSH2_SESSION *session, int reason, const char *description);
int cssh2_session_free(LIBSSH2_SESSION *session);

char *cssh2_userauth_list(LIBSSH2_SESSION *session, const char *user, unsigned int length);
int cssh2_userauth_publickey(
    LIBSSH2_SESSION *session, const char *user, const unsigned char *key, size_t length,
    LIBSSH2_USERAUTH_PUBLICKEY_SIGN_FUNC((*sign)), void **abstract);
int cssh2_userauth_password(
    LIBSSH2_SESSION *session, const char *user, unsigned int user_length, const char *password,
    unsigned int password_length);
int cssh2_userauth_keyboard_interactive(
    LIBSSH2_SESSION *session, const char *user, unsigned int length,
    LIBSSH2_USERAUTH_KBDINT_RESPONSE_FUNC((*answer)));

LIBSSH2_CHANNEL *cssh2_channel_open(
    LIBSSH2_SESSION *session, const char *type, unsigned int type_length, unsigned int window,
    unsigned int packet, const char *message, unsigned int message_length);
int cssh2_channel_process_startup(
    LIBSSH2_CHANNEL *channel, const char *request, unsigned int request_length, const char *message,
    unsigned int message_length);
int cssh2_channel_request_pty(
    LIBSSH2_CHANNEL *channel, const char *type, unsigned int length, int columns, int rows);
int cssh2_channel_request_pty_size(LIBSSH2_CHANNEL *channel, int columns, int rows);
ssize_t cssh2_channel_read(LIBSSH2_CHANNEL *channel, int stream, char *memory, size_t length);
ssize_t cssh2_channel_write(LIBSSH2_CHANNEL *channel, const char *bytes, size_t length);
int cssh2_channel_send_eof(LIBSSH2_CHANNEL *channel);
int cssh2_channel_eof(LIBSSH2_CHANNEL *channel);
int cssh2_channel_wait_closed(LIBSSH2_CHANNEL *channel);
int cssh2_channel_free(LIBSSH2_CHANNEL *channel);
#endif
