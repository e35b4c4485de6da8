import PlayModel
import PlayReport
import Synchronization

/// `host: line`, as the lines come, each whole.
final class LineSink: ExecSink {
  private struct Streams {
    var stdout = OutputLines()
    var stderr = OutputLines()
  }

  private let open = Mutex<[HostName: Streams]>([:])
  private let style = Console.style

  func take(_ chunk: OutputChunk, of host: HostName) {
    open.withLock { open in
      let lines =
        switch chunk.stream {
        case .stdout: open[host, default: Streams()].stdout.take(chunk.bytes)
        case .stderr: open[host, default: Streams()].stderr.take(chunk.bytes)
        }
      show(lines, of: host, chunk.stream)
    }
  }

  func finish(_ result: ExecResult) {
    open.withLock { open in
      close(result.host, &open)
      for line in ExecText.trouble(result) { show([Array(line.utf8)], of: result.host, .stderr) }
    }
  }

  func end(_ results: [ExecResult], unfinished: [HostName]) {
    open.withLock { open in
      for host in unfinished { close(host, &open) }
    }
  }

  private func close(_ host: HostName, _ open: inout [HostName: Streams]) {
    guard var streams = open.removeValue(forKey: host) else { return }
    if let rest = streams.stdout.end() { show([rest], of: host, .stdout) }
    if let rest = streams.stderr.end() { show([rest], of: host, .stderr) }
  }

  private func show(_ lines: [[UInt8]], of host: HostName, _ stream: OutputChunk.Stream) {
    guard !lines.isEmpty else { return }
    let terminal = stream == .stdout ? Console.outputIsTerminal : Console.errorIsTerminal
    let style = terminal ? self.style : ReportStyle()
    let text = lines.flatMap { HostPrefix.line(host, $0, style: style, terminal: terminal) }
    Console.write(text, to: stream)
  }
}
