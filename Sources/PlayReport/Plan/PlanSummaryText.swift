import PlayModel

/// A play's plan in a few lines: which service goes from what to what, on which hosts.
enum PlanSummaryText {
  static func lines(_ plan: PlayPlan) -> [StyledText] {
    guard plan.changes else { return [heading(plan)] }
    return [heading(plan)] + TextColumns.lines(rows(plan), indent: 2)
  }

  static func heading(_ plan: PlayPlan) -> StyledText {
    let size = HostText.count(plan.hosts.count)
    let batches = plan.batches.count == 1 ? "1 batch" : "\(plan.batches.count) batches"
    let rest = plan.changes ? batches : "nothing to do"
    let balancers = plan.changes ? MembershipText.behind(plan.policy).map { ", \($0)" } ?? "" : ""
    return StyledText("Play \(plan.name)", .strong)
      + StyledText(": \(size), \(rest)\(balancers)" + (GroupText.plan(plan).map { "; \($0)" } ?? ""))
  }

  private struct Group: Hashable {
    let service: ServiceName
    let change: StyledText
  }

  /// Hosts with the same change share a line; changes come in the order of the services.
  private static func rows(_ plan: PlayPlan) -> [[StyledText]] {
    var order: [Group] = []
    var hosts: [Group: [HostName]] = [:]
    for host in plan.hosts {
      for change in host.services {
        let group = Group(service: change.spec.name, change: VersionText.change(change))
        if hosts[group] == nil { order.append(group) }
        hosts[group, default: []].append(host.host)
      }
    }
    return order.map { group in
      [
        StyledText(group.service.text), group.change,
        StyledText("on \(HostText.list(hosts[group] ?? []))", .dim),
      ]
    }
  }
}
