import PlayModel

/// A value in an INI inventory: a Python literal where it is one, else the text as it stands.
enum INIValue {
  static func read(_ text: String, at position: SourcePosition) throws(FileProblem) -> Value {
    switch PythonLiteral.read(text) {
    case .text: return .string(text)
    case .unhashable:
      throw FileProblem(
        at: position, "the value \(text) is read as a set with a member that a set cannot have",
        hint: "put quotes inside quotes for a text: name=\"'\(text)'\"")
    case .literal(let value):
      do {
        return try value.value()
      } catch {
        throw FileProblem(
          at: position, "\(error.message): \(text)", hint: "put quotes inside quotes for a text: name=\"'…'\""
        )
      }
    }
  }
}
