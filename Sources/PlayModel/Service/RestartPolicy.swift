/// What the engine does when a container's process ends (Compose `restart`, `docker run --restart`).
public enum RestartPolicy: Sendable, Hashable {
  case no
  case always
  case unlessStopped
  /// `nil`: without limit.
  case onFailure(attempts: Int?)

  /// The engine's spelling: `no`, `always`, `unless-stopped`, `on-failure[:n]`.
  public init?(_ text: String) {
    switch text {
    case "no": self = .no
    case "always": self = .always
    case "unless-stopped": self = .unlessStopped
    case "on-failure": self = .onFailure(attempts: nil)
    default:
      guard text.hasPrefix("on-failure:"), let attempts = Int(text.dropFirst(11)), attempts >= 0
      else { return nil }
      self = .onFailure(attempts: attempts)
    }
  }

  public var text: String {
    switch self {
    case .no: "no"
    case .always: "always"
    case .unlessStopped: "unless-stopped"
    case .onFailure(nil): "on-failure"
    case .onFailure(let attempts?): "on-failure:\(attempts)"
    }
  }
}

extension RestartPolicy: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let policy = RestartPolicy(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a restart policy")
    }
    self = policy
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
