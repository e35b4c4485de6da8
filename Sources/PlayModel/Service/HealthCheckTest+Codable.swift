/// The stored form is Compose's list: `["NONE"]`, `["CMD", …]`, `["CMD-SHELL", …]`.
extension HealthCheck.Test {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let words = try container.decode([String].self)
    switch (words.first, words.count) {
    case ("NONE", 1): self = .disabled
    case ("CMD", _): self = .command(Array(words.dropFirst()))
    case ("CMD-SHELL", 2): self = .shell(words[1])
    default:
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a health check's test")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .disabled: try container.encode(["NONE"])
    case .command(let arguments): try container.encode(["CMD"] + arguments)
    case .shell(let line): try container.encode(["CMD-SHELL", line])
    }
  }
}
