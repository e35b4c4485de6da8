import NIOCore
import PlayModel

extension SSHHost: TerminalHost {
  /// People take their time; a connection that is dead is noticed by its keepalives.
  private static let aYear = Duration.seconds(365 * 86_400)

  func run(
    _ line: String?, on terminal: RemoteTerminal, output: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(HostFailure) -> CommandResult.Ending {
    try await perform { connection, promise in
      let bound = NIOLoopBound(connection, eventLoop: connection.eventLoop)
      terminal.onNews { bound.eventLoop.execute { bound.value.drive() } }
      return TerminalTask(
        host: connection.plan.host, line: line, terminal: terminal, output: output,
        scratch: connection.scratch, promise: promise)
    } deadline: {
      (Self.aYear, "the terminal was open for a year")
    }
  }
}
