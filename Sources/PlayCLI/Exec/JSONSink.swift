import PlayModel
import PlayReport
import Synchronization

/// One JSON object a host, when it is done.
final class JSONSink: ExecSink {
  private let spool = OutputSpool()
  private let turn = Mutex(())

  func take(_ chunk: OutputChunk, of host: HostName) { spool.append(chunk, of: host) }

  func finish(_ result: ExecResult) {
    turn.withLock { _ in
      let line = ExecJSON.line(
        result, stdout: spool.bytes(.stdout, of: result.host), stderr: spool.bytes(.stderr, of: result.host))
      spool.forget(result.host)
      Console.print(line)
    }
  }

  func end(_ results: [ExecResult], unfinished: [HostName]) throws { try spool.check() }
}
