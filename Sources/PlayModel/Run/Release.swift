/// One service's complete spec on one host, and the run that brought it there.
public struct Release: Sendable, Hashable, Codable {
  public var run: RunID
  /// When that run planned it.
  public var time: Timestamp
  public var host: HostName
  public var change: ServiceChange

  public init(run: RunID, time: Timestamp, host: HostName, change: ServiceChange) {
    self.run = run
    self.time = time
    self.host = host
    self.change = change
  }
}
