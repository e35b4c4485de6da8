extension SSHOptions {
  /// Reads words as they would follow `ssh` on its command line (ssh(1)).
  init(arguments: [String]) throws(SSHOptionProblem) {
    var words = arguments[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        throw SSHOptionProblem(text: "\(word) is not an option")
      }
      var letters = word.dropFirst()
      while let letter = letters.popFirst() {
        // Flags without effect here: no terminal, no forwarding of agent or X11, quiet, verbose.
        if "TaxqvnkC46".contains(letter) { continue }
        guard "oilpFJ".contains(letter) else { throw SSHOptionProblem(text: "-\(letter) is not supported") }
        guard let value = letters.isEmpty ? words.popFirst() : String(letters) else {
          throw SSHOptionProblem(text: "-\(letter) needs a value")
        }
        letters = ""
        try take(letter, value)
      }
    }
  }

  private mutating func take(_ letter: Character, _ value: String) throws(SSHOptionProblem) {
    switch letter {
    case "o": try take(option: value)
    case "i": try set("identityfile", value)
    case "l": try set("user", value)
    case "p": try set("port", value)
    case "J": try set("proxyjump", value)
    default: throw SSHOptionProblem(text: "-\(letter) is not supported")
    }
  }

  /// `Name=value` or `Name value` (ssh_config(5)).
  private mutating func take(option: String) throws(SSHOptionProblem) {
    let trimmed = option.trimmingSpaces()
    guard let end = trimmed.firstIndex(where: { $0 == "=" || $0 == " " || $0 == "\t" }) else {
      throw SSHOptionProblem(text: "-o \(option) has no value")
    }
    var value = trimmed[end...].trimmingSpaces()
    if value.hasPrefix("=") { value = value.dropFirst().trimmingSpaces() }
    try set(trimmed[..<end].lowercased(), value)
  }
}
