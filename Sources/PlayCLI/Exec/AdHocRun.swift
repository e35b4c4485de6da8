import ArgumentParser
import Glibc
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH

/// Something done on many hosts at once, in the foreground: Enter says who is not done, Ctrl-C ends it, the last
/// line counts, and the exit code says whether all went well.
struct AdHocRun {
  let hosts: [HostName]
  let access: [HostName: HostAccess]
  let connector: SSHConnector
  let forks: Int
  /// Whether Enter may be asked for: nothing else reads the terminal.
  var listens = true
  /// `nil`: it is not recorded.
  var log: AdHocLog?

  /// - Parameters:
  ///   - work: on one open connection; `nil` where the host has no part in it.
  ///   - finished: what came of a host, as it comes.
  ///   - end: when all that will finish have finished; with the hosts that were interrupted.
  func carryOut(
    _ work: @escaping @Sendable (any RemoteHost, HostAccess) async throws(HostFailure) -> ExecResult?,
    finished: @escaping @Sendable (ExecResult) -> Void,
    end: ([ExecResult], [HostName]) async throws -> Void = { _, _ in }
  ) async throws {
    let progress = ExecProgress(hosts: hosts)
    // Each host's work goes on where its connection is, so that no step of it has to wake another thread.
    let task = Task(executorPreference: SSHConnector.executor) {
      _ = await fanOut(hosts, limit: forks) { host in
        guard !Task.isCancelled else { return }
        await withTaskExecutorPreference(SSHConnector.executor) {
          progress.start(host)
          switch await attempt(host, work) {
          case .result(let result):
            progress.finish(result)
            finished(result)
          case .noPart: progress.leaveOut(host)
          case .interrupted: break
          }
        }
      }
    }
    // The first Ctrl-C ends the commands on the hosts; the second does not wait for that.
    let interrupts = Interrupts(first: { task.cancel() }, second: { exit(130) })
    let enter = listens && Console.inputIsTerminal ? EnterKey { Console.complain(progress.text) } : nil
    await task.value
    enter?.end()
    interrupts.end()

    let (results, unfinished) = (progress.results, progress.unfinished)
    try log?.finish(results, unfinished: unfinished)
    try await end(results, unfinished)
    Console.complain(ExecText.counts(results))
    guard unfinished.isEmpty else {
      Console.complain("interrupted; not finished: \(HostSet(unfinished))")
      throw ExitCode(130)
    }
    if results.contains(where: { $0.outcome == .unreachable }) { throw ExitCode(4) }
    if results.contains(where: { $0.outcome != .ok }) { throw ExitCode(2) }
  }

  private enum Attempt {
    case result(ExecResult)
    case noPart
    case interrupted
  }

  private func attempt(
    _ host: HostName,
    _ work: @Sendable (any RemoteHost, HostAccess) async throws(HostFailure) -> ExecResult?
  ) async -> Attempt {
    guard let access = access[host] else {
      return .result(ExecResult(host: host, outcome: .unreachable, detail: "no connection settings"))
    }
    do throws(HostFailure) {
      let remote = try await connector.connect(to: access.target)
      do throws(HostFailure) {
        let result = try await work(remote, access)
        await remote.close()
        return result.map { .result($0) } ?? .noPart
      } catch {
        await remote.close()
        throw error
      }
    } catch {
      return error.reason == .cancelled ? .interrupted : .result(ExecResult(error))
    }
  }
}
