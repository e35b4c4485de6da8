import PlayModel
import PlayPlanning

/// A run in lines that stay: what plain output prints and what scrolls up above the live view.
///
/// One line for each change that means something to the reader; starts, creations and other small
/// print are in `swiftplay show`.
struct RunTelling: Sendable {
  let style: ReportStyle
  private var hostWidth = 0
  private var serviceWidth = 0
  private var pulledPlays: Set<Int> = []
  /// What was told of a host already: a failure comes with its step and again with the host's end.
  private var told: [HostName: Set<String>] = [:]
  /// A batch that was broken off and goes on once something of it does: play and batch.
  private var broken: (play: Int, batch: Int)?

  init(style: ReportStyle) { self.style = style }

  mutating func lines(for event: RunEvent, in state: RunState) -> [StyledText] {
    switch event.body {
    case .planned, .batchStarted, .reverting, .finished: broken = nil
    default: break
    }
    switch event.body {
    case .started(let header): return RunText.heading(state.run, header, event.time, style)
    case .surveyed(let host, let trouble):
      widen([host], [])
      return trouble.map { failure($0, host, nil, run: event.run, word: nil) } ?? []
    case .planned(let plan):
      widen(plan.hosts.map(\.host), plan.hosts.flatMap { $0.services.map(\.spec.name) })
      let isWhole = style.difference || state.header?.mode == .check
      return [StyledText()]
        + (isWhole ? PlanText.lines(plan, difference: style.difference) : PlanSummaryText.lines(plan))
    case .batchStarted(let play, let batch, let hosts):
      return batchHeading(play, batch, hosts, event.time, state)
    case .stepStarted(let key): return pullHeading(key, event.time) + brokenHeading(key, event.time, state)
    case .stepFinished(let key, let outcome, let trouble):
      return stepLines(key, outcome, trouble, state)
    case .undoFinished(let key, let outcome, let trouble):
      return undoLines(key, outcome, trouble, state)
    case .reverting(let reason, let hosts):
      return [
        StyledText(),
        StyledText("Going back: ", .attention) + StyledText(reason)
          + StyledText("; putting back \(HostText.list(hosts))"),
      ]
    case .waiting(let reason, let duration):
      return [StyledText("Waiting \(DurationText.planned(duration)): \(reason)", .dim)]
    case .resumed(let header):
      broken = state.plays.last.flatMap { record in
        record.isBatchRunning && !state.isGoingBack ? record.batch.map { (record.plan.play, $0) } : nil
      }
      return [RunText.resumption(state.run, header, event.time, style)]
    case .abandoned(let reason): return [StyledText("Abandoned: ", .attention) + StyledText(reason)]
    case .note(let text): return [StyledText("Note: ", .strong) + StyledText(text)]
    case .hookStarted(let key, let hook):
      // Those before the run stand below the pull, those after it on their own.
      return (key.stage == .beforeRun ? [] : [StyledText()])
        + [StyledText("Hook \(key.stage.rawValue): ", .strong) + StyledText(hook.command)]
    case .hookFinished(_, let outcome, let trouble):
      return outcome == .succeeded ? [] : hookFailure(trouble, event.run)
    case .hookUndone(let key, let outcome, let trouble):
      return outcome == .succeeded
        ? [StyledText("Hook \(key.stage.rawValue) taken back", .attention)] : hookFailure(trouble, event.run)
    case .hostFinished(let host, let outcome, let trouble):
      guard let trouble, told[host]?.contains(TroubleText.sentence(trouble)) != true else { return [] }
      let word = outcome == .unreachable ? nil : outcome == .failed ? Self.failed : HostText.word(outcome)
      return failure(trouble, host, nil, run: event.run, word: word)
    case .finished: return [StyledText()] + RunText.ending(state)
    case .batchFinished, .containerCreated, .membershipSeen, .undoStarted: return []
    }
  }

  private func hookFailure(_ trouble: Trouble?, _ run: RunID) -> [StyledText] {
    let trouble = trouble ?? Trouble(.hook, "how it ended is not known")
    let margin = StyledText("  ")
    return [margin + StyledText("FAILED", .bad) + StyledText("  \(TroubleText.sentence(trouble))")]
      + TroubleText.details(trouble, run: run, logLines: style.logLines).map { margin + $0 }
  }

  private mutating func widen(_ hosts: [HostName], _ services: [ServiceName]) {
    // Beyond this a long name pushes its own line, not everybody's.
    hostWidth = max(hostWidth, min(32, hosts.map { TerminalText.width($0.text) }.max() ?? 0))
    serviceWidth = max(serviceWidth, min(24, services.map { TerminalText.width($0.text) }.max() ?? 0))
  }

  private mutating func batchHeading(
    _ play: Int, _ batch: Int, _ hosts: [HostName], _ time: Timestamp, _ state: RunState
  ) -> [StyledText] {
    guard state.plays.indices.contains(play) else { return [] }
    // Also where the plan itself was shown by somebody else.
    let plan = state.plays[play].plan
    widen(plan.hosts.map(\.host), plan.hosts.flatMap { $0.services.map(\.spec.name) })
    let count = plan.batches.count
    let clock = StyledText("  \(TimeText.clock(time, in: style.zone))", .dim)
    let heading = StyledText("Batch \(batch + 1) of \(count)", .strong)
    let turn = plan.groupSwitch.flatMap { $0.batch == batch ? GroupText.turn($0) : nil }
    return [StyledText(), heading + StyledText(": \(turn ?? HostText.list(hosts))") + clock]
  }

