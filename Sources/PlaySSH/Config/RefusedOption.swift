import PlayModel

/// An option of ssh that changes where or how one connects and that cannot be honoured here.
struct RefusedOption: Sendable, Hashable {
  let name: String
  /// What ssh would do.
  let means: String
  /// Values that ask for nothing, in lower case.
  let neutral: Set<String>
  let instead: String

  init(_ name: String, means: String, neutral: Set<String> = [], instead: String) {
    self.name = name
    self.means = means
    self.neutral = neutral
    self.instead = instead
  }

  /// One that a host's configuration asks for.
  struct Use: Sendable, Hashable {
    let option: RefusedOption
    let value: String
    let position: SourcePosition?

    /// What to say of it; `nil` when its value asks for nothing.
    var problem: SSHOptionProblem? {
      guard !option.neutral.contains(value.lowercased()) else { return nil }
      return SSHOptionProblem(
        text: "\(option.name) \(value) is not supported: \(option.means)", hint: option.instead,
        position: position)
    }
  }
}
