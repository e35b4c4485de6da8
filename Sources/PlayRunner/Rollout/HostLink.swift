import PlayModel

/// An open road to one host for requests: over SSH with scripts, or to a simulated host.
public protocol HostLink: Sendable {
  /// - Returns: what the host reported; `nil` when the end of the action is not known.
  func carry(_ request: HostRequest, nonce: String) async throws(HostFailure) -> ScriptReport?
  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer
  func close() async
}
