/// A load balancer that a play takes its hosts out of while it changes them (`load_balancers` in an
/// inventory): complete, nothing left to interpolate.
public struct LoadBalancer: Sendable, Hashable, Codable {
  public enum Driver: String, Sendable, Hashable, Codable, CaseIterable {
    /// Steered through HAProxy's runtime socket.
    case haproxy
    /// Steered through a file of its configuration and reloads.
    case nginx
    /// Steered through its admin API.
    case caddy
    /// Steered by the user's own commands.
    case command
  }

  public enum DrainPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// What is still under way is cut off.
    case cut
    /// The host fails before anything was stopped.
    case fail
  }

  /// What the inventory calls it.
  public var name: String
  public var driver: Driver
  /// The inventory's hosts that it runs on: every one of them is steered. Empty where commands run elsewhere.
  public var hosts: [HostName]
  /// HAProxy: path of its runtime socket on those hosts.
  public var socket: String
  /// nginx: where its servers are written down.
  public var nginx: NginxFiles?
  /// Caddy: host and port of its admin API, as its host reaches it.
  public var admin: String?
  public var commands: BalancerCommands?
  /// The backends in which the play's hosts are servers.
  public var backends: [String]
  /// What a host of the play is called in the backends, where that is not its own name.
  public var servers: [String: String]
  /// How long requests under way may take to end.
  public var drainTimeout: Duration
  public var onDrainTimeout: DrainPolicy
  /// How long the balancer may take to see that a host serves again.
  public var readyTimeout: Duration

  public init(
    name: String, driver: Driver, hosts: [HostName], socket: String = "", nginx: NginxFiles? = nil,
    admin: String? = nil, commands: BalancerCommands? = nil, backends: [String],
    servers: [String: String] = [:],
    drainTimeout: Duration = .seconds(30),
    onDrainTimeout: DrainPolicy = .fail, readyTimeout: Duration = .seconds(60)
  ) {
    self.name = name
    self.driver = driver
    self.hosts = hosts
    self.socket = socket
    self.nginx = nginx
    self.admin = admin
    self.commands = commands
    self.backends = backends
    self.servers = servers
    self.drainTimeout = drainTimeout
    self.onDrainTimeout = onDrainTimeout
    self.readyTimeout = readyTimeout
  }

  public func server(of host: HostName) -> String { servers[host.text] ?? host.text }

  /// Whether a server can be given a share of the requests.
  public var hasWeights: Bool {
    switch driver {
    case .haproxy, .nginx: true
    case .caddy: false
    case .command: commands?.weigh != nil
    }
  }
}
