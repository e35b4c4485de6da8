/// What a command reads on stdin, sent as fast as its window allows.
struct CommandInput {
  /// What is read of the source at once.
  private static let pieceSize = 128 * 1024

  /// Goes first: sudo's password.
  private var urgent: [UInt8] = []
  private let source: any ByteSource
  private var piece: ArraySlice<UInt8> = []
  private var hasEnded = false
  /// Why the source gave no more; the end was sent early then.
  private(set) var problem: ByteSourceProblem?

  /// It is known that nothing is to be sent but the end.
  let isEmpty: Bool

  init(_ source: any ByteSource, isEmpty: Bool = false) {
    self.source = source
    self.isEmpty = isEmpty
  }

  /// Leaves out what was sent already.
  mutating func skip(_ count: Int) {
    var left = count
    while left > 0, refill() {
      let part = min(left, piece.count)
      piece.removeFirst(part)
      left -= part
    }
  }

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
    while refill() {
      guard case .complete(let count) = piece.withUnsafeBytes({ channel.write($0) }), count > 0 else {
        return progressed
      }
      piece.removeFirst(count)
      progressed = true
    }
    if case .incomplete = channel.sendEnd() { return progressed }
    hasEnded = true
    return true
  }

  /// `false` at the end.
  private mutating func refill() -> Bool {
    if !piece.isEmpty { return true }
    do throws(ByteSourceProblem) {
      piece = try source.next(upTo: Self.pieceSize)
    } catch {
      problem = error
    }
    return !piece.isEmpty
  }
}
