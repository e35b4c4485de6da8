/// A soft and a hard process limit (Compose `ulimits`); -1 is unlimited.
public struct ResourceLimit: Sendable, Hashable, Codable {
  public var soft: Int
  public var hard: Int

  public init(soft: Int, hard: Int) {
    self.soft = soft
    self.hard = hard
  }
}
