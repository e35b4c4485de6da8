import PlayModel
import PlayReport
import Synchronization

/// Who is still running a command, for those who press Enter.
final class ExecProgress: Sendable {
  private struct State {
    var hosts: [HostName]
    var running: Set<HostName> = []
    var results: [HostName: ExecResult] = [:]
  }

  private let began = ContinuousClock.now
  private let state: Mutex<State>

  init(hosts: [HostName]) { state = Mutex(State(hosts: hosts)) }

  func start(_ host: HostName) { state.withLock { _ = $0.running.insert(host) } }

  func finish(_ result: ExecResult) {
    state.withLock { state in
      state.running.remove(result.host)
      state.results[result.host] = result
    }
  }

  /// The host turned out to have no part in it.
  func leaveOut(_ host: HostName) {
    state.withLock { state in
      state.running.remove(host)
      state.hosts.removeAll { $0 == host }
    }
  }

  /// In the order of the hosts.
  var results: [ExecResult] { state.withLock { state in state.hosts.compactMap { state.results[$0] } } }

  var unfinished: [HostName] { state.withLock { state in state.hosts.filter { state.results[$0] == nil } } }

  /// One line for stderr.
  var text: String {
    let (hosts, running, done) = state.withLock { ($0.hosts, $0.running, $0.results.count) }
    let time = ContinuousClock.now - began
    var text = ExecText.running(hosts.filter { running.contains($0) }, done: done, of: hosts.count, for: time)
    let waiting = hosts.count - done - running.count
    if waiting > 0 { text += ", \(waiting) not begun" }
    return text
  }
}
