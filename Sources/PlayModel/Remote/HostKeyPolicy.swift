/// What to do with a host's key (OpenSSH's `StrictHostKeyChecking`).
public enum HostKeyPolicy: String, Sendable, Hashable, Codable {
  /// Only a key that known_hosts lists. The default.
  case strict
  /// A host never seen is added to known_hosts; a changed key is still refused.
  case acceptNew
  /// No check: only where the user turned it off by name.
  case off
}
