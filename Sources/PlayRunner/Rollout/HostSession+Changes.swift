import PlayModel

/// Changes to the host, which need its lock.
extension HostSession {
  /// Carries out a change until its end is known.
  ///
  /// A host that has forgotten the lock (it was started anew) is claimed again, where nobody has changed
  /// it since; then the change is sent once more.
  ///
  /// - Parameters:
  ///   - id: the operation's; the same one sent twice has one effect.
  ///   - cancels: operations that must have no effect any more when they arrive later.
  ///   - isLast: nothing follows any more: the host's locks are given back, and its results forgotten, by the same
  ///     script.
  func change(
    _ action: HostAction, id: String, service: ServiceName, cancels: [String] = [], deadline: Duration,
    isLast: Bool = false
  ) async -> Ending {
    for attempt in 0..<2 {
      guard let hold = held, let fence = hold.fences[service] else {
        return .notSent(
          HostFailure(host: name, reason: .cancelled, detail: "this run does not hold \(service) there"))
      }
      let operation = HostOperation(
        id: id, run: hold.claim.run, service: service, token: hold.claim.token, fence: fence,
        cancels: cancels,
        stateDirectory: hold.stateDirectory)
      let ending = await settle(
        HostRequest(
          action, operation: operation, releases: isLast ? hold.claim : nil, deadline: deadline,
          isFollowed: !isLast))
      if case .reported(let report) = ending, report.fact("released") != nil { dropHold() }
      guard case .reported(let report) = ending, report.fact("lost") == "nobody", attempt == 0,
        await claimAgain(hold)
      else { return ending }
    }
    return .notSent(HostFailure(host: name, reason: .cancelled, detail: "its lock was lost"))
  }

  /// The fence that goes into the label of what is created for a service.
  func fence(of service: ServiceName) -> Int { held?.fences[service] ?? 0 }

  private func claimAgain(_ hold: Hold) async -> Bool {
    var claim = hold.claim
    claim.held = hold.fences
    guard case .reported(let report) = await settle(HostRequest(.claim(claim), deadline: .seconds(180))),
      case .granted(let fences) = ClaimAnswer(report, claim: claim)
    else { return false }
    keep(hold.claim, fences: fences, stateDirectory: hold.stateDirectory)
    return true
  }

  /// Says that the run lives.
  func beat() async {
    guard let hold = held else { return }
    _ = await run(
      HostRequest(.beat(hold.claim, stateDirectory: hold.stateDirectory), deadline: .seconds(20)))
  }

  /// Gives the locks back; a host that cannot be reached keeps them, and `lock list` shows them.
  func release(forget: Bool) async {
    guard let (claim, directory) = toRelease else { return }
    dropHold()
    let action = HostAction.release(claim, forget: forget, stateDirectory: directory)
    _ = await settle(HostRequest(action, deadline: .seconds(60), isFollowed: false), tries: 2)
  }
}
