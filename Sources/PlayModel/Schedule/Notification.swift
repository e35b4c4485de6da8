/// A message that was written down to be delivered.
public struct Notification: Sendable, Hashable {
  public var id: Int64
  public var way: NotifyTarget.Way
  /// One JSON object.
  public var body: String
  /// Deliveries that failed.
  public var attempts: Int

  public init(id: Int64, way: NotifyTarget.Way, body: String, attempts: Int) {
    self.id = id
    self.way = way
    self.body = body
    self.attempts = attempts
  }
}
