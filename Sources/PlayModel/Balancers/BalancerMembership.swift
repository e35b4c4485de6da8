/// One server in one backend of one balancer, as it was before a run took it out: what a rollback restores.
public struct BalancerMembership: Sendable, Hashable, Codable {
  /// What an operator, or a run, has said of a server.
  public enum State: String, Sendable, Hashable, Codable {
    case ready, drain, maint
  }

  /// `LoadBalancer.name`.
  public var balancer: String
  /// The balancer's host.
  public var host: HostName
  public var backend: String
  public var server: String
  public var state: State
  public var weight: Int
  /// Whether the balancer would send requests to it.
  public var isUp: Bool

  public init(
    balancer: String, host: HostName, backend: String, server: String, state: State, weight: Int, isUp: Bool
  ) {
    self.balancer = balancer
    self.host = host
    self.backend = backend
    self.server = server
    self.state = state
    self.weight = weight
    self.isUp = isUp
  }
}
