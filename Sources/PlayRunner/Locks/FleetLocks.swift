import PlayModel
import PlayPlanning

/// Who holds what on a fleet, and taking it away from a run that is dead.
public struct FleetLocks: Sendable {
  private let sessions: [HostSession]
  private let forks: Int

  public init(hosts: [HostName: HostAccess], ports: RunPorts, forks: Int = 64) {
    sessions = hosts.sorted { $0.key < $1.key }.map { HostSession(access: $0.value, ports: ports) }
    self.forks = forks
  }

  public struct Answer<Value: Sendable>: Sendable {
    public let host: HostName
    public let result: Result<Value, Trouble>
  }

  /// Each host's locks.
  public func list() async -> [Answer<[ServiceLock]>] {
    await ask(.locks) { report in report.facts("held").compactMap(ServiceLock.init(fact:)) }
  }

  /// Takes all locks of a run away, raises their fences, and leaves a line about it on the host; says
  /// which services of each host were freed. An operation that still runs there is waited for first.
  public func breakLocks(of run: RunID, by whom: String, reason: String) async -> [Answer<[ServiceName]>] {
    await ask(.breakLocks(run: run, whom: whom, reason: reason)) { report in
      report.facts("broken").compactMap { fact in
        fact.split(separator: " ").first.map { ServiceName(String($0)) }
      }
    }
  }

  private func ask<Value: Sendable>(
    _ action: HostAction, _ read: @escaping @Sendable (ScriptReport) -> Value
  ) async -> [Answer<Value>] {
    await fanOut(sessions, limit: forks) { session in
      let ending = await session.settle(HostRequest(action, deadline: .seconds(90)), tries: 2)
      await session.close()
      switch ending {
      case .reported(let report) where report.succeeded:
        return Answer(host: session.name, result: .success(read(report)))
      case .reported(let report):
        return Answer(host: session.name, result: .failure(EngineMessage.trouble(report, otherwise: .other)))
      case .unknown(let failure), .notSent(let failure):
        let trouble = Trouble(.unreachable, failure.detail, advice: failure.advice)
        return Answer(host: session.name, result: .failure(trouble))
      }
    }
  }
}
