/// One place that gives a variable a value: what `inventory host --explain` shows.
public struct VariableAssignment: Sendable, Hashable {
  /// Whose variable it is.
  public enum Scope: Sendable, Hashable {
    case group(String)
    case host
  }

  public let value: Value
  /// Where it was written. For an executable the file is its command line, and the line that of its output.
  public let position: SourcePosition
  public let scope: Scope

  public init(_ value: Value, at position: SourcePosition, scope: Scope) {
    self.value = value
    self.position = position
    self.scope = scope
  }
}
