/// Names one step of a run: which play, host, service and action.
public struct StepKey: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
  /// Index of the play in the run, from 0.
  public let play: Int
  public let host: HostName
  public let service: ServiceName
  public let kind: StepKind

  public init(play: Int, host: HostName, service: ServiceName, kind: StepKind) {
    self.play = play
    self.host = host
    self.service = service
    self.kind = kind
  }

  /// `0/h1/web/switch`; with the run id before it, the operation id on the host.
  public var description: String { "\(play)/\(host)/\(service)/\(kind.rawValue)" }

  public static func < (left: StepKey, right: StepKey) -> Bool { left.description < right.description }
}
