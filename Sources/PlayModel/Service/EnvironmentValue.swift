/// A container variable's value, plain or secret.
///
/// All variables are visible in the engine's `inspect`; what a secret is kept out of is swiftplay's
/// own output, run store and command lines.
public enum EnvironmentValue: Sendable, Hashable {
  case plain(String)
  case secret(Secret)
  /// A secret read back from the run store: that there was one is known, its text is not.
  case withheld

  /// The text for the engine; `nil` when it is withheld.
  public func reveal() -> String? {
    switch self {
    case .plain(let text): text
    case .secret(let secret): secret.reveal()
    case .withheld: nil
    }
  }
}

extension EnvironmentValue: Codable {
  private enum CodingKeys: String, CodingKey { case secret }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self = .plain(text)
    } else {
      self = .withheld
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .plain(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .secret, .withheld:
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(true, forKey: .secret)
    }
  }
}
