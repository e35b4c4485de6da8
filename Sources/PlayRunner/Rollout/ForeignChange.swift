import PlayModel
import PlayPlanning

/// Whether somebody else has changed, since a run was broken off, what it had planned to change: its plan
/// would put things on top of theirs, or take away what they have put there.
struct ForeignChange {
  let state: RunState
  let observed: [HostName: RolloutPlanner.Observation]

  /// A sentence about the first such service.
  var reason: String? {
    for record in state.hosts {
      guard let survey = observed[record.host]?.survey else { continue }
      for change in record.parts.flatMap(\.services) where change.changes {
        guard let current = survey.container(named: change.spec.containerName), isForeign(current, change)
        else { continue }
        let by = current.labels[ContainerLabel.run].map { "by run \($0)" } ?? "by somebody else"
        return
          "\(record.host): \(change.spec.name) was replaced \(by) after run \(state.run) was broken off; "
          + "deploy with swiftplay run --abandon \(state.run)"
      }
    }
    return nil
  }

  private func isForeign(_ current: ObservedContainer, _ change: ServiceChange) -> Bool {
    current.id != change.previous?.id && current.id != change.restores?.id
      && current.labels[ContainerLabel.run] != state.run.text
  }
}
