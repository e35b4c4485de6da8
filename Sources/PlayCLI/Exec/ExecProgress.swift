import PlayModel
import PlayReport
import Synchronization

/// Who is still running a command, for those who press Enter.
final class ExecProgress: Sendable {
  private struct State {
    var running: Set<HostName> = []
    var results: [HostName: ExecResult] = [:]
  }

  private let hosts: [HostName]
  private let began = ContinuousClock.now
  private let state = Mutex(State())

  init(hosts: [HostName]) { self.hosts = hosts }

  func start(_ host: HostName) { state.withLock { _ = $0.running.insert(host) } }

  func finish(_ result: ExecResult) {
    state.withLock { state in
      state.running.remove(result.host)
      state.results[result.host] = result
    }
  }

  /// In the order of the hosts.
  var results: [ExecResult] {
    let results = state.withLock { $0.results }
    return hosts.compactMap { results[$0] }
  }

  var unfinished: [HostName] {
    let results = state.withLock { $0.results }
    return hosts.filter { results[$0] == nil }
  }

  /// One line for stderr.
  var text: String {
    let (running, done) = state.withLock { ($0.running, $0.results.count) }
    let time = ContinuousClock.now - began
    var text = ExecText.running(hosts.filter { running.contains($0) }, done: done, of: hosts.count, for: time)
    let waiting = hosts.count - done - running.count
    if waiting > 0 { text += ", \(waiting) not begun" }
    return text
  }
}
