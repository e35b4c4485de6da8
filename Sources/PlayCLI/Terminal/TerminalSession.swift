import ArgumentParser
import Dispatch
import Glibc
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH

/// `exec -it`: one host's terminal, shown on this one.
struct TerminalSession {
  let host: HostName
  let access: HostAccess
  let connector: SSHConnector
  /// `nil` is the login shell.
  let line: String?
  let log: AdHocLog?

  func run() async throws {
    let result = await session()
    try log?.finish([result])
    if let detail = result.detail {
      Console.complain("\(host): \(detail)\(result.advice.map { " (\($0))" } ?? "")")
    }
    if result.outcome == .unreachable { throw ExitCode(4) }
    if result.outcome != .ok { throw ExitCode(2) }
  }

  private func session() async -> ExecResult {
    do throws(HostFailure) {
      let remote = try await connector.connect(to: access.target)
      guard let terminals = remote as? any TerminalHost else {
        throw HostFailure(host: host, reason: .channelRefused, detail: "it has no terminals")
      }
      do throws(HostFailure) {
        let ending = try await show(terminals)
        await remote.close()
        return ExecResult(host: host, ending: ending)
      } catch {
        await remote.close()
        throw error
      }
    } catch { return ExecResult(error) }
  }

  /// However it ends, the terminal is as it was.
  private func show(_ remote: any TerminalHost) async throws(HostFailure) -> CommandResult.Ending {
    let size = Console.size.map { RemoteTerminal.Size(columns: $0.columns, rows: $0.rows) }
    let terminal = RemoteTerminal(
      type: getenv("TERM").map { String(cString: $0) } ?? "xterm",
      size: size ?? RemoteTerminal.Size(columns: 80, rows: 24))
    guard let raw = RawTerminal() else {
      throw HostFailure(host: host, reason: .channelRefused, detail: "stdin is no terminal")
    }
    let line = line
    let work = Task {
      () async -> Result<CommandResult.Ending, HostFailure> in
      do throws(HostFailure) {
        return .success(
          try await remote.run(line, on: terminal) { bytes in
            bytes.withUnsafeBytes { Self.write($0) }
          })
      } catch { return .failure(error) }
    }
    // Keys are bytes now; these signals come from outside.
    let interrupts = Interrupts(
      first: { work.cancel() },
      second: {
        raw.restore()
        exit(130)
      })
    let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global())
    keys.setEventHandler {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 { terminal.press(Array(buffer.prefix(count))) } else { work.cancel() }
    }
    keys.resume()
    let window = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
    window.setEventHandler {
      if let size = Console.size {
        terminal.resize(RemoteTerminal.Size(columns: size.columns, rows: size.rows))
      }
    }
    window.resume()
    let result = await work.value
    keys.cancel()
    window.cancel()
    interrupts.end()
    raw.restore()
    return try result.get()
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }
}
