/// How a remote command ended, and what it printed.
public struct CommandResult: Sendable, Hashable {
  /// RFC 4254 section 6.10: a command ends with an exit status, a signal, or the channel closes with neither.
  public enum Ending: Sendable, Hashable {
    case exited(Int)
    case signalled(String)
    /// The channel closed and no status came. The outcome is unknown, never success.
    case unreported
  }

  public let ending: Ending
  public let stdout: [UInt8]
  public let stderr: [UInt8]
  /// Bytes beyond `RemoteCommand.outputLimit` that were read and thrown away.
  public let dropped: Int

  public init(ending: Ending, stdout: [UInt8] = [], stderr: [UInt8] = [], dropped: Int = 0) {
    self.ending = ending
    self.stdout = stdout
    self.stderr = stderr
    self.dropped = dropped
  }

  public var succeeded: Bool { ending == .exited(0) }
  public var outputText: String { String(decoding: stdout, as: UTF8.self) }
  public var errorText: String { String(decoding: stderr, as: UTF8.self) }
}
