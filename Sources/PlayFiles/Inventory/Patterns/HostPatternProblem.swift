/// Why a host pattern cannot be resolved: bad syntax, or a subscript outside its group.
///
/// A pattern that is right and matches nothing is no problem but an empty `HostSelection`.
public struct HostPatternProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: Sendable, Hashable {
    /// Nothing stands behind `!` or `&`, or the whole pattern is empty.
    case emptyTerm
    /// The regular expression after `~` is none.
    case badExpression
    /// `web[7]` where `web` has fewer hosts; the count is how many it has.
    case outOfRange(hosts: Int)
  }

  /// The term at fault, without the others of its pattern.
  public let term: String
  public let reason: Reason
  public let hint: String?

  public init(term: String, reason: Reason, hint: String? = nil) {
    self.term = term
    self.reason = reason
    self.hint = hint
  }

  public var description: String {
    switch reason {
    case .emptyTerm: "the host pattern \"\(term)\" names nothing"
    case .badExpression: "the host pattern \"\(term)\" is not a valid regular expression"
    case .outOfRange(let hosts):
      "the subscript of \"\(term)\" is out of range: there \(hosts == 1 ? "is 1 host" : "are \(hosts) hosts")"
    }
  }
}
