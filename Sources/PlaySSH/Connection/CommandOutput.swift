import PlayModel

/// A command's output, kept up to a limit and handed on as it comes.
struct CommandOutput {
  private let limit: Int
  private let onOutput: (@Sendable (OutputChunk) -> Void)?
  private(set) var stdout: [UInt8] = []
  private(set) var stderr: [UInt8] = []
  private var dropped = 0

  init(limit: Int, onOutput: (@Sendable (OutputChunk) -> Void)?) {
    self.limit = limit
    self.onOutput = onOutput
  }

  mutating func add(_ bytes: UnsafeRawBufferPointer, to stream: OutputChunk.Stream) {
    guard !bytes.isEmpty else { return }
    switch stream {
    case .stdout: dropped += Self.append(bytes, to: &stdout, limit: limit)
    case .stderr: dropped += Self.append(bytes, to: &stderr, limit: limit)
    }
    onOutput?(OutputChunk(stream: stream, bytes: [UInt8](bytes)))
  }

  /// Answers how many bytes did not fit.
  private static func append(_ bytes: UnsafeRawBufferPointer, to kept: inout [UInt8], limit: Int) -> Int {
    let room = max(0, min(bytes.count, limit - kept.count))
    kept.append(contentsOf: bytes[..<room])
    return bytes.count - room
  }

  func result(_ ending: CommandResult.Ending) -> CommandResult {
    CommandResult(ending: ending, stdout: stdout, stderr: stderr, dropped: dropped)
  }
}
