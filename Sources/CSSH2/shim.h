// The libssh2 API as Swift sees it. Function-like macros do not import into Swift, so PlaySSH
// calls the _ex forms; what has no such form gets an inline twin here. With it come epoll(7) and eventfd(2),
// which Swift's Glibc module leaves out.
#ifndef CSSH2_SHIM_H
#define CSSH2_SHIM_H
#include <libssh2.h>
#include <libssh2_sftp.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Keeps OpenSSL, on which libssh2 stands, from tearing itself down in exit(3): connections may still be
// closing on their event loops then, and would use what is gone. OPENSSL_init_crypto(3); must come first.
static inline int cssh2_keep_crypto_until_the_end(void) {
  return OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
}

// A session takes and gives back some hundred kilobytes. The heap of another thread than the first grows and
// shrinks by a page at a time, each with a system call and a page fault; so all threads share the first one's,
// which keeps what is given back (mallopt(3)).
static inline void cssh2_keep_memory(void) {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, 512 << 10);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

// prctl(2) has a variable number of arguments, which Swift cannot call. The kernel cuts the name off.
static inline void cssh2_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
#endif
