import PlayModel

/// The hosts that a pattern stands for, in the order of `ansible --list-hosts`.
public struct HostSelection: Sendable, Hashable {
  /// A term that names no group and no host.
  public struct Unmatched: Sendable, Hashable {
    public let term: String
    /// Such as `did you mean "web"?`.
    public let hint: String?

    public init(term: String, hint: String?) {
      self.term = term
      self.hint = hint
    }
  }

  public let hosts: [HostName]
  /// Terms that matched nothing; Ansible warns of them and goes on.
  public let unmatched: [Unmatched]

  public init(hosts: [HostName], unmatched: [Unmatched] = []) {
    self.hosts = hosts
    self.unmatched = unmatched
  }
}
