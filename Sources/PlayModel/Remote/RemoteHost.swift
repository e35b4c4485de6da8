/// An open road to one host: the only way anything reaches it.
///
/// One value stands for one connection that serves the whole run; commands on it may overlap.
/// Every call ends by its deadline, in a result or in a `HostFailure`.
public protocol RemoteHost: Sendable {
  var name: HostName { get }

  /// Runs one command and waits until it has ended or its deadline has passed.
  ///
  /// A command that ended in any way is a `CommandResult`, a non-zero exit code included; only a
  /// command whose end is not known throws.
  func run(_ command: RemoteCommand) async throws(HostFailure) -> CommandResult

  /// Starts commands with this line ahead, so that the next ones with this line and this `stdinHead` find them
  /// waiting for the rest of their stdin. For what does nothing by itself: a shell, and definitions for it. One that
  /// is never used only reads the end of its stdin.
  func keepReady(_ line: String, stdinHead: [UInt8], count: Int)

  /// Asks a TCP port or an HTTP address as the host itself sees it (SSH `direct-tcpip`).
  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer

  /// Ends the connection; safe to call twice.
  func close() async
}

extension RemoteHost {
  public func keepReady(_ line: String, stdinHead: [UInt8], count: Int) {}
}
