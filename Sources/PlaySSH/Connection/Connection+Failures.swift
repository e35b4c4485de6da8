import CSSH2
import PlayModel

extension Connection {
  private var place: String { plan.place }

  private static let whereToLook =
    "see that the host is up, that sshd runs there, and that ansible_host and ansible_port are right"

  /// The TCP connect failed.
  func notConnected(_ problem: SystemProblem) -> HostFailure {
    failure(.connectionFailed, "\(place): \(problem)", advice: Self.whereToLook)
  }

  /// Nobody answered the TCP connect.
  func notConnectedInTime() -> HostFailure {
    failure(.connectTimedOut, "\(place) did not answer in time", advice: Self.whereToLook)
  }

  func lostBeforeBanner() -> HostFailure {
    let said = session?.serverLine().map { ", having said: \($0.prefix(200))" } ?? ""
    return failure(
      .connectionFailed, "\(place) closed the connection before its SSH banner" + said + words,
      advice:
        "sshd does so when too many connections are being opened (MaxStartups), or another program listens there"
    )
  }

  /// An open connection broke.
  func lost() -> HostFailure {
    if let notice = session?.notices.disconnect {
      return failure(.connectionLost, "\(place) disconnected: \(notice.text)")
    }
    switch phase {
    case .open, .closed: return failure(.connectionLost, "the connection to \(place) was lost" + words)
    case .connecting: return lostBeforeBanner()
    case .handshaking:
      return failure(.connectionFailed, "\(place) closed the connection during the key exchange" + words)
    case .authenticating:
      return failure(.authenticationFailed, "\(place) closed the connection during authentication" + words)
    }
  }

  /// libssh2 could not go on with what came.
  func unreadable(_ error: NativeError = .brokenPacket) -> HostFailure {
    let reason: HostFailure.Reason = if case .open = phase { .connectionLost } else { .protocolError }
    return failure(reason, "\(place) sent what is not SSH: \(error.message)")
  }

  private var words: String { transportWords.map { ": \($0)" } ?? "" }

  func handshakeFailure(_ error: NativeError, _ session: NativeSession) -> HostFailure {
    if let notice = session.notices.disconnect {
      return failure(.protocolError, "\(place) ended the key exchange: \(notice.text)")
    }
    // libssh2 has other words for an end in the middle of it.
    if error.isDisconnect || session.transportEnded {
      return failure(.connectionFailed, "\(place) closed the connection during the key exchange" + words)
    }
    switch error.code {
    case LIBSSH2_ERROR_BANNER_RECV:
      return failure(
        .protocolError, "\(place) does not speak SSH: \(error.message)",
        advice: "check the address and the port")
    default:
      return failure(
        .protocolError, "the key exchange with \(place) failed: \(error.message) (libssh2 \(error.code))",
        advice: session.notices.disconnect == nil
          ? "the server may offer only algorithms that libssh2 \(NativeLibrary.version) lacks" : nil)
    }
  }
}
