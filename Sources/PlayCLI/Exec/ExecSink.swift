import PlayModel
import PlayReport

/// Where hosts' output goes as it comes.
protocol ExecSink: Sendable {
  func take(_ chunk: OutputChunk, of host: HostName)
  /// The host is done.
  func finish(_ result: ExecResult)
  /// All that will finish have finished; `unfinished` were interrupted.
  func end(_ results: [ExecResult], unfinished: [HostName]) throws
}
