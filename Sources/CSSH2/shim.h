// The libssh2 API as Swift sees it. Function-like macros do not import into Swift, so PlaySSH
// calls the _ex forms; what has no such form gets an inline twin here.
#ifndef CSSH2_SHIM_H
#define CSSH2_SHIM_H
#include <libssh2.h>
#include <libssh2_sftp.h>
#include <malloc.h>
#include <openssl/crypto.h>

// Keeps OpenSSL, on which libssh2 stands, from tearing itself down in exit(3): connections may still be
// closing on their event loops then, and would use what is gone. OPENSSL_init_crypto(3); must come first.
static inline int cssh2_keep_crypto_until_the_end(void) {
  return OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
}
#endif
