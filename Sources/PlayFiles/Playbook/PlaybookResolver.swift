import PlayModel

/// Turns playbooks into plays: patterns into hosts, templates into values, services into specs for every host.
///
/// Every problem of every file is found in one go and thrown together; nothing is resolved half.
public struct PlaybookResolver {
  private let inventory: InventoryFacts
  private let extra: ExtraVariables
  private let runID: RunID
  private let files: FileAccess
  private let windows: [String]

  /// - Parameter windows: the names of windows that hold for every play instead of its own.
  public init(
    inventory: InventoryFacts, extraVariables: ExtraVariables = .none, runID: RunID,
    files: FileAccess = .disk, windows: [String] = []
  ) {
    self.inventory = inventory
    extra = extraVariables
    self.runID = runID
    self.files = files
    self.windows = windows
  }

  public func resolve(_ playbooks: [Playbook]) throws(FileProblems) -> ResolvedPlaybooks {
    let groups = GroupFacts(inventory.groups)
    let fleet = FleetCheck()
    var report = ProblemReport()
    var resolved = ResolvedPlaybooks(plays: [], warnings: [], secrets: [], variables: [])
    for playbook in playbooks {
      playbook.problems.forEach { report.add($0) }
      for source in playbook.plays {
        let variables = PlayVariables(inventory: inventory, groups: groups, runID: runID)
        var resolver = PlayResolver(playbook: playbook, source: source, variables: variables, files: files)
        resolver.windowNames = windows
        let play = resolver.resolve(extra: extra, fleet: fleet)
        report.add(resolver.report)
        guard let play, !play.hosts.isEmpty else { continue }
        resolved.plays.append(play)
        resolved.variables.append(resolver.redactedVariables())
        resolved.secrets += resolver.report.secrets
      }
    }
    guard report.problems.isEmpty else { throw FileProblems(Self.sorted(report.problems)) }
    resolved.warnings = Self.sorted(report.warnings)
    resolved.secrets = Array(Set(resolved.secrets)).sorted { $0.reveal() < $1.reveal() }
    return resolved
  }

  /// By file, in the order they were met, then by place.
  private static func sorted(_ problems: [FileProblem]) -> [FileProblem] {
    var files: [String: Int] = [:]
    for problem in problems where files[problem.position.file] == nil {
      files[problem.position.file] = files.count
    }
    return problems.enumerated().sorted { left, right in
      let (a, b) = (left.element.position, right.element.position)
      return (files[a.file] ?? 0, a.line, a.column, left.offset) < (
        files[b.file] ?? 0, b.line, b.column, right.offset
      )
    }.map(\.element)
  }
}
