import Foundation
import PlayModel
import PlayRunner
import PlayStore

/// The run store's side of one ad hoc command.
struct AdHocLog {
  private let store: RunStore
  private let id: RunID
  private let clock = SystemClock()

  /// Writes down that the command begins: who, when, where, what. It is not begun where that cannot be done.
  init(hosts: [HostName], access: some Collection<HostAccess>) throws {
    let redactor = Redactor(access.flatMap(\.secrets))
    store = try RunStore(home: ProgramHome.path(), isRead: false, redact: { redactor.redacted($0) })
    let now = clock.now()
    id = RunID.new(at: now)
    try store.begin(
      AdHocRecord(
        id: id, startedAt: now, user: NSUserName(), machine: ProcessInfo.processInfo.hostName,
        directory: FileManager.default.currentDirectoryPath, command: CommandLineText.current, hosts: hosts))
  }

  func finish(_ results: [ExecResult], unfinished: [HostName] = []) throws {
    try store.finish(id, at: clock.now(), hosts: results.map(\.host) + unfinished, results: results)
  }
}
