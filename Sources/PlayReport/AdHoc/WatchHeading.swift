import PlayModel

/// The line above a list that is drawn anew: when it is from, and of how much.
public enum WatchHeading {
  public static func line(
    containers: Int, hosts: Int, at time: Timestamp, interval: Int, style: ReportStyle
  ) -> StyledText {
    let count = containers == 1 ? "1 container" : "\(containers) containers"
    return StyledText("\(count) on \(HostText.count(hosts))", .strong)
      + StyledText("  \(TimeText.clock(time, in: style.zone)), every \(interval) s, Ctrl-C ends it", .dim)
  }
}
