extension SSHOptions {
  /// Flags without effect here: no terminal, nothing forwarded, quiet, verbose, compressed.
  private static let flagsWithoutEffect = "AaCgKkMnqTtvXxYy"
  /// The same with a value: ciphers, the escape character, a log file, MACs, a control socket.
  private static let valuesWithoutEffect = "ceEmS"
  /// Options by the letters that stand for them.
  private static let keywords: [Character: String] = [
    "b": "BindAddress", "B": "BindInterface", "i": "IdentityFile", "I": "PKCS11Provider", "J": "ProxyJump",
    "l": "User", "p": "Port", "P": "Tag",
  ]

  init(arguments: [String]) throws(SSHOptionProblem) {
    self.init()
    try take(arguments: arguments)
  }

  /// Reads words as they would follow `ssh` on its command line (ssh(1)).
  mutating func take(arguments: [String]) throws(SSHOptionProblem) {
    var words = arguments[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        throw SSHOptionProblem(text: "\(word) is not an option")
      }
      var letters = word.dropFirst()
      while let letter = letters.popFirst() {
        if Self.flagsWithoutEffect.contains(letter) { continue }
        if letter == "4" || letter == "6" {
          try take(option: "AddressFamily=\(letter == "4" ? "inet" : "inet6")")
          continue
        }
        guard
          letter == "o" || letter == "F" || Self.keywords[letter] != nil
            || Self.valuesWithoutEffect.contains(letter)
        else { throw SSHOptionProblem(text: "-\(letter) is not supported") }
        guard let value = letters.isEmpty ? words.popFirst() : String(letters) else {
          throw SSHOptionProblem(text: "-\(letter) needs a value")
        }
        letters = ""
        try take(letter, value)
      }
    }
  }

  private mutating func take(_ letter: Character, _ value: String) throws(SSHOptionProblem) {
    guard !value.isEmpty else { throw SSHOptionProblem(text: "-\(letter) has an empty value") }
    switch letter {
    case "o": try take(option: value)
    case "F": configFile = value
    case "i": addIdentityFile(value, isRequired: true)
    case "l": user = user ?? value
    default:
      guard let keyword = Self.keywords[letter] else { return }
      try take(option: "\(keyword)=\(value)")
    }
  }

  /// `Name=value` or `Name value` (ssh_config(5)).
  private mutating func take(option: String) throws(SSHOptionProblem) {
    guard let line = try ConfigLine(Array(option.utf8)) else {
      throw SSHOptionProblem(text: "-o \(option) names no option")
    }
    guard !["host", "match", "include"].contains(line.keyword) else {
      throw SSHOptionProblem(text: "\(line.written) belongs into a file", hint: "name the file with -F")
    }
    try apply(try ConfigSetting(line), at: nil)
  }
}
