/// One question that a new container must answer before its host counts as deployed.
public struct Check: Sendable, Hashable, Codable {
  public enum Question: Sendable, Hashable, Codable {
    /// A GET asked from the host itself; passes on one of `status` and when `body` (a regular expression) is found.
    case http(url: String, status: [Int], body: String?, headers: [String: String])
    /// The port accepts a connection, asked from the host itself.
    case tcp(address: String, port: Int)
    /// A command inside the container exits with 0.
    case exec([String])
    /// A shell command on the host exits with 0.
    case command(String)
    /// The engine's own health check says healthy. A container without one fails.
    case healthy
  }

  public var question: Question
  /// Deadline, from the start of the container.
  public var within: Duration
  /// Between two tries.
  public var every: Duration
  /// How many times in a row it has to pass.
  public var passes: Int

  public init(
    _ question: Question, within: Duration = .seconds(60), every: Duration = .seconds(1), passes: Int = 1
  ) {
    self.question = question
    self.within = within
    self.every = every
    self.passes = passes
  }
}
