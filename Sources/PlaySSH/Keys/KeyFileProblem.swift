/// Why a private key file cannot be used. Data only: the connector says which file and what to do.
enum KeyFileProblem: Error, Hashable {
  case missing
  case unreadable(String)
  /// No key of a known format in it.
  case notAPrivateKey
  case malformed(String)
  /// A key type, cipher or derivation that is not supported.
  case unsupported(String)
  case passphraseNeeded
  case wrongPassphrase
}
