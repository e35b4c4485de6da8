import CSSH2
import CSSH2Guard

/// An error code of libssh2 (`libssh2.h`, `LIBSSH2_ERROR_…`) and the library's own words for it.
struct NativeError: Error, Hashable {
  let code: Int32
  let message: String

  /// The session ended in an assertion (`CSSH2Guard`).
  static let brokenPacket = NativeError(
    code: CSSH2_GAVE_UP, message: "a packet whose length cannot be true")

  /// The transport ended under the session: closed, reset, a DISCONNECT message, or what cannot be read.
  var isDisconnect: Bool {
    switch code {
    case CSSH2_GAVE_UP: true
    case LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND,
      LIBSSH2_ERROR_SOCKET_NONE:
      true
    default: false
    }
  }

  /// The peer's bytes cannot be read: a wrong MAC, a length that cannot be true, a message out of place.
  var isNonsense: Bool {
    switch code {
    case LIBSSH2_ERROR_INVALID_MAC, LIBSSH2_ERROR_DECRYPT, LIBSSH2_ERROR_PROTO, LIBSSH2_ERROR_OUT_OF_BOUNDARY,
      LIBSSH2_ERROR_ALLOC:
      true
    default: false
    }
  }

  /// The server answered that it does not want to, and the connection is as sound as before.
  var isChannelRefusal: Bool {
    code == LIBSSH2_ERROR_CHANNEL_FAILURE || code == LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED
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
