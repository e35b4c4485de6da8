/// Becoming another user on the host before a command runs (Ansible's `become`, with sudo).
public struct Become: Sendable, Hashable {
  public let user: String
  /// Given to sudo on stdin, never on its command line; `nil` expects that sudo asks for none.
  public let password: Secret?

  public init(user: String = "root", password: Secret? = nil) {
    self.user = user
    self.password = password
  }
}
