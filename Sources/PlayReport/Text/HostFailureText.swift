import PlayModel

/// The sentences for why a host could not be reached, or why a command's end is not known.
public enum HostFailureText {
  /// One line without the host's name: what failed and how.
  public static func sentence(_ failure: HostFailure) -> String {
    failure.detail.isEmpty ? head(failure.reason) : "\(head(failure.reason)): \(failure.detail)"
  }

  /// The sentence after the host's name, and the advice on a line of its own.
  public static func lines(_ failure: HostFailure) -> [String] {
    let first = "\(failure.host): \(sentence(failure))"
    guard let advice = failure.advice ?? advice(failure.reason) else { return [first] }
    return [first, "  \(advice)"]
  }

  static func head(_ reason: HostFailure.Reason) -> String {
    switch reason {
    case .nameNotFound: "its name does not resolve"
    case .connectionFailed: "no connection"
    case .connectTimedOut: "no answer to the connection in time"
    case .protocolError: "no SSH conversation"
    case .hostKeyUnknown: "its host key is not in known_hosts"
    case .hostKeyChanged: "its host key is not the one in known_hosts; somebody may be listening"
    case .hostKeyRevoked: "its host key is revoked in known_hosts"
    case .authenticationFailed: "login refused"
    case .authenticationTimedOut: "login not answered in time"
    case .keyUnusable: "the key file cannot be used"
    case .becomeFailed: "sudo refused"
    case .connectionLost: "connection lost; how the command ended is not known"
    case .timedOut: "no end in time; how the command ended is not known"
    case .channelRefused: "sshd refused a channel"
    case .uploadFailed: "a file could not be put there"
    case .cancelled: "given up"
    }
  }

  /// What usually helps, where the failure itself brings no advice.
  static func advice(_ reason: HostFailure.Reason) -> String? {
    switch reason {
    case .nameNotFound: "set ansible_host in the inventory to an address that resolves"
    case .connectionFailed, .connectTimedOut: "see that sshd runs there and that ansible_port is right"
    case .hostKeyUnknown: "check the key with the host's owner, then add it with ssh-keyscan or ssh"
    case .hostKeyChanged:
      "ask the host's owner; when the change is right, remove the old key with ssh-keygen -R"
    case .authenticationFailed: "see ansible_user and the keys that are offered (-v lists them)"
    case .becomeFailed: "give the password with -K, or allow the user sudo without one"
    case .hostKeyRevoked, .protocolError, .authenticationTimedOut, .keyUnusable, .connectionLost,
      .timedOut, .channelRefused, .uploadFailed, .cancelled:
      nil
    }
  }
}