  private mutating func brokenHeading(_ key: StepKey, _ time: Timestamp, _ state: RunState) -> [StyledText] {
    guard let broken, key.play == broken.play, key.kind != .pull, key.kind != .prune,
      let record = state.plays.first(where: { $0.plan.play == broken.play })
    else { return [] }
    self.broken = nil
    return batchHeading(broken.play, broken.batch, record.plan.batches[broken.batch], time, state)
  }

  private mutating func pullHeading(_ key: StepKey, _ time: Timestamp) -> [StyledText] {
    guard key.kind == .pull, pulledPlays.insert(key.play).inserted else { return [] }
    let clock = StyledText("  \(TimeText.clock(time, in: style.zone))", .dim)
    return [StyledText(), StyledText("Pulling images", .strong) + clock]
  }

  private mutating func stepLines(
    _ key: StepKey, _ outcome: StepOutcome, _ trouble: Trouble?, _ state: RunState
  ) -> [StyledText] {
    switch outcome {
    case .succeeded:
      guard let change = state[key.host]?.change(play: key.play, service: key.service) else { return [] }
      let duration = state[key.host]?.step(key)?.duration
      switch key.kind {
      case .check: return [start(key.host, key.service) + passed(change, duration)]
      case .stop:
        let time = duration.map { " in \(DurationText.text($0))" } ?? ""
        return [
          start(key.host, key.service) + StyledText("\(VersionText.new(change)) stopped", .attention)
            + StyledText(time)
        ]
      case .switchOver where change.verdict == .remove:
        return [
          start(key.host, key.service)
            + StyledText("\(VersionText.previous(change) ?? VersionText.new(change)) stopped", .attention)
        ]
      case .join, .drain: return moved(key, state, undone: false)
      default: return []
      }
    case .failed:
      let trouble = trouble ?? Trouble(.other, "\(StepText.name(key.kind)) failed")
      let word = key.kind == .prune ? StyledText("not tidied up", .attention) : Self.failed
      return failure(trouble, key.host, key.service, run: state.run, word: word)
    case .unknown:
      let why = trouble.map { " (\(TroubleText.sentence($0)))" } ?? ""
      return [
        start(key.host, key.service)
          + StyledText("\(StepText.name(key.kind)): how it ended is not known\(why)", .attention)
      ]
    }
  }

  /// Where groups take turns, what happens in the balancers is what the reader waits for; else it is that the host
  /// is back.
  private func moved(_ key: StepKey, _ state: RunState, undone: Bool) -> [StyledText] {
    guard state.plays.indices.contains(key.play), let host = state[key.host] else { return [] }
    let plan = state.plays[key.play].plan
    let text =
      plan.groupSwitch == nil
      ? MembershipText.moved(key, plan.policy, host, undone: undone)
      : GroupText.moved(key.kind, undone: undone)
    return text.map { [start(key.host, nil) + $0] } ?? []
  }

  private func passed(_ change: ServiceChange, _ duration: Duration?) -> StyledText {
    let how = change.spec.checks.isEmpty ? "steady" : "checks passed"
    let time = duration.map { (change.spec.checks.isEmpty ? " for " : " in ") + DurationText.text($0) } ?? ""
    return StyledText(VersionText.new(change) + " running", .good) + StyledText(", \(how)\(time)")
  }

  private mutating func undoLines(
    _ key: StepKey, _ outcome: StepOutcome, _ trouble: Trouble?, _ state: RunState
  ) -> [StyledText] {
    guard outcome != .succeeded else {
      let moved = moved(key, state, undone: true)
      guard moved.isEmpty else { return moved }
      let change = state[key.host]?.change(play: key.play, service: key.service)
      return change.flatMap { StepText.undone(key.kind, $0) }.map { [start(key.host, key.service) + $0] }
        ?? []
    }
    let trouble = trouble ?? Trouble(.undoFailed, "the undo of \(StepText.name(key.kind)) has no known end")
    return failure(trouble, key.host, key.service, run: state.run, word: Self.notPutBack)
  }

  private func start(_ host: HostName, _ service: ServiceName?) -> StyledText {
    // A name wider than its column keeps its distance all the same.
    let gap = StyledText("  ")
    return gap + StyledText(host.text).padded(to: hostWidth) + gap
      + (service.map { StyledText($0.text).padded(to: serviceWidth) + gap } ?? StyledText())
  }

  private static let failed = StyledText("FAILED", .bad)
  private static let notPutBack = StyledText("NOT PUT BACK", .bad)

  /// Without a `word` the sentence stands for itself.
  private mutating func failure(
    _ trouble: Trouble, _ host: HostName, _ service: ServiceName?, run: RunID, word: StyledText?
  ) -> [StyledText] {
    let sentence = TroubleText.sentence(trouble)
    let isNew = told[host, default: []].insert(sentence).inserted
    let first =
      start(host, service) + (word.map { $0 + StyledText("  \(sentence)") } ?? StyledText(sentence, .bad))
    let margin = StyledText(String(repeating: " ", count: start(host, service).width))
    let details = isNew ? TroubleText.details(trouble, run: run, logLines: style.logLines) : []
    return [first] + details.map { margin + $0 }
  }
}
