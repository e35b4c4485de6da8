import Foundation
import NIOCore

/// What passes between a process that keeps connections and one that uses them, over a Unix socket: a length of four
/// bytes, a byte that says what it is, and its bytes.
///
/// The one that asks says `hello`, and nothing else before it has heard `welcome`: one that stands still could carry a
/// command out when nobody waits for it any more. Then `request`, `input` as often as needed, `go`; the answer is output as
/// it comes and one of `done`, `failed` and `gone`.
enum SharingFrame: Hashable, Sendable {
  case hello
  case welcome
  case request([UInt8])
  case input([UInt8])
  case go
  case stdout([UInt8])
  case stderr([UInt8])
  case done([UInt8])
  case failed([UInt8])
  /// The connection has ended; nothing was carried out.
  case gone
  /// The process that keeps connections shall end.
  case end

  /// What is longer is a lie.
  static let longest = 4 << 20

  struct Unreadable: Error, Hashable {}

  private var code: UInt8 {
    switch self {
    case .hello: 1
    case .welcome: 2
    case .request: 3
    case .input: 4
    case .go: 5
    case .stdout: 6
    case .stderr: 7
    case .done: 8
    case .failed: 9
    case .gone: 10
    case .end: 11
    }
  }

  private var bytes: [UInt8] {
    switch self {
    case .request(let bytes), .input(let bytes), .stdout(let bytes), .stderr(let bytes), .done(let bytes),
      .failed(let bytes):
      bytes
    case .hello, .welcome, .go, .gone, .end: []
    }
  }

  func write(to buffer: inout ByteBuffer) {
    let bytes = bytes
    buffer.writeInteger(UInt32(bytes.count + 1))
    buffer.writeInteger(code)
    buffer.writeBytes(bytes)
  }

  var buffer: ByteBuffer {
    var buffer = ByteBuffer()
    write(to: &buffer)
    return buffer
  }

  /// The next whole frame; `nil` until there is one.
  static func read(from buffer: inout ByteBuffer) throws(Unreadable) -> SharingFrame? {
    guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
    guard length >= 1, length <= longest else { throw Unreadable() }
    guard buffer.readableBytes >= 4 + Int(length) else { return nil }
    buffer.moveReaderIndex(forwardBy: 4)
    guard let code = buffer.readInteger(as: UInt8.self), let bytes = buffer.readBytes(length: Int(length) - 1)
    else { throw Unreadable() }
    buffer.discardReadBytes()
    switch code {
    case 3: return .request(bytes)
    case 4: return .input(bytes)
    case 6: return .stdout(bytes)
    case 7: return .stderr(bytes)
    case 8: return .done(bytes)
    case 9: return .failed(bytes)
    default:
      let plain: [UInt8: SharingFrame] = [1: .hello, 2: .welcome, 5: .go, 10: .gone, 11: .end]
      guard let frame = plain[code], bytes.isEmpty else { throw Unreadable() }
      return frame
    }
  }
}
