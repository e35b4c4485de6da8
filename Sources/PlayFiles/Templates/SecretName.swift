/// Whether a variable's name says that its value is a secret.
///
/// A name is split into words at `_`, `-`, `.` and changes of case. `db_password`, `API_TOKEN` and
/// `stripeApiKey` are secrets; `password_file` and `token_url` say where a secret is and are none.
public enum SecretName {
  private static let words: Set<String> = [
    "password", "passwords", "passwd", "passphrase", "pass", "pwd", "secret", "secrets", "token", "tokens",
    "apikey", "credential", "credentials", "privatekey",
  ]
  /// A `key` is secret only together with the word before it.
  private static let keys: Set<String> = [
    "api", "private", "access", "signing", "encryption", "secret", "auth", "master", "session",
  ]
  /// A last word that tells something about a secret instead of being one.
  private static let descriptions: Set<String> = [
    "file", "files", "path", "dir", "name", "names", "url", "uri", "endpoint", "host", "port", "user",
    "username",
    "length", "size", "count", "min", "max", "ttl", "timeout", "expiry", "expires", "lifetime", "interval",
    "type",
    "policy", "enabled", "disabled", "required", "header", "bucket", "rotation", "version",
  ]

  public static func matches(_ name: String) -> Bool {
    let words = Self.split(name)
    guard let last = words.last, !descriptions.contains(last) else { return false }
    if words.contains(where: Self.words.contains) { return true }
    return last == "key" && words.dropLast().last.map(keys.contains) == true
  }

  private static func split(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in name {
      let separates = !character.isLetter && !character.isNumber
      if separates || (character.isUppercase && wasLower) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if !separates { word += character.lowercased() }
      wasLower = character.isLowercase
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
