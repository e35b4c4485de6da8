import PlayModel

/// Who holds a service on a host, as the host tells.
public struct ServiceLock: Sendable, Hashable {
  public var service: ServiceName
  public var run: RunID
  /// Grows with every claim: what carries an older one may change nothing.
  public var fence: Int
  public var owner: String
  public var machine: String
  public var processID: Int
  /// By the host's clock.
  public var since: Timestamp
  /// Since the holder was last heard of, by the host's monotonic clock.
  public var heartbeatAge: Duration

  /// A holder that lives is heard of every `Heartbeat.interval`; this long without one it is taken for dead.
  public static let staleAfter = Duration.seconds(120)

  public var isStale: Bool { heartbeatAge >= Self.staleAfter || heartbeatAge < .zero }

  public init(
    service: ServiceName, run: RunID, fence: Int, owner: String, machine: String, processID: Int,
    since: Timestamp, heartbeatAge: Duration
  ) {
    self.service = service
    self.run = run
    self.fence = fence
    self.owner = owner
    self.machine = machine
    self.processID = processID
    self.since = since
    self.heartbeatAge = heartbeatAge
  }

  /// Reads the fact `held SERVICE RUN FENCE PID SINCE AGE MACHINE OWNER`.
  init?(fact: String) {
    let words = fact.split(separator: " ", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
    guard words.count == 8, let fence = Int(words[2]), let process = Int(words[3]),
      let since = Int64(words[4]), let age = Int64(words[5])
    else { return nil }
    self.init(
      service: ServiceName(words[0]), run: RunID(words[1]), fence: fence, owner: words[7], machine: words[6],
      processID: process, since: Timestamp(milliseconds: since * 1000), heartbeatAge: .seconds(age))
  }
}
