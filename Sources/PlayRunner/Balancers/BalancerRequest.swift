import PlayModel

/// One thing asked of a load balancer's host about one server, as data.
public struct BalancerRequest: Sendable, Hashable {
  public enum Command: Sendable, Hashable {
    /// The server's state, sessions and queue in every backend.
    case look
    /// No new requests for the server in these backends.
    /// - `sparesLast`: not where no other server is up.
    case drain(backends: [String], sparesLast: Bool)
    /// The server counts as down until the balancer's own check has passed from now on. Only where it
    /// is drained and checked.
    case forgetHealth(backends: [String])
    /// The server takes requests again.
    case ready(backends: [String])
    case weigh(backend: String, weight: Int)
  }

  public var balancer: LoadBalancer
  public var server: String
  public var command: Command

  public init(_ balancer: LoadBalancer, server: String, _ command: Command) {
    self.balancer = balancer
    self.server = server
    self.command = command
  }

  var script: String { balancer.steering.script(self) }
}
