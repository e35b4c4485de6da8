import Foundation

/// One side of a copy: a path of this machine, or `PATTERN:PATH` of hosts.
enum CopyPlace: Equatable {
  case local(String)
  case remote(pattern: String, path: String)

  /// As scp(1) reads it: remote when a colon comes before the first slash. A pattern may have colons of its own,
  /// so the last one before the path counts.
  init(_ text: String) {
    let head = text.prefix { $0 != "/" && $0 != "~" }
    guard let colon = head.lastIndex(of: ":"), colon > text.startIndex else {
      self = .local(text)
      return
    }
    self = .remote(pattern: String(text[..<colon]), path: String(text[text.index(after: colon)...]))
  }
}
