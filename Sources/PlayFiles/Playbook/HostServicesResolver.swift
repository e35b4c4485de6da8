import PlayModel

/// Resolves the services of a play on each of its hosts.
///
/// A service is computed once for all hosts that agree on the variables it reads.
final class HostServicesResolver {
  /// A service with particular values of the host's variables. A class, so that equal outcomes are one object.
  final class Outcome {
    let service: ReadService?
    let problems: [FileProblem]
    let log: ProblemLog

    init(service: ReadService?, problems: [FileProblem], log: ProblemLog) {
      self.service = service
      self.problems = problems
      self.log = log
    }
  }

  private struct Memo {
    /// The variables one computation read, and the outcome for each combination of their values.
    var variants: [(reads: [String], outcomes: [[Value?]: Outcome])] = []
  }

  private let playbook: Playbook
  private let source: PlaySource
  private let variables: PlayVariables
  private let around: ServiceReader.Surroundings
  private var memos: [Memo]
  /// How many services were computed, as against taken from another host.
  private(set) var computations = 0
  private var orders: [[ObjectIdentifier]: [ServiceSpec]] = [:]

  init(
    playbook: Playbook, source: PlaySource, variables: PlayVariables, order: RolloutPolicy.Order,
    envFiles: EnvFileStore
  ) {
    self.playbook = playbook
    self.source = source
    self.variables = variables
    let names = source.services.map { ServiceName($0.key) }
    around = ServiceReader.Surroundings(services: names, order: order, envFiles: envFiles)
    memos = Array(repeating: Memo(), count: names.count)
  }

  func resolve(_ hosts: [HostName], fleet: FleetCheck, report: inout ProblemReport) -> [PlayHost] {
    guard !hosts.isEmpty else {
      checkWithoutHosts(report: &report)
      return []
    }
    var playHosts: [PlayHost] = []
    playHosts.reserveCapacity(hosts.count)
    for host in hosts {
      let scope = HostScope(variables, host: host)
      let outcomes = source.services.indices.map { outcome(of: $0, in: scope) }
      outcomes.forEach { report.add($0.problems, of: host) }
      let services = ordered(outcomes, report: &report)
      report.add(fleet.problems(on: host, outcomes), of: host)
      playHosts.append(PlayHost(host: host, services: services))
    }
    report.closeHosts(of: hosts.count)
    for memo in memos {
      for variant in memo.variants {
        for outcome in variant.outcomes.values.sorted(by: Self.isEarlier) { report.addNotes(of: outcome.log) }
      }
    }
    return playHosts
  }

  /// Warnings in an order that does not depend on hashing.
  private static func isEarlier(_ left: Outcome, _ right: Outcome) -> Bool {
    let (first, second) = (left.log.warnings.map(\.description), right.log.warnings.map(\.description))
    return first.lexicographicallyPrecedes(second)
  }

  /// Finds what can be found when the pattern gave no hosts.
  private func checkWithoutHosts(report: inout ProblemReport) {
    let scope = HostScope(variables, host: nil)
    for index in source.services.indices {
      compute(index, in: scope).outcome.problems.forEach { report.add($0) }
    }
  }

  private func outcome(of index: Int, in scope: HostScope) -> Outcome {
    for variant in memos[index].variants {
      if let known = variant.outcomes[variant.reads.map(scope.raw)] { return known }
    }
    let (outcome, reads) = compute(index, in: scope)
    let values = reads.map(scope.raw)
    if let variant = memos[index].variants.firstIndex(where: { $0.reads == reads }) {
      memos[index].variants[variant].outcomes[values] = outcome
    } else {
      memos[index].variants.append((reads, [values: outcome]))
    }
    return outcome
  }

  private func compute(_ index: Int, in scope: HostScope) -> (outcome: Outcome, reads: [String]) {
    computations += 1
    let entry = source.services[index]
    let (node, recording) = scope.resolve(entry.node, source: playbook.source)
    let log = ProblemLog()
    recording.problems.forEach(log.add)
    let reader = ServiceReader(
      ServiceName(entry.key), node, namePosition: entry.keyPosition, around: around, log: log)
    let service = reader?.read()
    return (Outcome(service: service, problems: log.problems, log: log), recording.reads)
  }

  /// A host's services in `depends_on` order.
  private func ordered(_ outcomes: [Outcome], report: inout ProblemReport) -> [ServiceSpec] {
    let key = outcomes.map(ObjectIdentifier.init)
    if let known = orders[key] { return known }
    let order = DependencyOrder(outcomes.map(\.service))
    order.problems.forEach { report.add($0) }
    order.warnings.forEach { report.warn($0) }
    orders[key] = order.specs
    return order.specs
  }
}
