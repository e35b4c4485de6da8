import PlayModel

/// One host for the length of a run: one connection, opened when first needed and opened again when lost.
public actor HostSession {
  public nonisolated let name: HostName
  private let access: HostAccess
  private let ports: RunPorts
  private var connection = Connection.none

  private enum Connection {
    case none
    /// One caller opens it, the others wait for the same answer.
    case opening([CheckedContinuation<Result<any HostLink, HostFailure>, Never>])
    case open(any HostLink)
  }

  public init(access: HostAccess, ports: RunPorts) {
    name = access.target.name
    self.access = access
    self.ports = ports
  }

  public nonisolated var engine: EngineInfo.Kind { access.engine }

  /// The end of a script that may not have been seen.
  enum Ending: Sendable {
    case reported(ScriptReport)
    /// No sentinel: the effect may or may not have happened.
    case unknown(HostFailure)
    /// The script never reached the host.
    case notSent(HostFailure)
  }

  /// Sends a request once.
  func run(_ request: HostRequest) async -> Ending {
    let link: any HostLink
    switch await connected() {
    case .success(let open): link = open
    case .failure(let failure): return .notSent(failure)
    }
    do throws(HostFailure) {
      if let report = try await link.carry(request, nonce: ports.nonce()) { return .reported(report) }
      return .unknown(
        HostFailure(host: name, reason: .connectionLost, detail: "the command ended without a word"))
    } catch {
      await forget(link)
      return error.reason == .becomeFailed || error.reason == .channelRefused
        ? .notSent(error) : .unknown(error)
    }
  }

  /// Sends a request that changes the host until its end is known, reconnecting in between: the host's
  /// flock waits for a predecessor that still runs, and its record answers for one that has ended.
  func settle(_ request: HostRequest, tries: Int = 4) async -> Ending {
    var ending = await run(request)
    for attempt in 1..<max(2, tries) {
      guard case .unknown = ending, !Task.isCancelled else { return ending }
      try? await ports.clock.sleep(for: .seconds(1 << attempt))
      let again = await run(request)
      // Not reaching the host again says nothing about what the first try did.
      if case .notSent(let failure) = again { ending = .unknown(failure) } else { ending = again }
    }
    return ending
  }

  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer {
    try await connected().get().probe(probe)
  }

  public func close() async {
    guard case .open(let host) = connection else { return }
    connection = .none
    await host.close()
  }

  private func connected() async -> Result<any HostLink, HostFailure> {
    switch connection {
    case .open(let host): return .success(host)
    case .opening(let waiters):
      return await withCheckedContinuation { connection = .opening(waiters + [$0]) }
    case .none: break
    }
    connection = .opening([])
    let result = await ports.connect(access)
    if case .opening(let waiters) = connection {
      for waiter in waiters { waiter.resume(returning: result) }
    }
    if case .success(let host) = result { connection = .open(host) } else { connection = .none }
    return result
  }

  /// After a failure the next use opens a new connection.
  private func forget(_ link: any HostLink) async {
    connection = .none
    await link.close()
  }
}
