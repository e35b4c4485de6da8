import PlayModel
import PlayPlanning

/// A play's plan in full: every change with its reasons, and which hosts go in which batch. Hosts with
/// the same change share an entry.
public enum PlanText {
  /// Plans as text, to look at before a decision.
  public static func text(_ plans: [PlayPlan], style: ReportStyle) -> String {
    plans.map { plan in
      ([StyledText()] + lines(plan, difference: style.difference)).map {
        $0.rendered(colour: style.colour) + "\n"
      }
      .joined()
    }.joined()
  }

  static func lines(_ plan: PlayPlan, difference: Bool) -> [StyledText] {
    let heading = PlanSummaryText.heading(plan)
    let entries = entries(plan, difference: difference)
    let firsts = TextColumns.lines(
      entries.map { entry in
        [StyledText(entry.key.service.text), entry.key.change, StyledText(HostText.list(entry.hosts), .dim)]
      }, indent: 2)
    let width = entries.map { TerminalText.width($0.key.service.text) }.max() ?? 0
    let margin = StyledText(String(repeating: " ", count: 2 + width + 2))
    var lines = [heading]
    for (first, entry) in zip(firsts, entries) {
      lines.append(first)
      lines += entry.key.details.map { margin + $0 }
    }
    return lines + batches(plan)
  }

  private struct Key: Hashable {
    let service: ServiceName
    let change: StyledText
    let details: [StyledText]
  }

  private static func entries(_ plan: PlayPlan, difference: Bool) -> [(key: Key, hosts: [HostName])] {
    var order: [Key] = []
    var hosts: [Key: [HostName]] = [:]
    for host in plan.hosts {
      for change in host.services {
        let key = Key(
          service: change.spec.name, change: VersionText.change(change),
          details: reasons(change) + (difference ? DifferenceText.lines(change) : []))
        if hosts[key] == nil { order.append(key) }
        hosts[key, default: []].append(host.host)
      }
    }
    // The services stay in their order, the variants of each stand together.
    var ranks: [ServiceName: Int] = [:]
    for key in order where ranks[key.service] == nil { ranks[key.service] = ranks.count }
    let sorted = order.enumerated().sorted { left, right in
      (ranks[left.element.service] ?? 0, left.offset) < (ranks[right.element.service] ?? 0, right.offset)
    }
    return sorted.map { ($0.element, hosts[$0.element] ?? []) }
  }

  /// What the heading of the entry does not say already.
  private static func reasons(_ change: ServiceChange) -> [StyledText] {
    guard change.verdict == .replace else { return [] }
    let version = "image \(VersionText.previous(change) ?? "") → \(VersionText.new(change))"
    return change.reasons.filter { $0 != version }.map { StyledText($0) }
  }

  private static func batches(_ plan: PlayPlan) -> [StyledText] {
    guard plan.changes else { return [] }
    let rows = plan.batches.enumerated().map { index, hosts in
      let turn = plan.groupSwitch.flatMap { $0.batch == index ? GroupText.turn($0) : nil }
      return [StyledText("batch \(index + 1)", .dim), StyledText(turn ?? HostText.list(hosts))]
    }
    return [StyledText()] + TextColumns.lines(rows, indent: 2)
  }
}
