import PlayModel
import Synchronization

/// Connections to hosts, opened when they are first needed and kept for the next question.
public final class KeptConnections: Sendable {
  private let connector: any HostConnector
  private let open = Mutex<[HostName: any RemoteHost]>([:])

  public init(connector: any HostConnector) { self.connector = connector }

  /// - Returns: the connection, and whether it was there before and may have ended unnoticed.
  func remote(
    _ access: HostAccess
  ) async throws(HostFailure) -> (remote: any RemoteHost, isOld: Bool) {
    let host = access.target.name
    if let remote = open.withLock({ $0[host] }) { return (remote, true) }
    let remote = try await connector.connect(to: access.target)
    open.withLock { $0[host] = remote }
    return (remote, false)
  }

  func drop(_ host: HostName) async {
    await open.withLock { $0.removeValue(forKey: host) }?.close()
  }

  public func closeAll() async {
    let all = open.withLock { open in
      defer { open = [:] }
      return Array(open.values)
    }
    for remote in all { await remote.close() }
  }
}
