/// The engine's own health check of a container (Compose `healthcheck`). `nil` fields are the image's.
public struct HealthCheck: Sendable, Hashable, Codable {
  public enum Test: Sendable, Hashable, Codable {
    /// `NONE` or `disable: true`: the image's own check is switched off.
    case disabled
    /// `CMD`: exact arguments. Docker's command line cannot say this, so they are quoted for a shell.
    case command([String])
    /// `CMD-SHELL` or a plain string.
    case shell(String)
  }

  public var test: Test?
  public var interval: Duration?
  public var timeout: Duration?
  public var startPeriod: Duration?
  public var startInterval: Duration?
  public var retries: Int?

  public init(
    test: Test? = nil, interval: Duration? = nil, timeout: Duration? = nil, startPeriod: Duration? = nil,
    startInterval: Duration? = nil, retries: Int? = nil
  ) {
    self.test = test
    self.interval = interval
    self.timeout = timeout
    self.startPeriod = startPeriod
    self.startInterval = startInterval
    self.retries = retries
  }
}
