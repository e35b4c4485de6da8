import PlayModel
import PlayPlanning

/// What happened since some time, for somebody who was not there: what ran, what it changed, what failed and why,
/// what waits, what was missed.
public struct MorningReport: Sendable {
  /// A table under a heading.
  public struct Section: Sendable {
    public let title: String
    public let columns: [String]
    /// Cells of plain text.
    public let rows: [[String]]
    /// Said where there is no row.
    public let nothing: String
    public var isAlarming = false
  }

  public let title: String
  public let sections: [Section]

  /// - Parameters:
  ///   - runs: the newest first, each with its record; those that only looked are left out.
  ///   - alive: runs that go on now.
  public init(
    since: Timestamp, runs: [(summary: RunSummary, state: RunState?)], alive: Set<RunID>,
    requests: [ChangeRequest], occurrences: [JobOccurrence], commands: [AdHocRecord], style: ReportStyle
  ) {
    title = "Since \(TimeText.local(since, in: style.zone))"
    func time(_ time: Timestamp) -> String { TimeText.local(time, in: style.zone) }
    let all = runs.reversed().filter { $0.summary.header.mode != .check }
    let waits = Section(
      title: "What waits", columns: ["what", "since", "of", "why"],
      rows: all.filter { $0.summary.outcome == .waiting }.map { run in
        [
          "run \(run.summary.run)", time(run.summary.lastEventAt), run.summary.header.user,
          run.summary.reason ?? "",
        ]
      }
        + requests.filter { [.pending, .approved].contains($0.status) }.map { request in
          [
            "request \(request.id), \(RequestText.status(request).plain)", time(request.createdAt),
            request.user,
            request.reason,
          ]
        }, nothing: "Nothing waits.")
    var missed = Section(
      title: "Scheduled times that were missed or skipped", columns: ["time", "job", "what became of it"],
      rows: occurrences.reversed().filter { $0.status == .missed || $0.status == .skipped }.map { one in
        [time(one.start), one.job, ScheduleText.status(one).plain]
      }, nothing: "None.")
    missed.isAlarming = !missed.rows.isEmpty
    let byHand = Section(
      title: "Commands by hand", columns: ["started", "by", "hosts", "command"],
      rows: commands.reversed().map { command in
        [time(command.startedAt), command.user, HostText.list(command.hosts), command.command]
      }, nothing: "None.")
    sections =
      [Self.unfinished(all, alive)] + Self.told(all, alive, style) + [waits, missed, byHand]
  }

  /// Of one run.
  public init(of run: RunSummary, state: RunState?, isAlive: Bool, style: ReportStyle) {
    title = "Run \(run.run)"
    let alive: Set<RunID> = isAlive ? [run.run] : []
    let unfinished = Self.unfinished([(run, state)], alive)
    sections = (unfinished.rows.isEmpty ? [] : [unfinished]) + Self.told([(run, state)], alive, style)
  }

  private typealias Record = (summary: RunSummary, state: RunState?)

  /// What failed, what ran and what changed, in this order.
  private static func told(_ runs: [Record], _ alive: Set<RunID>, _ style: ReportStyle) -> [Section] {
    let ran = Section(
      title: "What ran", columns: ["started", "run", "by", "took", "how it ended", "what"],
      rows: runs.map { run in
        [
          TimeText.local(run.summary.startedAt, in: style.zone), run.summary.run.text,
          run.summary.header.user,
          DurationText.text(run.summary.duration),
          OutcomeText.word(run.summary.outcome, isRunning: alive.contains(run.summary.run)).plain,
          what(run.summary),
        ]
      }, nothing: "Nothing ran.")
    let changed = Section(
      title: "What changed", columns: ["service", "from", "to", "hosts", "run"],
      rows: runs.flatMap { run in run.state.map { changes($0) } ?? [] }, nothing: "Nothing changed.")
    var failed = Section(
      title: "What failed", columns: ["run", "where", "why"],
      rows: runs.flatMap { run in failures(run.summary, run.state) }, nothing: "Nothing failed.")
    failed.isAlarming = !failed.rows.isEmpty
    return [failed, ran, changed]
  }

  /// Runs that nobody is at, and that are not over.
  private static func unfinished(_ runs: [Record], _ alive: Set<RunID>) -> Section {
    let open = runs.filter {
      $0.summary.outcome == nil || $0.summary.outcome == .interrupted || $0.summary.outcome == .stuck
    }
    .filter { !alive.contains($0.summary.run) }
    var unfinished = Section(
      title: "What somebody has to look at", columns: ["run", "how it stands", "what goes on"],
      rows: open.map { run in
        let id = run.summary.run
        return [
          id.text, OutcomeText.word(run.summary.outcome, isRunning: false).plain,
          "swiftplay resume \(id), or swiftplay cancel \(id)",
        ]
      }, nothing: "Nothing.")
    unfinished.isAlarming = !unfinished.rows.isEmpty
    return unfinished
  }

  private static func what(_ run: RunSummary) -> String {
    let services = run.services.map { "\($0.service) \($0.version)" }.joined(separator: ", ")
    let mode = run.header.mode == .run ? "" : "\(run.header.mode.rawValue): "
    return mode + (services.isEmpty ? run.header.playbooks.joined(separator: ", ") : services)
  }

  /// Services that the run has left different on some hosts.
  private static func changes(_ state: RunState) -> [[String]] {
    struct Change: Hashable {
      let service: String
      let from: String
      let to: String
    }
    var order: [Change] = []
    var hosts: [Change: [HostName]] = [:]
    for host in state.hosts where host.outcome == .changed {
      for change in host.parts.flatMap(\.services) where change.changes {
        let key = Change(
          service: change.spec.name.text, from: VersionText.previous(change) ?? "none",
          to: change.verdict == .remove ? "removed" : VersionText.new(change))
        if hosts[key] == nil { order.append(key) }
        hosts[key, default: []].append(host.host)
      }
    }
    return order.map { [$0.service, $0.from, $0.to, HostText.list(hosts[$0] ?? []), state.run.text] }
  }

  private static func failures(_ summary: RunSummary, _ state: RunState?) -> [[String]] {
    guard let outcome = summary.outcome, outcome != .succeeded, outcome != .waiting else { return [] }
    let bad = (state.map { Array($0.hosts) } ?? []).filter { host in
      [.failed, .unreachable, .stuck].contains(host.outcome)
    }
    let rows = bad.compactMap { host -> [String]? in
      host.firstTrouble.map { [summary.run.text, host.host.text, TroubleText.sentence($0)] }
    }
    let word = OutcomeText.word(outcome).plain
    return rows.isEmpty ? [[summary.run.text, "-", summary.reason.map { "\(word): \($0)" } ?? word]] : rows
  }
}
