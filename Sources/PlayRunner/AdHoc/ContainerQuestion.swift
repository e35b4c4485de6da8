import PlayModel

/// What a look at hosts is to find.
public struct ContainerQuestion: Sendable, Hashable {
  /// Only this service's.
  public var service: ServiceName?
  /// Also containers that swiftplay did not make.
  public var everything: Bool
  /// Also what they use now, which takes the engine a second or two.
  public var usage: Bool

  public init(service: ServiceName? = nil, everything: Bool = false, usage: Bool = false) {
    self.service = service
    self.everything = everything
    self.usage = usage
  }
}
