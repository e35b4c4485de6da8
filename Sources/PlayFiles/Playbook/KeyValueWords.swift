/// Ansible's `key=value` texts: words between spaces, with quotes around a value or around part of it.
enum KeyValueWords {
  static func split(_ text: String) throws(ValueFault) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for word in try words(text) {
      guard let equals = word.firstIndex(of: "=") else {
        throw ValueFault(
          "a word has no `=`", hint: "write NAME=VALUE, @FILE or a JSON map; quote a value with spaces")
      }
      pairs.append((String(word[..<equals]), unquoted(word[word.index(after: equals)...])))
    }
    guard !pairs.isEmpty else {
      throw ValueFault("no variable is given", hint: "write NAME=VALUE, @FILE or a JSON map")
    }
    return pairs
  }

  /// Cut at spaces outside quotes and outside `{{ }}`; the quotes stay.
  private static func words(_ text: String) throws(ValueFault) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        isEscaped = false
      } else if character == "\\", quote != nil {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character.isWhitespace, !isInTemplate(word) {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      word.append(character)
    }
    if let quote { throw ValueFault("a \(quote) is never closed") }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func isInTemplate(_ word: String) -> Bool {
    word.ranges(of: "{{").count > word.ranges(of: "}}").count
  }

  /// Without the quotes around it, and with the quotes inside it unescaped.
  private static func unquoted(_ value: Substring) -> String {
    guard let quote = value.first, quote == "'" || quote == "\"", value.count > 1, value.last == quote else {
      return String(value)
    }
    return String(value.dropFirst().dropLast()).replacing("\\\(quote)", with: "\(quote)")
  }
}
