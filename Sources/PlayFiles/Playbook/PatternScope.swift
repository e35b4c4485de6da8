import PlayModel

/// The names that `hosts` may use: those of `-e`, since every other depends on the hosts.
final class PatternScope: VariableScope {
  private let variables: PlayVariables
  private let scope: HostScope

  /// `variables` holds nothing but those of `-e` yet.
  init(_ variables: PlayVariables) {
    self.variables = variables
    scope = HostScope(variables, host: nil)
  }

  var nesting: Nesting { variables.nesting }

  var names: [String] { variables.definitions.keys.sorted() }

  func value(of name: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode? {
    guard variables.definitions[name] != nil else {
      throw ValueFault(
        "`\(name)` is not given with -e, and `hosts` can use no other variables",
        hint: NearestName.hint(name, in: names) ?? "give it with -e \(name)=…, or write the pattern out")
    }
    return try scope.value(of: name, use: use)
  }

  func value(of name: String, onHost host: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode? {
    throw ValueFault("`hosts` cannot use variables of hosts")
  }

  func hasHost(_ host: String) -> Bool { true }
}
