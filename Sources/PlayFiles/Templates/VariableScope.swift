import PlayModel

/// Where a template's names come from.
protocol VariableScope: AnyObject {
  /// The value of a variable, interpolated; `nil` when there is none of this name. `use` is where the template
  /// stands that asks.
  func value(of name: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode?
  /// The value of another host's variable: `hostvars['db1'].address`.
  func value(of name: String, onHost host: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode?
  func hasHost(_ host: String) -> Bool
  /// How deep the computation is right now, over all scopes that ask each other.
  var nesting: Nesting { get }
  /// Every name that would be found, to suggest one for a misspelt name.
  var names: [String] { get }
}

/// Counts how deep values, expressions and variables are nested in each other, all together: each may be within
/// its own bounds and their product exhaust the stack.
final class Nesting {
  static let deepest = 300
  static let message = "values are nested more than \(deepest) deep"

  private var depth = 0

  /// One level deeper; false when that is too deep. `leave` goes with it in any case.
  func enter() -> Bool {
    depth += 1
    return depth <= Self.deepest
  }

  func leave() { depth -= 1 }
}
