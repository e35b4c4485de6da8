import CSSH2

/// An error code of libssh2 (`libssh2.h`, `LIBSSH2_ERROR_…`) and the library's own words for it.
struct NativeError: Error, Hashable {
  let code: Int32
  let message: String

  /// The transport ended under the session: closed, reset, or a DISCONNECT message.
  var isDisconnect: Bool {
    switch code {
    case LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND,
      LIBSSH2_ERROR_SOCKET_NONE:
      true
    default: false
    }
  }

  var isAuthenticationRefusal: Bool {
    switch code {
    case LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED,
      LIBSSH2_ERROR_PASSWORD_EXPIRED:
      true
    default: false
    }
  }
}
