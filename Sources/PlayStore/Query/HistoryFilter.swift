import PlayModel

/// Which runs a list shows: those that match everything that is set.
public struct HistoryFilter: Sendable, Hashable {
  /// Runs that looked at this host.
  public var host: HostName?
  /// Runs that planned this service.
  public var service: ServiceName?
  public var outcome: RunOutcome?
  /// Runs without an outcome: going on, or killed. Overrules `outcome`.
  public var unfinished = false
  public var user: String?
  public var since: Timestamp?

  public init(
    host: HostName? = nil, service: ServiceName? = nil, outcome: RunOutcome? = nil, unfinished: Bool = false,
    user: String? = nil, since: Timestamp? = nil
  ) {
    self.host = host
    self.service = service
    self.outcome = outcome
    self.unfinished = unfinished
    self.user = user
    self.since = since
  }
}
