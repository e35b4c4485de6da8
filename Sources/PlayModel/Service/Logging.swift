/// Where the engine sends a container's output (Compose `logging`).
public struct Logging: Sendable, Hashable, Codable {
  public var driver: String?
  public var options: [String: String]

  public init(driver: String? = nil, options: [String: String] = [:]) {
    self.driver = driver
    self.options = options
  }
}
