import PlayModel

/// What a run asks of a host before it changes anything there: to be the only one that changes these
/// services until it releases them.
public struct HostClaim: Sendable, Hashable {
  public var run: RunID
  /// Of one process's life: tells a claim that is sent again from that of another process of the run.
  public var token: String
  /// Who and where, for those who find the services held.
  public var owner: String
  public var machine: String
  public var processID: Int
  /// In one order for all runs.
  public var services: [ServiceName]
  /// Runs known to be over, whose locks may be taken.
  public var replacing: [RunID]
  /// Fences this process held before the host forgot its locks (`/run` is empty after a reboot): the
  /// claim is refused where the host has seen a newer one.
  public var held: [ServiceName: Int]

  public init(
    run: RunID, token: String, owner: String, machine: String, processID: Int, services: [ServiceName],
    replacing: [RunID] = [], held: [ServiceName: Int] = [:]
  ) {
    self.run = run
    self.token = token
    self.owner = owner
    self.machine = machine
    self.processID = processID
    self.services = services.sorted { $0.text < $1.text }
    self.replacing = replacing
    self.held = held
  }
}
