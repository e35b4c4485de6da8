/// What the clocks of one time zone show, as the zone database says: UTC offsets and when they change.
public struct ZoneRules: Sendable, Hashable, Codable {
  public struct Transition: Sendable, Hashable, Codable {
    /// POSIX time, in seconds.
    public let at: Int64
    /// Seconds east of UTC from then on.
    public let offset: Int

    public init(at: Int64, offset: Int) {
      self.at = at
      self.offset = offset
    }
  }

  /// `Asia/Shanghai`
  public let name: String
  /// Seconds east of UTC before the first transition.
  public let initialOffset: Int
  /// In the order of time.
  public let transitions: [Transition]

  public init(name: String, initialOffset: Int, transitions: [Transition] = []) {
    self.name = name
    self.initialOffset = initialOffset
    self.transitions = transitions
  }

  public static let utc = ZoneRules(name: "UTC", initialOffset: 0)

  /// Seconds east of UTC at a POSIX time in seconds.
  public func offset(at seconds: Int64) -> Int { offset(ofSegment: segment(at: seconds)) }

  public func local(_ time: Timestamp) -> LocalTime {
    let seconds = time.floorSeconds
    return LocalTime(seconds: seconds + Int64(offset(at: seconds)))
  }

  /// The first instant at which the zone's clocks show `local` or later.
  ///
  /// A time that the clocks show twice is its first; one that they skip is the first instant after the gap.
  public func firstInstant(showing local: LocalTime) -> Timestamp {
    // No clock is a whole day away from UTC, so the search begins where they surely show less.
    var segment = self.segment(at: local.seconds - 2 * 86_400)
    while true {
      let start = segment == 0 ? Int64.min : transitions[segment - 1].at
      let instant = max(start, local.seconds - Int64(offset(ofSegment: segment)))
      guard segment < transitions.count, instant >= transitions[segment].at else {
        return Timestamp(milliseconds: instant * 1000)
      }
      segment += 1
    }
  }

  /// How many transitions have been by then.
  private func segment(at seconds: Int64) -> Int {
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func offset(ofSegment segment: Int) -> Int {
    segment == 0 ? initialOffset : transitions[segment - 1].offset
  }
}

extension Timestamp {
  /// Whole seconds, rounded towards the past.
  public var floorSeconds: Int64 {
    milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
  }
}
