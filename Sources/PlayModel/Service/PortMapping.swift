/// One published container port (Compose `ports`); ranges are already one mapping a container port.
public struct PortMapping: Sendable, Hashable, Codable {
  public enum Transport: String, Sendable, Hashable, Codable { case tcp, udp, sctp }

  /// Address on the host to bind; `nil` is all of them.
  public let hostAddress: String?
  /// First and last host port the engine may choose from; equal for a fixed one, `nil` for any.
  public let hostPorts: ClosedRange<Int>?
  public let containerPort: Int
  public let transport: Transport

  public init(
    hostAddress: String? = nil, hostPorts: ClosedRange<Int>? = nil, containerPort: Int,
    transport: Transport = .tcp
  ) {
    self.hostAddress = hostAddress
    self.hostPorts = hostPorts
    self.containerPort = containerPort
    self.transport = transport
  }

  /// Whether two containers of this service can never run on one host at once.
  public var isFixed: Bool { hostPorts.map { $0.lowerBound == $0.upperBound } ?? false }
}
