import PlayModel
import PlayRunner
import Synchronization

/// Connections that are made while the run is still getting ready: once all files are read and right, the login need not
/// wait for git and the run store. One that nobody takes is closed when this goes.
final class ConnectionsAhead: Sendable {
  typealias Opened = Result<any HostLink, HostFailure>

  private let connect: @Sendable (HostAccess) async -> Opened
  private let opening: Mutex<[HostName: Task<Opened, Never>]>

  /// - Parameter limit: hosts to begin with, in the order of their names; the others' connections are made when they
  ///   are asked for.
  init(
    to hosts: [HostName: HostAccess], limit: Int, connect: @escaping @Sendable (HostAccess) async -> Opened
  ) {
    self.connect = connect
    let first = hosts.sorted { $0.key < $1.key }.prefix(limit)
    opening = Mutex(
      first.reduce(into: [:]) { all, host in all[host.key] = Task { await connect(host.value) } })
  }

  deinit { opening.withLock { for task in $0.values { task.cancel() } } }

  /// The connection that is under way, once; then new ones.
  func link(to access: HostAccess) async -> Opened {
    guard let task = opening.withLock({ $0.removeValue(forKey: access.target.name) }) else {
      return await connect(access)
    }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
