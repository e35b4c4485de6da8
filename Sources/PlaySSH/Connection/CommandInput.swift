/// What a command reads on stdin, sent as fast as its window allows.
struct CommandInput {
  /// Goes first: sudo's password.
  private var urgent: [UInt8] = []
  private let bytes: [UInt8]
  private var position = 0
  private var hasEnded = false

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func insert(_ bytes: [UInt8]) { urgent += bytes }

  /// Sends what the channel takes. `mayEnd`: the bytes proper may go, and the end after them.
  mutating func feed(_ channel: NativeChannel, mayEnd: Bool) -> Bool {
    var progressed = false
    while !urgent.isEmpty {
      guard case .complete(let count) = urgent.withUnsafeBytes({ channel.write($0) }), count > 0 else {
        return progressed
      }
      urgent.removeFirst(count)
      progressed = true
    }
    guard mayEnd, !hasEnded else { return progressed }
    while position < bytes.count {
      let outcome = bytes.withUnsafeBytes { channel.write(UnsafeRawBufferPointer(rebasing: $0[position...])) }
      guard case .complete(let count) = outcome, count > 0 else { return progressed }
      position += count
      progressed = true
    }
    if case .incomplete = channel.sendEnd() { return progressed }
    hasEnded = true
    return true
  }
}
