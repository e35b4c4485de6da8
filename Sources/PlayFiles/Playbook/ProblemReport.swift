import PlayModel

/// Problems of many hosts put together: one that all hosts have is told once, others with the host they are of.
struct ProblemReport {
  private(set) var problems: [FileProblem] = []
  private(set) var warnings: [FileProblem] = []
  private(set) var secrets: [Secret] = []
  /// In the order they were found, with the hosts that have them.
  private var ofHosts: [(problem: FileProblem, hosts: [HostName])] = []
  private var places: [FileProblem: Int] = [:]

  mutating func add(_ problem: FileProblem) {
    if !problems.contains(problem) { problems.append(problem) }
  }

  mutating func warn(_ warning: FileProblem) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  mutating func add(_ other: ProblemReport) {
    other.problems.forEach { add($0) }
    other.warnings.forEach { warn($0) }
    secrets += other.secrets
  }

  mutating func add(_ log: ProblemLog) {
    log.problems.forEach { add($0) }
    log.warnings.forEach { warn($0) }
    secrets += log.secrets
  }

  /// A log's warnings and secrets without its problems.
  mutating func addNotes(of log: ProblemLog) {
    log.warnings.forEach { warn($0) }
    secrets += log.secrets
  }

  mutating func add(_ problems: [FileProblem], of host: HostName) {
    for problem in problems {
      if let place = places[problem] {
        if ofHosts[place].hosts.last != host { ofHosts[place].hosts.append(host) }
      } else {
        places[problem] = ofHosts.count
        ofHosts.append((problem, [host]))
      }
    }
  }

  /// Moves the hosts' problems to the others. A play has `count` hosts.
  mutating func closeHosts(of count: Int) {
    for (problem, hosts) in ofHosts {
      guard hosts.count < count, let first = hosts.first else {
        add(problem)
        continue
      }
      let others = hosts.count > 1 ? " and \(hosts.count - 1) more" : ""
      add(
        FileProblem(at: problem.position, "\(problem.message) (host \(first)\(others))", hint: problem.hint))
    }
    ofHosts = []
    places = [:]
  }
}
