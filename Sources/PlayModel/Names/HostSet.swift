/// Many host names as people write them: `web[01-12,20],db1`, `rack[1-2]node[01-16]`.
///
/// Folding knows numeric ranges and their padding; what cannot be folded is written as it is. Names
/// that hold `[`, `]` or `,` themselves cannot be told apart when read back.
public struct HostSet: Sendable, Hashable, CustomStringConvertible {
  /// Each once, in the order given.
  public let hosts: [HostName]

  public init(_ hosts: some Sequence<HostName>) {
    var seen: Set<HostName> = []
    self.hosts = hosts.filter { seen.insert($0).inserted }
  }

  /// The folded form. Groups stand where their first host stands, numbers ascend.
  public var description: String { HostFolding.fold(hosts.map(\.text)).joined(separator: ",") }

  /// Reads the folded form; `nil` when a bracket is not closed, is empty, or holds something else than
  /// numbers and ascending ranges of the same padding.
  public init?(folded text: String) {
    guard let names = HostFolding.unfold(text) else { return nil }
    self.init(names.map { HostName($0) })
  }

  /// The order people read names in: numbers inside them by value, `web2` before `web10`.
  public static func precedes(_ left: HostName, _ right: HostName) -> Bool {
    let (lefts, rights) = (pieces(left.text), pieces(right.text))
    for (a, b) in zip(lefts, rights) where a != b {
      if let x = Int(a), let y = Int(b), x != y { return x < y }
      return a < b
    }
    return lefts.count < rights.count
  }

  /// Runs of digits and runs of anything else.
  private static func pieces(_ text: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    while start < text.endIndex {
      let isDigit = text[start].isASCII && text[start].isNumber
      let end = text[start...].firstIndex { ($0.isASCII && $0.isNumber) != isDigit } ?? text.endIndex
      pieces.append(text[start..<end])
      start = end
    }
    return pieces
  }
}
