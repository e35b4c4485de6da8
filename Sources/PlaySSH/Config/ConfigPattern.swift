/// A pattern of ssh_config (ssh_config(5), PATTERNS), where case counts unless it was given in lower case
/// and is asked about lower case.
struct ConfigPattern: Sendable, Hashable {
  let isNegated: Bool
  private let glob: [UInt8]

  init(_ text: some StringProtocol) {
    isNegated = text.hasPrefix("!")
    glob = Array(text.utf8.dropFirst(isNegated ? 1 : 0))
  }

  /// A list with commas (ssh_config(5), "pattern-list").
  static func list(_ text: String) -> [ConfigPattern] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { ConfigPattern($0) }
  }

  func matches(_ name: [UInt8]) -> Bool { HostPattern.matches(glob, name) }

  /// Whether one of a list takes `name` and none denies it.
  static func anyMatches(_ patterns: [ConfigPattern], _ name: [UInt8]) -> Bool {
    var isTaken = false
    for pattern in patterns where pattern.matches(name) {
      if pattern.isNegated { return false }
      isTaken = true
    }
    return isTaken
  }
}
