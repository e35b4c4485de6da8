/// How far the authentication of a connection has come.
final class Authentication {
  /// Not tried yet, in order.
  private var left: ArraySlice<Credential>
  /// What the server refused, for the message.
  private(set) var refused: [String] = []
  /// The key whose signature is being made elsewhere.
  var isSigning = false
  /// The server's list of methods was asked for because no credential could bring it about.
  var hasAskedMethods = false
  private var allowed: [String]?

  init(plan: ConnectionPlan) { left = plan.credentials[...] }

  /// The credential to try now: the first whose method the server takes, as far as that is known.
  func current(allowed: [String]?) -> Credential? {
    self.allowed = allowed ?? self.allowed
    guard let allowed = self.allowed else { return left.first }
    while let first = left.first, !allowed.contains(first.method) {
      left = left.dropFirst()
    }
    return left.first
  }

  /// The server did not take the current one, or took it and wants another method too.
  func next(refused isRefused: Bool) {
    guard let first = left.popFirst() else { return }
    if isRefused { refused.append(first.description) }
  }
}
