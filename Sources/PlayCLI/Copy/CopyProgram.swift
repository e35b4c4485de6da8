import PlayModel
import PlayReport
import PlayRunner
import PlaySSH
import Synchronization

/// Copies on many hosts at once, and says what came of each.
struct CopyProgram {
  typealias Copied = (amount: CopyText.Amount, path: String)

  let run: AdHocRun
  let format: OutputOptions.Format
  let work: @Sendable (any FileReceiver, HostAccess, CopyMeter) async throws(HostFailure) -> Copied

  /// What was copied where, until it is told.
  private final class Ledger: Sendable {
    private let copied = Mutex<[HostName: Copied]>([:])

    func note(_ host: HostName, _ what: Copied) { copied.withLock { $0[host] = what } }
    func take(_ host: HostName) -> Copied? { copied.withLock { $0.removeValue(forKey: host) } }
  }

  func carryOut() async throws {
    let ledger = Ledger()
    let (format, work) = (format, work)
    let meter = CopyMeter(hosts: run.hosts.count)
    let drawing = Task { await meter.draw() }
    try await run.carryOut { host, access throws(HostFailure) in
      guard let receiver = host as? any FileReceiver else {
        throw HostFailure(host: host.name, reason: .uploadFailed, detail: "it takes no files")
      }
      ledger.note(host.name, try await work(receiver, access, meter))
      return ExecResult(host: host.name, ending: .exited(0))
    } finished: { result in
      let copied = ledger.take(result.host)
      let amount = copied?.amount ?? CopyText.Amount()
      meter.finish {
        switch format {
        case .json: Console.print(CopyText.json(result, amount, path: copied?.path))
        case .human where result.outcome == .ok:
          Console.print(CopyText.line(result, amount, path: copied?.path) + "\n")
        case .human: Console.complain(CopyText.line(result, amount, path: nil))
        }
      }
    } end: { _, _ in
      drawing.cancel()
      await drawing.value
    }
  }
}
