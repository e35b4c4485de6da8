import PlayModel

/// An SSH option that is wrong or that cannot be honoured.
struct SSHOptionProblem: Error, Hashable {
  let text: String
  /// What would be right.
  var hint: String?
  /// Where it stands; `nil` for arguments.
  var position: SourcePosition?

  /// The problem, told of a place unless it already knows its own.
  func at(_ place: SourcePosition) -> SSHOptionProblem {
    SSHOptionProblem(text: text, hint: hint, position: position ?? place)
  }
}
