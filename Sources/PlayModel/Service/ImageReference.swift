/// A container image's name as a user writes it: `[registry[:port]/]path[:tag][@digest]`.
///
/// The grammar is the distribution project's reference grammar; only its shape is checked here, the
/// registry has the last word.
public struct ImageReference: Sendable, Hashable, CustomStringConvertible {
  /// Registry and path, without tag and digest: `registry.example:5000/shop/web`.
  public let repository: String
  /// `nil` when the reference names none; the engine then takes `latest`, unless there is a digest.
  public let tag: String?
  /// `sha256:` and 64 hex digits.
  public let digest: String?

  public init(repository: String, tag: String? = nil, digest: String? = nil) {
    self.repository = repository
    self.tag = tag
    self.digest = digest
  }

  /// `nil` when the text cannot be an image name.
  public init?(_ text: String) {
    var rest = Substring(text)
    var digest: String?
    if let at = rest.firstIndex(of: "@") {
      let found = String(rest[rest.index(after: at)...])
      guard Self.isDigest(found) else { return nil }
      digest = found
      rest = rest[..<at]
    }
    var tag: String?
    let afterSlash = rest.lastIndex(of: "/").map { rest.index(after: $0) } ?? rest.startIndex
    if let colon = rest[afterSlash...].firstIndex(of: ":") {
      let found = String(rest[rest.index(after: colon)...])
      guard Self.isTag(found) else { return nil }
      tag = found
      rest = rest[..<colon]
    }
    guard Self.isRepository(rest) else { return nil }
    self.init(repository: String(rest), tag: tag, digest: digest)
  }

  public var description: String {
    repository + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
  }

  /// What people call the version: the tag, else the start of the digest, else `latest`.
  public var version: String { tag ?? digest.map { String($0.dropFirst(7).prefix(12)) } ?? "latest" }

  /// The same repository at one digest: what is pulled and run, whatever the tag says later.
  public func pinned(to digest: String) -> ImageReference {
    ImageReference(repository: repository, tag: nil, digest: digest)
  }

  private static func isDigest(_ text: String) -> Bool {
    text.hasPrefix("sha256:") && text.utf8.count == 71
      && text.utf8.dropFirst(7).allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
  }

  private static func isTag(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
    return (isWord(first) || first == UInt8(ascii: "_"))
      && text.utf8.allSatisfy { isWord($0) || "_.-".utf8.contains($0) }
  }

  private static func isRepository(_ text: Substring) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isRegistry = index == 0 && parts.count > 1
      guard let first = part.utf8.first, let last = part.utf8.last, isWord(first),
        isWord(last) || last == 0x5D
      else { return isRegistry && part.hasPrefix("[") && part.contains("]") }
      for byte in part.utf8 {
        let lower = isDigit(byte) || (0x61...0x7A).contains(byte)
        let upper = (0x41...0x5A).contains(byte)
        guard lower || "._-".utf8.contains(byte) || (isRegistry && (upper || byte == 0x3A)) else {
          return false
        }
      }
    }
    return !parts.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
  }
}

extension ImageReference: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let reference = ImageReference(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an image reference")
    }
    self = reference
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
