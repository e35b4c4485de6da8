// The libssh2 API as Swift sees it. Function-like macros do not import into Swift; the few that
// PlaySSH needs get an inline twin here.
#ifndef CSSH2_SHIM_H
#define CSSH2_SHIM_H
#include <libssh2.h>
#include <libssh2_sftp.h>
#endif
