/// A play's hand-over of the traffic from one group of hosts to another.
public struct GroupSwitch: Sendable, Hashable, Codable {
  /// Serves afterwards.
  public var incoming: BlueGreen.Group
  /// Serves before.
  public var outgoing: BlueGreen.Group
  /// Index of the batch in which it happens; those before it change hosts that do not serve.
  public var batch: Int

  public init(incoming: BlueGreen.Group, outgoing: BlueGreen.Group, batch: Int) {
    self.incoming = incoming
    self.outgoing = outgoing
    self.batch = batch
  }
}
