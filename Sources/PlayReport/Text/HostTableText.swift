import PlayModel
import PlayPlanning

/// The hosts of a run, a line each: where it left them, what runs there now, how long it took, why.
enum HostTableText {
  /// With more hosts than this, those that look the same share a line.
  static let unfoldedHosts = 20

  private struct Line: Hashable {
    let outcome: HostOutcome?
    let services: String
    let why: String
  }

  static func lines(_ state: RunState) -> [StyledText] {
    let hosts = state.hosts.filter { $0.outcome != nil }.sorted { HostSet.precedes($0.host, $1.host) }
    guard !hosts.isEmpty else { return [] }
    let rows = hosts.count > unfoldedHosts ? folded(hosts) : hosts.map { row([$0], line($0)) }
    let heading = ["host", "outcome", "runs now", "time", ""].map { StyledText($0, .dim) }
    return TextColumns.lines([heading] + rows)
  }

  private static func folded(_ hosts: [HostRecord]) -> [[StyledText]] {
    var order: [Line] = []
    var groups: [Line: [HostRecord]] = [:]
    for host in hosts {
      let line = line(host)
      if groups[line] == nil { order.append(line) }
      groups[line, default: []].append(host)
    }
    return order.map { row(groups[$0] ?? [], $0) }
  }

  private static func line(_ host: HostRecord) -> Line {
    let tellsWhy: Bool =
      switch host.outcome {
      case .failed, .unreachable, .stuck, .notAttempted: true
      case .changed, .unchanged, .rolledBack, nil: false
      }
    let why = tellsWhy ? host.firstTrouble.map(TroubleText.sentence) ?? "" : ""
    // `unreachable` is said already.
    let isRepeated = host.outcome == .unreachable && host.firstTrouble?.reason == .unreachable
    return Line(
      outcome: host.outcome, services: services(host), why: isRepeated ? host.firstTrouble?.detail ?? "" : why
    )
  }

  private static func row(_ hosts: [HostRecord], _ line: Line) -> [StyledText] {
    let times = hosts.compactMap(\.workTime)
    let time = times.max().map { (hosts.count > 1 ? "≤ " : "") + DurationText.text($0) } ?? ""
    return [
      StyledText(hosts.count > 1 ? HostSet(hosts.map(\.host)).description : hosts.first?.host.text ?? ""),
      line.outcome.map(HostText.word) ?? StyledText(), StyledText(line.services), StyledText(time, .dim),
      StyledText(line.why),
    ]
  }

  /// `web 2.0, cache 7.2`: what the record says runs there now; `?` where it cannot say.
  static func services(_ host: HostRecord) -> String {
    var order: [ServiceName] = []
    var versions: [ServiceName: String] = [:]
    for part in host.parts {
      for change in part.services {
        if versions[change.spec.name] == nil { order.append(change.spec.name) }
        versions[change.spec.name] = version(change, host, part.play)
      }
    }
    return order.compactMap { service in versions[service].map { "\(service) \($0)" } }.joined(
      separator: ", ")
  }

  private static func version(_ change: ServiceChange, _ host: HostRecord, _ play: Int) -> String {
    guard change.changes else { return VersionText.previous(change) ?? "none" }
    let steps = host.steps.filter {
      $0.key.play == play && $0.key.service == change.spec.name && $0.hasEffect
    }
    if steps.contains(where: { $0.status != .succeeded }) { return "?" }
    // An unfinished or undone step leaves it as it was.
    if change.verdict == .stop { return VersionText.new(change) + (steps.isEmpty ? "" : " stopped") }
    if change.verdict == .start { return VersionText.new(change) + (steps.isEmpty ? " stopped" : "") }
    if change.verdict == .remove, !steps.isEmpty { return "none" }
    let isNew = steps.contains { $0.key.kind == .switchOver || $0.key.kind == .start }
    return isNew ? VersionText.new(change) : VersionText.previous(change) ?? "none"
  }
}
