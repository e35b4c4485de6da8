import ArgumentParser
import Foundation
import Glibc
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH

/// One command on many hosts, from the first connection to the last line.
struct ExecProgram {
  let hosts: [HostName]
  let access: [HostName: HostAccess]
  let connector: SSHConnector
  let line: ExecLine
  let stdin: [UInt8]
  let deadline: Duration
  let forks: Int
  let sink: any ExecSink
  /// Whether Enter may be asked for: nothing else reads the terminal.
  let listens: Bool

  func run() async throws {
    let progress = ExecProgress(hosts: hosts)
    let work = Task {
      _ = await fanOut(hosts, limit: forks) { host in
        guard !Task.isCancelled else { return }
        progress.start(host)
        guard let result = await run(on: host) else { return }
        progress.finish(result)
        sink.finish(result)
      }
    }
    let interrupts = Interrupts(
      first: { work.cancel() },
      second: { exit(130) })
    let enter = listens ? EnterKey { Console.complain(progress.text) } : nil
    await work.value
    enter?.end()
    interrupts.end()

    let (results, unfinished) = (progress.results, progress.unfinished)
    try sink.end(results, unfinished: unfinished)
    Console.complain(ExecText.counts(results))
    guard unfinished.isEmpty else {
      Console.complain("interrupted; not finished: \(HostSet(unfinished))")
      throw ExitCode(130)
    }
    if results.contains(where: { $0.outcome == .unreachable }) { throw ExitCode(4) }
    if results.contains(where: { $0.outcome != .ok }) { throw ExitCode(2) }
  }

  /// `nil`: interrupted.
  private func run(on host: HostName) async -> ExecResult? {
    guard let access = access[host] else {
      return ExecResult(host: host, outcome: .unreachable, detail: "no connection settings")
    }
    do throws(HostFailure) {
      let remote = try await connector.connect(to: access.target)
      do throws(HostFailure) {
        let result = try await remote.run(
          RemoteCommand(
            line.text(engine: access.engine), stdin: stdin, deadline: deadline, outputLimit: 0,
            become: access.become, endsWhenGivenUp: true, onOutput: { sink.take($0, of: host) }))
        await remote.close()
        return ExecResult(host: host, ending: result.ending)
      } catch {
        await remote.close()
        throw error
      }
    } catch {
      return error.reason == .cancelled ? nil : ExecResult(error)
    }
  }
}
