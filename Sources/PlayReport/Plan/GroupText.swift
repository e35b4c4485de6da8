import PlayModel
import PlayPlanning

/// A blue-green play's groups in words.
enum GroupText {
  /// `blue serves; green gets the release and takes over`
  static func plan(_ plan: PlayPlan) -> String? {
    guard let groups = plan.groupSwitch else { return nil }
    let (incoming, outgoing) = (groups.incoming.name, groups.outgoing.name)
    let isReady = groups.batch == 0
    let follows = plan.hosts.contains { $0.changes && groups.outgoing.hosts.contains($0.host) }
    let after = follows ? ", then \(outgoing) is changed too" : ""
    return isReady
      ? "\(outgoing) serves; \(incoming) is ready and takes over\(after)"
      : "\(outgoing) serves; \(incoming) gets the release and takes over\(after)"
  }

  /// `green serves now, blue stands by: …`, once a run that moves the traffic is over.
  static func serving(_ state: RunState) -> StyledText? {
    guard state.outcome == .succeeded, state.header?.mode == .run, state.plays.count == 1,
      let plan = state.plays.first?.plan, let groups = plan.groupSwitch
    else { return nil }
    return StyledText("\(groups.incoming.name) serves now", .good)
      + StyledText(
        ", \(groups.outgoing.name) stands by: swiftplay rollback \(state.run) moves the traffic back")
  }

  /// `the traffic moves from blue (h1) to green (h2)`
  static func turn(_ groups: GroupSwitch) -> String {
    "the traffic moves from \(side(groups.outgoing)) to \(side(groups.incoming))"
  }

  private static func side(_ group: BlueGreen.Group) -> String {
    "\(group.name) (\(HostText.list(group.hosts)))"
  }

  /// What it means for a host that a step of the hand-over has ended, or was taken back.
  static func moved(_ kind: StepKind, undone: Bool) -> StyledText? {
    switch (kind, undone) {
    case (.join, false): StyledText("serves", .good) + StyledText(", its balancers see it up")
    case (.drain, false): StyledText("out of service, nothing is under way there")
    case (.join, true): StyledText("out of service again", .attention)
    case (.drain, true): StyledText("serves again", .attention)
    default: nil
    }
  }
}
