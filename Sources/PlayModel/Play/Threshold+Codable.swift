/// The stored form is the playbook's: `2`, or `"25%"`.
extension Threshold {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let count = try? container.decode(Int.self) {
      self = .count(count)
      return
    }
    let text = try container.decode(String.self)
    guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent.isFinite else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a count or percentage")
    }
    self = .percent(percent)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .count(let count): try container.encode(count)
    case .percent(let percent): try container.encode("\(percent)%")
    }
  }
}
