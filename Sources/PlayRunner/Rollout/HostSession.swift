import PlayModel

/// One host for the length of a run: one connection, opened when first needed and opened again when
/// lost, and the locks the run holds there.
public actor HostSession {
  public nonisolated let name: HostName
  /// As the inventory has it.
  nonisolated var address: String { access.target.address }
  private let access: HostAccess
  private let ports: RunPorts
  private var connection = Connection.none
  /// Why the connection could not be opened before it was needed.
  private var failedAhead: HostFailure?
  /// Counts connections, so that only the one that failed is given up.
  private var generation = 0
  /// What the run holds here; `nil` until it was granted, and after it was given back.
  private var hold: Hold?
  /// What was asked for: it may be held although the answer was lost.
  private var asked: HostClaim?

  private enum Connection {
    case none
    /// One caller opens it, the others wait for the same answer.
    case opening([CheckedContinuation<Opened, Never>])
    case open(any HostLink)
  }

  private typealias Opened = Result<(link: any HostLink, generation: Int), HostFailure>

  struct Hold: Sendable {
    var claim: HostClaim
    var fences: [ServiceName: Int]
    var stateDirectory: String
  }

  public init(access: HostAccess, ports: RunPorts) {
    name = access.target.name
    self.access = access
    self.ports = ports
  }

  public nonisolated var engine: EngineInfo.Kind { access.engine }

  var held: Hold? { hold }

  func asks(_ claim: HostClaim?) { asked = claim }

  /// What to give back at the end.
  var toRelease: (claim: HostClaim, stateDirectory: String?)? {
    if let hold { return (hold.claim, hold.stateDirectory) }
    return asked.map { ($0, nil) }
  }

  func keep(_ claim: HostClaim, fences: [ServiceName: Int], stateDirectory: String) {
    hold = Hold(claim: claim, fences: fences, stateDirectory: stateDirectory)
  }

  func dropHold() {
    hold = nil
    asked = nil
  }

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
    let number: Int
    switch await connected() {
    case .success(let open): (link, number) = open
    case .failure(let failure): return .notSent(failure)
    }
    do throws(HostFailure) {
      if let report = try await link.carry(request, nonce: ports.nonce()) { return .reported(report) }
      return .unknown(
        HostFailure(host: name, reason: .connectionLost, detail: "the command ended without a word"))
    } catch {
      await forget(link, number)
      return error.reason == .becomeFailed || error.reason == .channelRefused
        ? .notSent(error) : .unknown(error)
    }
  }

  /// Sends a request until its end is known, reconnecting in between: on the host the flock waits for a
  /// predecessor that still runs, and the record answers for one that has ended.
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
    switch await connected() {
    case .success(let open): try await open.link.probe(probe)
    case .failure(let failure): throw failure
    }
  }

  public func close() async {
    guard case .open(let host) = connection else { return }
    connection = .none
    await host.close()
  }

  /// Opens the connection before its first use, which gets the answer, whatever it is.
  func open() async {
    if case .none = connection { _ = await connected(isAhead: true) }
  }

  private func connected(isAhead: Bool = false) async -> Opened {
    switch connection {
    case .open(let host): return .success((host, generation))
    case .opening(let waiters):
      return await withCheckedContinuation { connection = .opening(waiters + [$0]) }
    case .none: break
    }
    if let failure = failedAhead {
      failedAhead = nil
      return .failure(failure)
    }
    connection = .opening([])
    let result = await ports.connect(access)
    generation += 1
    let opened: Opened = result.map { ($0, generation) }
    if case .opening(let waiters) = connection {
      for waiter in waiters { waiter.resume(returning: opened) }
      if isAhead, waiters.isEmpty, case .failure(let failure) = opened { failedAhead = failure }
    }
    if case .success(let host) = result { connection = .open(host) } else { connection = .none }
    return opened
  }

  /// After a failure the next use opens a new connection; one that another caller has opened meanwhile
  /// stays.
  private func forget(_ link: any HostLink, _ number: Int) async {
    if number == generation, case .open = connection { connection = .none }
    await link.close()
  }
}
