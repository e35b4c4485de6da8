/// One service's complete spec on one host, and the run that brought it there.
public struct Release: Sendable, Hashable, Codable {
  public var run: RunID
  /// When that run planned it.
  public var time: Timestamp
  public var host: HostName
  public var change: ServiceChange
  /// The play it was part of, and how that was rolled out.
  public var play: String
  public var policy: RolloutPolicy

  public init(
    run: RunID, time: Timestamp, host: HostName, change: ServiceChange, play: String = "",
    policy: RolloutPolicy = RolloutPolicy()
  ) {
    self.run = run
    self.time = time
    self.host = host
    self.change = change
    self.play = play
    self.policy = policy
  }
}
