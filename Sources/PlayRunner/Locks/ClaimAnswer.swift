import PlayModel

/// What a host says to a claim.
enum ClaimAnswer: Sendable, Hashable {
  /// The fence of each service.
  case granted([ServiceName: Int])
  /// Nothing was taken: others hold some of the services.
  case held([ServiceLock])
  /// The host has seen a newer fence than the one this run held: another run took over meanwhile.
  case overtaken(ServiceName)
  /// An operation of an earlier holder still runs.
  case busy
  case failed(String)

  init(_ report: ScriptReport, claim: HostClaim) {
    let held = report.facts("held").compactMap(ServiceLock.init(fact:))
    let granted = report.facts("claimed").reduce(into: [ServiceName: Int]()) { fences, fact in
      let words = fact.split(separator: " ")
      guard words.count == 2, let fence = Int(words[1]) else { return }
      fences[ServiceName(String(words[0]))] = fence
    }
    if !held.isEmpty {
      self = .held(held)
    } else if let service = report.fact("overtaken") {
      self = .overtaken(ServiceName(service))
    } else if report.fact("busy") != nil {
      self = .busy
    } else if claim.services.allSatisfy({ granted[$0] != nil }) {
      self = .granted(granted)
    } else {
      self = .failed(report.messages.last ?? "the host did not say whether it took the lock")
    }
  }
}
