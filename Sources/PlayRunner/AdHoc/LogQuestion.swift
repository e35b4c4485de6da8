import PlayModel

/// Which lines of which containers' logs are wanted.
public struct LogQuestion: Sendable, Hashable {
  public var service: ServiceName
  /// The last so many lines of each container; `nil` for all.
  public var tail: Int?
  /// As the engine takes it: `10m`, `2026-11-22T16:20:30Z`, seconds since 1970.
  public var since: String?
  /// Also of previous containers.
  public var previous: Bool

  public init(service: ServiceName, tail: Int? = 100, since: String? = nil, previous: Bool = false) {
    self.service = service
    self.tail = tail
    self.since = since
    self.previous = previous
  }
}
