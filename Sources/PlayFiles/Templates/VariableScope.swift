import PlayModel

/// Where a template's names come from.
protocol VariableScope: AnyObject {
  /// The value of a variable, interpolated; `nil` when there is none of this name. `use` is where the template
  /// stands that asks.
  func value(of name: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode?
  /// The value of another host's variable: `hostvars['db1'].address`.
  func value(of name: String, onHost host: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode?
  func hasHost(_ host: String) -> Bool
  /// Every name that would be found, to suggest one for a misspelt name.
  var names: [String] { get }
}
