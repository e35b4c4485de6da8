import PlayModel

/// Carries requests as POSIX-sh scripts over a `RemoteHost`.
public struct ScriptLink: HostLink {
  private let remote: any RemoteHost
  private let access: HostAccess

  public init(remote: any RemoteHost, access: HostAccess) {
    // A rollout's scripts come one after another: while one runs, the shells of the next two are started, and hear
    // what all scripts begin with.
    if access.become == nil {
      remote.keepReady(HostScript.shell, stdinHead: HostScript.head(access.engine), count: 2)
    }
    self.remote = remote
    self.access = access
  }

  public func carry(_ request: HostRequest, nonce: String) async throws(HostFailure) -> ScriptReport? {
    let isPrepared = access.become == nil
    var command = request.script.command(
      engine: access.engine, nonce: nonce, become: access.become, isPrepared: isPrepared)
    command.isFollowed = request.isFollowed
    let result = try await remote.run(command)
    if let report = ScriptReport(result, nonce: nonce) { return report }
    // The login shell or sshd may have said why nothing ran.
    let words = (result.errorText + result.outputText).split(separator: "\n").last.map(String.init)
    guard let words else { return nil }
    throw HostFailure(host: remote.name, reason: .connectionLost, detail: words)
  }

  public func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer {
    try await remote.probe(probe)
  }

  public func close() async { await remote.close() }
}
