import PlayModel

/// Asks for the passphrases of key files on the terminal.
enum Passphrases {
  static let ask: @Sendable (String) async -> Secret? = { path in
    Console.ask("Passphrase for \(path): ", secret: true).map(Secret.init)
  }
}
