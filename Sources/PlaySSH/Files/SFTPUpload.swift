/// One file's way to a host over SFTP, without I/O: replies go in, requests come out.
///
/// The file is written under another name in the same folder, given its mode, flushed to disk where the server
/// can do that, and renamed over the destination. When anything goes wrong the other file is removed.
final class SFTPUpload {
  enum Outcome: Hashable {
    case done
    case failed(String)
    /// The server cannot replace a file in one step.
    case unsuitable
  }

  private enum Step {
    case starting, opening, writing, settingMode, flushing, closing, renaming
    case removing(String)
  }

  /// The largest piece that every server has to take.
  private static let pieceSize = 32 * 1024
  /// Writes that may wait for their answers: this bounds what is held in memory.
  private static let mostUnanswered = 32
  private static let longestReply = 256 * 1024

  private let temporary: String
  private let path: String
  private let mode: Int
  private let source: any ByteSource
  private var step = Step.starting
  private var extensions: Set<String> = []
  private var handle: [UInt8] = []
  private var offset = 0
  private var unanswered = 0
  private var isRead = false
  private var lastRequest: UInt32 = 0
  private var received: [UInt8] = []
  /// What is to be sent next; the owner takes it.
  var outbound: [UInt8] = SFTPMessage.start()
  private(set) var outcome: Outcome?

  init(_ source: any ByteSource, to path: String, beside temporary: String, mode: Int) {
    self.source = source
    self.path = path
    self.temporary = temporary
    self.mode = mode
  }

  /// Whether the server has said anything that is SFTP.
  var hasBegun: Bool { if case .starting = step { false } else { true } }

  func receive(_ bytes: UnsafeRawBufferPointer) {
    received += bytes
    while outcome == nil, received.count >= 4 {
      let length = received.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard (1...Self.longestReply).contains(length) else { return settle(.failed("it does not speak SFTP")) }
      guard received.count >= 4 + length else { return }
      let reply = SFTPMessage.reply(Array(received[4..<4 + length]))
      received.removeFirst(4 + length)
      guard let reply else { return settle(.failed("it does not speak SFTP")) }
      take(reply)
    }
  }

  /// Puts out the next pieces of the file, as many as may be unanswered.
  func refill() {
    guard outcome == nil, case .writing = step else { return }
    while !isRead, unanswered < Self.mostUnanswered {
      let piece: ArraySlice<UInt8>
      do throws(ByteSourceProblem) {
        piece = try source.next(upTo: Self.pieceSize)
      } catch {
        return remove(error.text)
      }
      guard !piece.isEmpty else {
        isRead = true
        break
      }
      outbound += SFTPMessage.write(id: nextRequest(), handle: handle, offset: offset, bytes: piece)
      offset += piece.count
      unanswered += 1
    }
    if isRead, unanswered == 0 {
      step = .settingMode
      outbound += SFTPMessage.setMode(id: nextRequest(), handle: handle, mode: mode)
    }
  }

  private func nextRequest() -> UInt32 {
    lastRequest &+= 1
    return lastRequest
  }

  private func settle(_ outcome: Outcome) {
    self.outcome = outcome
    outbound = []
  }

  private func take(_ reply: SFTPMessage.Reply) {
    switch (step, reply) {
    case (.starting, .version(let extensions)):
      guard extensions.contains(SFTPMessage.rename) else { return settle(.unsuitable) }
      self.extensions = extensions
      step = .opening
      outbound += SFTPMessage.open(id: nextRequest(), path: temporary)
    case (.opening, .handle(_, let handle)):
      self.handle = handle
      step = .writing
      refill()
    case (.opening, .status(_, let code, let text)):
      settle(.failed(Self.words(code, text)))
    case (.removing(let why), .status(let id, _, _)):
      // Answers to writes that were under way come first.
      if id == lastRequest { settle(.failed(why)) }
    case (_, .status(_, let code, let text)):
      code == 0 ? succeeded() : remove(Self.words(code, text))
    default:
      settle(.failed("it answered out of turn"))
    }
  }

  /// The last request of the step was carried out.
  private func succeeded() {
    switch step {
    case .writing:
      unanswered -= 1
      if unanswered < 0 { settle(.failed("it answered out of turn")) } else { refill() }
    case .settingMode where extensions.contains(SFTPMessage.fsync):
      step = .flushing
      outbound += SFTPMessage.flush(id: nextRequest(), handle: handle)
    case .settingMode, .flushing:
      step = .closing
      outbound += SFTPMessage.close(id: nextRequest(), handle: handle)
    case .closing:
      step = .renaming
      outbound += SFTPMessage.rename(id: nextRequest(), from: temporary, to: path)
    case .renaming: settle(.done)
    case .starting, .opening, .removing: settle(.failed("it answered out of turn"))
    }
  }

  private func remove(_ why: String) {
    step = .removing(why)
    outbound += SFTPMessage.remove(id: nextRequest(), path: temporary)
  }

  /// Codes of the draft's section 7.
  private static func words(_ code: UInt32, _ text: String) -> String {
    switch code {
    case 2: "no such folder"
    case 3: "permission denied"
    default: text.isEmpty || text == "Failure" ? "the server's SFTP failed (code \(code))" : text
    }
  }
}
