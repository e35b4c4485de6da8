/// Opens connections to hosts. The one implementation that reaches real hosts is in PlaySSH.
public protocol HostConnector: Sendable {
  /// Connects and authenticates, within the deadlines in `target`.
  func connect(to target: ConnectionTarget) async throws(HostFailure) -> any RemoteHost
}
