import PlayModel
import PlayPlanning

/// What the live view shows of a moment: a heading and a line a host, never more than `rows` lines.
///
/// Hosts keep their places; those that do not fit are counted in a last line, and the ones at work and
/// the failed ones are shown first then.
struct LivePanel {
  let state: RunState
  let now: Timestamp
  let columns: Int
  let rows: Int
  /// A pause or bake that goes on.
  let waiting: (reason: String, until: Timestamp)?

  var lines: [StyledText] {
    guard state.startedAt != nil, !state.isTerminal, rows > 0 else { return [] }
    let hosts = members
    // A blank line keeps what stays and what goes on apart, where there is room.
    let margin = rows > 4 ? 1 : 0
    let shown = fold(hosts, room: rows - margin - 1)
    let width = min(32, shown.map { TerminalText.width($0.host.text) }.max() ?? 0)
    var lines = margin == 1 ? [StyledText()] : []
    lines.append(heading(hosts).cut(to: columns))
    lines += shown.map { row in
      (StyledText("  ") + StyledText(row.host.text).padded(to: width + 2) + row.text).cut(to: columns)
    }
    let hidden = hosts.count - shown.count
    if hidden > 0, rows > 1 {
      lines.append(StyledText("  … \(counts(hosts, hidden: hidden, shown: shown))", .dim).cut(to: columns))
    }
    return lines
  }

  private typealias Row = LiveRow

  /// The hosts that the present phase is about, in a stable order.
  private var members: [Row] {
    let hosts: [HostRecord]
    switch state.phase {
    case .preparing: hosts = state.hosts.filter { !$0.steps.isEmpty }
    case .rolling(let play, let batch):
      let names = state.plays.indices.contains(play) ? state.plays[play].plan.batches[batch] : []
      hosts = names.compactMap { state[$0] }
    case .reverting: hosts = state.hosts.filter { $0.steps.contains(where: \.wantsUndo) || $0.isReverting }
    case .finished: hosts = []
    }
    return hosts.map { Row($0, now: now) }
  }

  private func heading(_ hosts: [Row]) -> StyledText {
    let elapsed = state.startedAt.map { DurationText.clock(now.since($0)) } ?? ""
    var text: StyledText
    switch state.phase {
    case .preparing where hosts.isEmpty:
      let seen = state.hosts.count { $0.surveyed }
      text = StyledText("Looking", .strong) + StyledText(": \(HostText.count(seen)) answered")
    case .preparing: text = StyledText("Pulling images", .strong) + progress(hosts)
    case .rolling(let play, let batch):
      let count = state.plays[play].plan.batches.count
      text = StyledText("Batch \(batch + 1) of \(count)", .strong) + progress(hosts)
    case .reverting: text = StyledText("Going back", .attention) + progress(hosts)
    case .finished: text = StyledText()
    }
    if let waiting, now < waiting.until {
      text.append(", \(waiting.reason), \(DurationText.seconds(waiting.until.since(now))) left")
    }
    return text + StyledText("  \(elapsed)", .dim)
  }

  private func progress(_ hosts: [Row]) -> StyledText {
    let done = hosts.count { $0.stage == .done }
    let failed = hosts.count { $0.stage == .failed }
    var text = StyledText(": \(done) of \(HostText.count(hosts.count)) done")
    if failed > 0 { text.append(", \(failed) failed", .bad) }
    return text
  }

  /// As many as fit, in their order; with too many, by what deserves a look.
  private func fold(_ hosts: [Row], room: Int) -> [Row] {
    guard hosts.count > room else { return hosts }
    let chosen = hosts.enumerated().sorted { left, right in
      (left.element.stage.rank, left.offset) < (right.element.stage.rank, right.offset)
    }.prefix(max(0, room - 1))
    return chosen.sorted { $0.offset < $1.offset }.map(\.element)
  }

  private func counts(_ hosts: [Row], hidden: Int, shown: [Row]) -> String {
    let names = Set(shown.map(\.host))
    let rest = hosts.filter { !names.contains($0.host) }
    let parts = [LiveRow.Stage.failed, .working, .waiting, .done].compactMap { stage -> String? in
      let count = rest.count { $0.stage == stage }
      return count > 0 ? "\(count) \(stage.word)" : nil
    }
    return parts.joined(separator: ", ")
  }
}
