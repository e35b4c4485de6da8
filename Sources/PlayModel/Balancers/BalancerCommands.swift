/// How a load balancer is steered by commands of the user's own: shell lines.
public struct BalancerCommands: Sendable, Hashable, Codable {
  /// Where they run.
  public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
    case balancer
    /// The host that is taken out.
    case host
    /// The machine swiftplay runs on.
    case controller
  }

  public var place: Place
  /// Prints as JSON how a server is.
  public var status: String
  public var drain: String
  public var enable: String
  /// Ends well when a server that was put back serves.
  public var verify: String?
  /// Gives a server another weight.
  public var weigh: String?
  /// How long one command may take.
  public var timeout: Duration

  public init(
    place: Place, status: String, drain: String, enable: String, verify: String? = nil, weigh: String? = nil,
    timeout: Duration = .seconds(30)
  ) {
    self.place = place
    self.status = status
    self.drain = drain
    self.enable = enable
    self.verify = verify
    self.weigh = weigh
    self.timeout = timeout
  }
}
