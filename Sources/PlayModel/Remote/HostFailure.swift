/// Why a host could not be reached, or why the end of a command is not known.
///
/// Data, not prose: `PlayReport` and the CLI make the sentences. `retryable` failures may go away by
/// themselves (a reset during sshd's MaxStartups), the others need a person.
public struct HostFailure: Error, Sendable, Hashable, Codable {
  public enum Reason: String, Sendable, Hashable, Codable {
    /// The name does not resolve.
    case nameNotFound
    /// TCP: refused, no route, reset.
    case connectionFailed
    case connectTimedOut
    /// The peer is not an SSH server, or the key exchange failed.
    case protocolError
    /// known_hosts does not list the host.
    case hostKeyUnknown
    /// known_hosts lists another key. Somebody may be listening.
    case hostKeyChanged
    case hostKeyRevoked
    case authenticationFailed
    case authenticationTimedOut
    /// A key file that is missing, unreadable, malformed or has a wrong passphrase.
    case keyUnusable
    /// sudo refused: wrong or missing password, or not allowed.
    case becomeFailed
    /// The connection was lost while a command ran: its outcome is unknown.
    case connectionLost
    /// A command's deadline passed: its outcome is unknown.
    case timedOut
    /// sshd refused a channel or a forward.
    case channelRefused
    /// A file could not be read here or written there; the host's file is as it was.
    case uploadFailed
    case cancelled
  }

  public let host: HostName
  public let reason: Reason
  /// What happened in the words of the system or the server, one line, free of secrets.
  public let detail: String
  /// What the user can do, where there is something; one line.
  public let advice: String?

  public init(host: HostName, reason: Reason, detail: String, advice: String? = nil) {
    self.host = host
    self.reason = reason
    self.detail = detail
    self.advice = advice
  }
}
