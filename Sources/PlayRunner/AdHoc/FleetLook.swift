import PlayModel

/// Looks at the containers of many hosts at once, one round trip each, outside of any run.
public struct FleetLook: Sendable {
  private let access: [HostName: HostAccess]
  private let connections: KeptConnections
  private let nonce: @Sendable () -> String
  private let forks: Int

  public init(
    access: [HostName: HostAccess], connections: KeptConnections, nonce: @escaping @Sendable () -> String,
    forks: Int
  ) {
    self.access = access
    self.connections = connections
    self.nonce = nonce
    self.forks = forks
  }

  /// In the order of `hosts`.
  ///
  /// - Parameter deadline: for each host, from sending to the answer.
  public func containers(
    on hosts: [HostName], _ question: ContainerQuestion, deadline: Duration = .seconds(30)
  ) async -> [HostSighting] {
    await fanOut(hosts, limit: forks) { host in
      HostSighting(host: host, finding: await look(at: host, question, deadline))
    }
  }

  private func look(
    at host: HostName, _ question: ContainerQuestion, _ deadline: Duration
  ) async -> Result<[ContainerSighting], Trouble> {
    guard let access = access[host] else {
      return .failure(Trouble(.unreachable, "the host has no connection settings"))
    }
    let script = HostScript(AdHocScripts.containers(question), deadline: deadline)
    do throws(HostFailure) {
      let report = try await answer(to: script, access)
      return SightingReading(host: host, engine: access.engine, report: report).finding()
    } catch {
      let reason: Trouble.Reason = error.reason == .timedOut ? .timedOut : .unreachable
      return .failure(Trouble(reason, error.detail, advice: error.advice))
    }
  }

  /// A connection kept from an earlier look may have ended meanwhile: then a new one is tried.
  private func answer(to script: HostScript, _ access: HostAccess) async throws(HostFailure) -> ScriptReport {
    while true {
      let (remote, isOld) = try await connections.remote(access)
      do throws(HostFailure) { return try await run(script, remote, access) } catch {
        await connections.drop(access.target.name)
        guard isOld, error.reason == .connectionLost else { throw error }
      }
    }
  }

  private func run(
    _ script: HostScript, _ remote: any RemoteHost, _ access: HostAccess
  ) async throws(HostFailure) -> ScriptReport {
    let nonce = nonce()
    // A connection that was there before may have a shell ready (`swiftplay connect`).
    let result = try await remote.run(
      script.command(
        engine: access.engine, nonce: nonce, become: access.become, isPrepared: access.become == nil))
    if let report = ScriptReport(result, nonce: nonce) { return report }
    // The login shell or sshd may have said why nothing ran.
    let words = (result.errorText + result.outputText).split(separator: "\n").last.map(String.init)
    throw HostFailure(
      host: remote.name, reason: .connectionLost, detail: words ?? "the connection ended before the answer")
  }
}
