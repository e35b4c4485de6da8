import PlayModel
import PlayPlanning

/// One host in the live view.
struct LiveRow {
  enum Stage: Hashable {
    case waiting, working, done, failed

    /// What is shown first when there is not enough room.
    var rank: Int {
      switch self {
      case .working: 0
      case .failed: 1
      case .waiting: 2
      case .done: 3
      }
    }

    var word: String {
      switch self {
      case .waiting: "waiting"
      case .working: "at work"
      case .done: "done"
      case .failed: "failed"
      }
    }
  }

  let host: HostName
  let stage: Stage
  let text: StyledText

  init(_ record: HostRecord, now: Timestamp) {
    host = record.host
    if let step = record.steps.last(where: { $0.status == .started || $0.status == .undoing }) {
      stage = .working
      text = Self.working(step, record, now)
    } else if let step = record.steps.last(where: { $0.status == .stuck }) {
      stage = .failed
      text = StyledText(step.key.service.text) + StyledText("  NOT PUT BACK", .bad)
    } else if let step = record.steps.last(where: { $0.outcome == .failed || $0.status == .unknown }) {
      stage = .failed
      let trouble = step.trouble.map(TroubleText.sentence) ?? "\(StepText.name(step.key.kind)) failed"
      text = StyledText("\(step.key.service)  ") + StyledText(trouble, .bad)
    } else {
      (stage, text) = Self.resting(record)
    }
  }

  private static func working(_ step: StepRecord, _ record: HostRecord, _ now: Timestamp) -> StyledText {
    let isUndo = step.status == .undoing
    let from = (isUndo ? step.undoStartedAt : step.startedAt) ?? step.startedAt
    let elapsed = now.since(from)
    var text = StyledText("\(step.key.service)  ")
    text.append(isUndo ? "putting back" : StepText.doing(step.key.kind), isUndo ? .attention : .plain)
    guard elapsed >= .seconds(1) else { return text }
    text.append("  \(DurationText.seconds(elapsed))", .dim)
    let checks = record.change(play: step.key.play, service: step.key.service)?.spec.checks ?? []
    if step.key.kind == .check, !isUndo, let deadline = checks.map(\.within).max() {
      text.append(" of \(DurationText.seconds(deadline))", .dim)
    }
    return text
  }

  /// Nothing runs there now: before its turn, between two steps, or after the last.
  private static func resting(_ record: HostRecord) -> (Stage, StyledText) {
    guard let last = record.steps.last else { return (.waiting, StyledText("waiting", .dim)) }
    if record.isReverting || last.status == .undone {
      return record.isTouched
        ? (.waiting, StyledText("waiting to go back", .dim)) : (.done, StyledText("put back", .attention))
    }
    guard let part = record.parts.last, last.key.kind != .pull else {
      return last.key.kind == .pull && record.parts.isEmpty
        ? (.done, StyledText("pulled", .good)) : (.waiting, StyledText("waiting", .dim))
    }
    let changes = part.services.filter(\.changes)
    let isDone = changes.allSatisfy { change in
      record.steps.contains {
        $0.key.play == part.play && $0.key.service == change.spec.name && $0.key.kind == change.lastStep
          && $0.status == .succeeded
      }
    }
    guard isDone else { return (.working, StyledText(last.key.service.text)) }
    func names(_ changes: [ServiceChange]) -> String {
      changes.map { "\($0.spec.name) \(VersionText.new($0))" }.joined(separator: ", ")
    }
    let running = changes.filter { $0.lastStep == .check }
    guard !running.isEmpty else { return (.done, StyledText("\(names(changes)) stopped", .attention)) }
    return (.done, StyledText("\(names(running)) running", .good))
  }
}
