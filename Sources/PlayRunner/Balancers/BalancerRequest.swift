import PlayModel

/// One thing asked of a load balancer about one host's server, as data.
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
    /// A server that is out counts as in maintenance, where the balancer tells the two apart.
    case maintain(backends: [String])
    /// What is still under way to a drained server ends, and nothing that is bound to it comes any more, where the
    /// balancer can be told so.
    case cut(backends: [String])
    /// The server takes requests again.
    case ready(backends: [String])
    /// Fails while a server that was put back does not serve yet, where the balancer can be asked.
    case verify(backends: [String])
    case weigh(backend: String, weight: Int)
  }

  public var balancer: LoadBalancer
  /// The host that is taken out or put back.
  public var host: HostName
  /// Its address, as the inventory has it.
  public var address: String
  public var run: RunID
  public var command: Command

  public init(_ balancer: LoadBalancer, host: HostName, address: String, run: RunID, _ command: Command) {
    self.balancer = balancer
    self.host = host
    self.address = address
    self.run = run
    self.command = command
  }

  /// What the balancer calls the host.
  public var server: String { balancer.server(of: host) }

  var script: String { balancer.steering.script(self) }
}
