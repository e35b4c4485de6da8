import NIOCore

/// What somebody on the way, or a server that means harm, does to what the server says. In counter mode a bit
/// that is changed on the way is changed in the text too, and nothing but the packet's MAC, which comes last,
/// tells: so a relay can do to a client all that does not need the session's keys.
struct Interference: Sendable, CustomStringConvertible {
  enum Act: CaseIterable {
    /// Both sides are closed.
    case close
    /// Nothing more is passed on.
    case stall
    /// Random bytes come instead, as fast as they are taken.
    case flood
    /// Random bytes come instead, as many as the server sent.
    case garbage
    /// The lowest bit of the packet's length: no longer a whole number of blocks.
    case lie
  }

  let act: Act
  /// In the how manieth piece of what the server says: it answers step by step, so a piece begins with a packet.
  let piece: Int

  var description: String { "\(act) in piece \(piece)" }

  func garbage(_ count: Int) -> ByteBuffer {
    var random = Mutator(seed: UInt64(piece))
    return ByteBuffer(bytes: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
  }
}
