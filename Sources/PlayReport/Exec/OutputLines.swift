/// Cuts a stream of bytes into lines, however it comes.
public struct OutputLines: Sendable {
  /// A longer line is given out in pieces, so that a host cannot fill the memory with one.
  private static let longest = 1 << 16
  private var partial: [UInt8] = []

  public init() {}

  /// The lines that are complete now, each without its newline.
  public mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      lines.append(partial + rest[..<end])
      partial.removeAll(keepingCapacity: true)
      rest = rest[rest.index(after: end)...]
    }
    partial += rest
    while partial.count >= Self.longest {
      lines.append([UInt8](partial.prefix(Self.longest)))
      partial.removeFirst(Self.longest)
    }
    return lines
  }

  /// What came after the last newline; `nil` for nothing.
  public mutating func end() -> [UInt8]? {
    defer { partial = [] }
    return partial.isEmpty ? nil : partial
  }
}
