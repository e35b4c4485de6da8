/// Variables that come from one step of Ansible's precedence: an inventory's inline variables of one
/// group, the files of one group in one `group_vars`, and so on.
public struct VariableLayer: Sendable, Hashable {
  /// For each variable, every assignment in this layer; the last one counts.
  public let assignments: [String: [VariableAssignment]]

  public init(_ assignments: [String: [VariableAssignment]]) { self.assignments = assignments }

  public var isEmpty: Bool { assignments.isEmpty }

  /// The values that count.
  public var values: [String: Value] { assignments.compactMapValues { $0.last?.value } }
}
