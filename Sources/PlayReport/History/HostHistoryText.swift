import PlayModel
import PlayPlanning

/// One host of a run: its outcome, then every step and its undo, with all that is known of failures.
enum HostHistoryText {
  static func lines(_ host: HostRecord, _ style: ReportStyle) -> [StyledText] {
    let outcome = host.outcome.map(HostText.word) ?? StyledText("no outcome", .attention)
    var heading = StyledText(host.host.text, .strong) + StyledText("  ") + outcome
    let services = HostTableText.services(host)
    if !services.isEmpty { heading.append("  \(services)") }
    var lines = [heading]
    var told: Set<Trouble> = []
    if let trouble = host.surveyTrouble { lines += failure(trouble, &told) }
    lines += steps(host, style, &told)
    if let trouble = host.trouble, !told.contains(trouble) { lines += failure(trouble, &told) }
    return lines
  }

  private static func steps(
    _ host: HostRecord, _ style: ReportStyle, _ told: inout Set<Trouble>
  ) -> [StyledText] {
    let rows = host.steps.map { row($0, style, showsPlay: host.parts.count > 1) }
    let firsts = TextColumns.lines(rows, indent: 2)
    var lines: [StyledText] = []
    for (step, first) in zip(host.steps, firsts) {
      lines.append(first)
      if let trouble = step.trouble, told.insert(trouble).inserted { lines += details(trouble) }
      if let trouble = step.undoTrouble, told.insert(trouble).inserted {
        lines.append(
          StyledText("      NOT PUT BACK  ", .bad) + StyledText(TroubleText.sentence(trouble)))
        lines += details(trouble)
      }
    }
    return lines
  }

  /// `17:20:38  web  switch  0.9 s  done, put back at 17:21:06 in 1.0 s`
  private static func row(_ step: StepRecord, _ style: ReportStyle, showsPlay: Bool) -> [StyledText] {
    let service = showsPlay ? "\(step.key.play + 1): \(step.key.service)" : step.key.service.text
    return [
      StyledText(TimeText.clock(step.startedAt, in: style.zone), .dim), StyledText(service),
      StyledText(StepText.name(step.key.kind)),
      StyledText(step.duration.map(DurationText.text) ?? "", .dim), outcome(step) + undo(step, style),
    ]
  }

  private static func outcome(_ step: StepRecord) -> StyledText {
    switch step.outcome {
    case .succeeded: StyledText("done", .good)
    case .failed:
      StyledText("FAILED", .bad) + StyledText(step.trouble.map { "  \(TroubleText.sentence($0))" } ?? "")
    case .unknown:
      StyledText("not known", .bad) + StyledText(step.trouble.map { "  \(TroubleText.sentence($0))" } ?? "")
    case nil: StyledText("no end recorded", .attention)
    }
  }

  private static func undo(_ step: StepRecord, _ style: ReportStyle) -> StyledText {
    guard let startedAt = step.undoStartedAt else { return StyledText() }
    let clock = TimeText.clock(startedAt, in: style.zone)
    switch step.status {
    case .undone:
      let took = step.undoDuration.map { " in \(DurationText.text($0))" } ?? ""
      return StyledText("; ") + StyledText("put back", .attention) + StyledText(" at \(clock)\(took)")
    case .stuck: return StyledText("; ") + StyledText("NOT PUT BACK", .bad) + StyledText(" at \(clock)")
    default: return StyledText("; going back since \(clock), no end recorded", .attention)
    }
  }

  private static func failure(_ trouble: Trouble, _ told: inout Set<Trouble>) -> [StyledText] {
    guard told.insert(trouble).inserted else { return [] }
    return [StyledText("  ") + StyledText(TroubleText.sentence(trouble), .bad)] + details(trouble)
  }

  /// All log lines: this is where the others point to.
  private static func details(_ trouble: Trouble) -> [StyledText] {
    TroubleText.details(trouble, run: nil, logLines: nil).map { StyledText("      ") + $0 }
  }
}
