/// How a play changes its hosts (`rollout:` in a playbook).
public struct RolloutPolicy: Sendable, Hashable, Codable {
  public enum Order: String, Sendable, Hashable, Codable {
    case stopFirst = "stop_first"
    case startFirst = "start_first"
  }

  public enum FailureAction: String, Sendable, Hashable, Codable {
    /// The whole run goes back, batches already switched included.
    case rollback
    /// The failing batch goes back, earlier ones stay.
    case rollbackBatch = "rollback_batch"
    /// Nothing more happens; the failed hosts themselves are put back.
    case halt
    /// The failed hosts are put back, the rest of the rollout goes on.
    case `continue`
  }

  /// Batch sizes as Ansible's `serial`; the last repeats. Empty: all hosts at once.
  public var serial: [Threshold] = []
  public var order: Order = .stopFirst
  /// Between batches.
  public var pause: Duration = .zero
  /// After each batch its checks go on this long before the next begins.
  public var bake: Duration = .zero
  /// Failed and unreachable hosts the whole play may have before it counts as failed.
  public var maxFailures: Threshold = .count(0)
  /// The play's healthy hosts never fall below this.
  public var minHealthy: Threshold = .count(0)
  public var onFailure: FailureAction = .rollback
  /// Previous containers kept, stopped, on each host.
  public var keep: Int = 1
  /// An image created before the one that runs is refused.
  public var refuseOlder = false
  /// After each batch somebody has to say that the next one may begin.
  public var confirm = false
  /// The load balancers each host is taken out of while it changes.
  public var balancers: [LoadBalancer] = []
  /// Percentages of its weight that a host has one after the other when it joins them again; empty: all at
  /// once. Between two of them its checks go on for `bake`, and then `pause` passes.
  public var weights: [Int] = []
  /// The play's services run on its first host and nowhere else, and never twice.
  public var exactlyOne = false
  /// Regular expressions: a line of a new container's log that one matches fails its bake.
  public var logErrors: [String] = []
  /// Two groups that serve in turn; `nil` for a rolling change of all hosts.
  public var blueGreen: BlueGreen?
  /// Commands of the user's own, in their order.
  public var hooks: [Hook.Stage: [Hook]] = [:]

  public init() {}
}
