// The libssh2 API as Swift sees it. Function-like macros do not import into Swift, so PlaySSH
// calls the _ex forms; what has no such form gets an inline twin here.
#ifndef CSSH2_SHIM_H
#define CSSH2_SHIM_H
#include <libssh2.h>
#include <malloc.h>
#include <libssh2_sftp.h>
#endif
