import PlayModel

/// The order and the choice of containers in a list.
public struct ContainerOrder: Sendable, Hashable {
  /// What comes first; ties go by host, service and name.
  public enum Key: String, Sendable, Hashable, CaseIterable {
    case host, service, version, state
    /// What changed last first.
    case since
    /// What restarted most first.
    case restarts
    /// What uses most first; without use by limit.
    case memory
  }

  public var key: Key
  /// Only containers that somebody should look at.
  public var unhealthyOnly: Bool
  /// Also previous ones and those that swiftplay did not make.
  public var everything: Bool

  public init(_ key: Key = .host, unhealthyOnly: Bool = false, everything: Bool = false) {
    self.key = key
    self.unhealthyOnly = unhealthyOnly
    self.everything = everything
  }

  public func applied(to containers: [ContainerSighting]) -> [ContainerSighting] {
    let chosen = containers.filter { container in
      let isShown = everything || container.place == .current || container.place == .next
      return isShown && (!unhealthyOnly || Self.isUnhealthy(container))
    }
    return chosen.sorted { first, second in
      switch key {
      case .host: break
      case .service:
        if let answer = Self.less(first.service?.text, second.service?.text) { return answer }
      case .version: if first.version != second.version { return first.version < second.version }
      case .state:
        let (a, b) = (Self.rank(first), Self.rank(second))
        if a != b { return a < b }
      case .since:
        let (a, b) = (first.age ?? .seconds(Int64.max / 1000), second.age ?? .seconds(Int64.max / 1000))
        if a != b { return a < b }
      case .restarts:
        let (a, b) = (first.container.restartCount, second.container.restartCount)
        if a != b { return a > b }
      case .memory:
        let (a, b) = (first.usage?.memory ?? first.memoryLimit, second.usage?.memory ?? second.memoryLimit)
        if a != b { return (a ?? 0) > (b ?? 0) }
      }
      return Self.byPlace(first, second)
    }
  }

  private static func byPlace(_ first: ContainerSighting, _ second: ContainerSighting) -> Bool {
    if first.host != second.host { return HostSet.precedes(first.host, second.host) }
    if let answer = less(first.service?.text, second.service?.text) { return answer }
    return first.container.name < second.container.name
  }

  /// Names in order, nothing last; `nil` when both are the same.
  private static func less(_ first: String?, _ second: String?) -> Bool? {
    if first == second { return nil }
    guard let first else { return false }
    guard let second else { return true }
    return first < second
  }

  /// Not running as it should: previous containers and new ones not yet started rest as they should.
  static func isUnhealthy(_ sighting: ContainerSighting) -> Bool {
    switch sighting.place {
    case .previous, .next: sighting.container.health == .unhealthy
    case .current, .foreign: !sighting.container.isServing
    }
  }

  private static func rank(_ sighting: ContainerSighting) -> Int {
    if isUnhealthy(sighting) { return 0 }
    return sighting.container.health == .starting ? 1 : sighting.container.status == .running ? 2 : 3
  }
}
