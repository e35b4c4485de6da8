/// A question to a socket, asked from the host through the SSH connection.
public struct NetworkProbe: Sendable, Hashable {
  public enum Question: Sendable, Hashable {
    /// Does it accept a connection?
    case tcp
    /// What does a GET of this path answer? `hostHeader` is the HTTP `Host` header's value.
    case http(path: String, hostHeader: String, headers: [String: String])
  }

  /// A name or address as the host resolves it; `127.0.0.1` is the host itself.
  public let address: String
  public let port: Int
  public let question: Question
  public let deadline: Duration

  public init(address: String, port: Int, question: Question, deadline: Duration) {
    self.address = address
    self.port = port
    self.question = question
    self.deadline = deadline
  }
}
