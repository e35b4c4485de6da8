import PlayFiles
import PlayModel

/// Variables as the program prints them.
enum ValueText {
  /// As `ansible-inventory` prints: indented by four, keys sorted.
  static func json(_ value: Value) -> String { value.jsonText(indent: 4) }

  /// On one line, for a reader; a variable whose name says that it is secret is not shown.
  static func line(_ value: Value, of name: String) -> String {
    SecretName.matches(name) ? Redactor.mark : value.jsonText()
  }

  static func scope(_ scope: VariableAssignment.Scope) -> String {
    switch scope {
    case .group(let group): "group \(group)"
    case .host: "host"
    }
  }
}
