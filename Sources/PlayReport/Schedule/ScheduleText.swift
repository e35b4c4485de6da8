import PlayModel

/// Jobs and their times as tables and as JSON lines.
public enum ScheduleText {
  public struct Row: Sendable {
    let job: ScheduledJob
    let next: WindowOccurrence?
    let last: JobOccurrence?

    public init(job: ScheduledJob, next: WindowOccurrence?, last: JobOccurrence?) {
      self.job = job
      self.next = next
      self.last = last
    }
  }

  public static func table(_ rows: [Row], style: ReportStyle) -> String {
    text(
      ["JOB", "WHEN", "NEXT", "LAST TIME", "WHAT"],
      rows.map { row in
        [
          StyledText(row.job.name), StyledText(timing(row.job)),
          StyledText(row.next.map { TimeText.local($0.start, in: style.zone) } ?? "never again"),
          row.last.map { StyledText(TimeText.local($0.start, in: style.zone) + ": ") + status($0) }
            ?? StyledText("-"),
          StyledText(
            row.job.playbooks.joined(separator: " ") + " on " + row.job.inventories.joined(separator: " ")),
        ]
      }, style)
  }

  public static func table(times: [(ScheduledJob, WindowOccurrence)], style: ReportStyle) -> String {
    text(
      ["TIME", "UTC", "JOB"],
      times.map { job, time in
        [
          StyledText(TimeText.local(time.start, in: style.zone)),
          StyledText(TimeText.rfc3339Seconds(time.start)),
          StyledText(job.name),
        ]
      }, style)
  }

  /// - Parameter broken: times whose process is gone before their run was over.
  public static func table(
    _ occurrences: [JobOccurrence], broken: Set<JobOccurrence> = [], style: ReportStyle
  ) -> String {
    guard !occurrences.isEmpty else { return "Nothing was due yet.\n" }
    return text(
      ["TIME", "JOB", "WHAT BECAME OF IT", "RUN"],
      occurrences.map { one in
        [
          StyledText(TimeText.local(one.start, in: style.zone)), StyledText(one.job),
          broken.contains(one) ? StyledText("broken off, to be gone on with", .attention) : status(one),
          StyledText(one.run?.text ?? "-"),
        ]
      }, style)
  }

  public static func json(_ rows: [Row]) -> String {
    rows.map { row in
      var fields = JSONFields()
      fields.add("job", row.job.name)
      fields.add("when", timing(row.job))
      fields.add("next", row.next?.start)
      fields.add("last", row.last?.start)
      fields.add("last_status", row.last?.status.rawValue)
      fields.add("playbooks", .array(row.job.playbooks.map(JSONText.string)))
      fields.add("inventories", .array(row.job.inventories.map(JSONText.string)))
      return fields.object.text + "\n"
    }.joined()
  }

  public static func json(times: [(ScheduledJob, WindowOccurrence)]) -> String {
    times.map { job, time in
      var fields = JSONFields()
      fields.add("job", job.name)
      fields.add("time", time.start)
      return fields.object.text + "\n"
    }.joined()
  }

  public static func json(_ occurrences: [JobOccurrence]) -> String {
    occurrences.map { one in
      var fields = JSONFields()
      fields.add("job", one.job)
      fields.add("time", one.start)
      fields.add("status", one.status.rawValue)
      fields.add("noted", one.notedAt)
      fields.add("run", one.run?.text)
      fields.add("outcome", one.outcome?.rawValue)
      return fields.object.text + "\n"
    }.joined()
  }

  /// What is told of a job: one JSON object.
  public static func message(
    _ event: NotifyTarget.Event, _ occurrence: JobOccurrence, _ run: RunSummary?, at time: Timestamp
  ) -> String {
    var fields = JSONFields()
    fields.add("event", event.rawValue)
    fields.add("job", occurrence.job)
    fields.add("due", occurrence.start)
    fields.add("time", time)
    fields.add("run", occurrence.run?.text)
    fields.add("outcome", run?.outcome?.rawValue)
    fields.add("reason", run?.reason)
    fields.add("services", run.map { .array($0.services.map { .string("\($0.service) \($0.version)") }) })
    fields.add("hosts", run?.hostCount)
    return fields.object.text
  }

  static func status(_ one: JobOccurrence) -> StyledText {
    switch one.status {
    case .known: StyledText("known from then on", .dim)
    case .running: StyledText("running", .attention)
    case .done:
      StyledText(one.outcome?.rawValue ?? "done", one.outcome == .succeeded ? .good : .bad)
    case .missed: StyledText("missed", .bad)
    case .skipped: StyledText("skipped, the one before still ran", .attention)
    }
  }

  private static func timing(_ job: ScheduledJob) -> String {
    switch job.timing {
    case .window(let name): "window \(name)"
    case .own(let window): "\(window.scheduleText) (\(window.zone.name))"
    }
  }

  private static func text(_ heading: [String], _ rows: [[StyledText]], _ style: ReportStyle) -> String {
    TextColumns.lines([heading.map { StyledText($0, .dim) }] + rows).map {
      $0.rendered(colour: style.colour) + "\n"
    }.joined()
  }
}
