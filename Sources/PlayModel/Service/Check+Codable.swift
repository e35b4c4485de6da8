/// The stored form is the playbook's long one: `{"http": …, "status": [200], "within": …}`.
extension Check {
  private enum Key: String, CodingKey {
    case http, status, body, headers, tcp, port, exec, command, healthy, within, every, passes
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch question {
    case .http(let url, let status, let body, let headers):
      try container.encode(url, forKey: .http)
      try container.encode(status, forKey: .status)
      try container.encodeIfPresent(body, forKey: .body)
      try container.encode(headers, .headers, unless: [:])
    case .tcp(let address, let port):
      try container.encode(address, forKey: .tcp)
      try container.encode(port, forKey: .port)
    case .exec(let arguments): try container.encode(arguments, forKey: .exec)
    case .command(let line): try container.encode(line, forKey: .command)
    case .healthy: try container.encode(true, forKey: .healthy)
    }
    let standard = Check(question)
    try container.encode(within, .within, unless: standard.within)
    try container.encode(every, .every, unless: standard.every)
    try container.encode(passes, .passes, unless: standard.passes)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(try Self.question(container))
    within = try container.decode(.within, or: within)
    every = try container.decode(.every, or: every)
    passes = try container.decode(.passes, or: passes)
  }

  private static func question(_ container: KeyedDecodingContainer<Key>) throws -> Question {
    if let url = try container.decodeIfPresent(String.self, forKey: .http) {
      return .http(
        url: url, status: try container.decode([Int].self, forKey: .status),
        body: try container.decodeIfPresent(String.self, forKey: .body),
        headers: try container.decode(.headers, or: [:]))
    }
    if let address = try container.decodeIfPresent(String.self, forKey: .tcp) {
      return .tcp(address: address, port: try container.decode(Int.self, forKey: .port))
    }
    if let arguments = try container.decodeIfPresent([String].self, forKey: .exec) {
      return .exec(arguments)
    }
    if let line = try container.decodeIfPresent(String.self, forKey: .command) { return .command(line) }
    guard try container.decodeIfPresent(Bool.self, forKey: .healthy) == true else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: container.codingPath, debugDescription: "a check asks nothing"))
    }
    return .healthy
  }
}
