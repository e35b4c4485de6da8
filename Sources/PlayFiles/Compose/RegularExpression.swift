/// A regular expression a user wrote, compiled once here so that a typo is found before any connection.
enum RegularExpression {
  static func check(_ text: String) throws(ValueFault) -> String {
    do {
      _ = try Regex(text)
      return text
    } catch {
      throw ValueFault("`\(text)` is not a regular expression: \(error)")
    }
  }
}
