import PlayModel

/// How long a batch will take, by what earlier ones took.
public struct BatchForecast: Sendable, Hashable {
  /// What earlier batches took, bake included.
  public let earlier: [Duration]
  /// A batch takes at least this long.
  public let bake: Duration

  public init(earlier: [Duration], bake: Duration) {
    self.earlier = earlier
    self.bake = bake
  }

  /// 95 of 100 batches took at most this long (the nearest rank: of fewer than 20 it is the longest).
  public var likely: Duration {
    guard !earlier.isEmpty else { return bake }
    let rank = (earlier.count * 95 + 99) / 100
    return max(bake, earlier.sorted()[rank - 1])
  }

  /// Whether a batch that begins at `time` will likely be over by `end`.
  public func fits(from time: Timestamp, to end: Timestamp) -> Bool { time.advanced(by: likely) <= end }
}
