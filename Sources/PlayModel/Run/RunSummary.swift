/// One run in a line: what a list of runs shows without reading its events.
public struct RunSummary: Sendable, Hashable {
  /// What a run meant to have run: a service and the version of its image.
  public struct Deployed: Sendable, Hashable, Codable {
    public var service: ServiceName
    /// `ImageReference.version` of the image as the playbook named it.
    public var version: String

    public init(service: ServiceName, version: String) {
      self.service = service
      self.version = version
    }
  }

  public var run: RunID
  public var header: RunHeader
  public var startedAt: Timestamp
  /// Of the last event; of the end, when there is an `outcome`.
  public var lastEventAt: Timestamp
  public var lastSequence: Int
  /// `nil` while the run goes on, or when it was killed.
  public var outcome: RunOutcome?
  public var reason: String?
  /// In the order of the plans, each once.
  public var services: [Deployed]
  public var hostCount: Int
  /// How many hosts ended how; hosts without an outcome are in none.
  public var hosts: [HostOutcome: Int]

  public init(
    run: RunID, header: RunHeader, startedAt: Timestamp, lastEventAt: Timestamp, lastSequence: Int,
    outcome: RunOutcome? = nil, reason: String? = nil, services: [Deployed] = [], hostCount: Int = 0,
    hosts: [HostOutcome: Int] = [:]
  ) {
    self.run = run
    self.header = header
    self.startedAt = startedAt
    self.lastEventAt = lastEventAt
    self.lastSequence = lastSequence
    self.outcome = outcome
    self.reason = reason
    self.services = services
    self.hostCount = hostCount
    self.hosts = hosts
  }

  public var duration: Duration { max(.zero, lastEventAt.since(startedAt)) }
}
