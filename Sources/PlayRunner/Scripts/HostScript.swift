import PlayModel

/// A short POSIX-sh script for a host, framed so that its end is known or known to be unknown.
///
/// The script travels on stdin of `/bin/sh`, so nothing of it stands on a command line. It is one
/// function, called on the last line: a script cut off on the way is a syntax error and does nothing.
/// Its output stands between two lines that carry a nonce, so whatever start-up files print is ignored;
/// without the second line the outcome is unknown (DESIGN: on the host).
public struct HostScript: Sendable {
  /// Shell commands; what they print to stdout comes back as the report's lines.
  public var body: String
  /// Set for a script that changes something.
  public var operation: HostOperation?
  /// From sending to the sentinel.
  public var deadline: Duration

  public init(_ body: String, operation: HostOperation? = nil, deadline: Duration = .seconds(60)) {
    self.body = body
    self.operation = operation
    self.deadline = deadline
  }

  /// What reads the scripts.
  static let shell = "/bin/sh"

  /// The command for the host.
  ///
  /// - Parameter nonce: random text that the host cannot have printed by chance.
  public func command(engine: EngineInfo.Kind, nonce: String, become: Become?) -> RemoteCommand {
    let wrapper = operation?.wrapper ?? "swiftplay() { work; }\n"
    var text = """
      LC_ALL=C; export LC_ALL
      \(EngineShell.functions(engine, for: body + wrapper))work() {
      \(body)
      }
      \(wrapper)
      """
    text += """
      printf '\\n%s begin\\n' \(nonce)
      swiftplay </dev/null
      printf '\\n%s end %d\\n' \(nonce) $?

      """
    return RemoteCommand(Self.shell, stdin: Array(text.utf8), deadline: deadline, become: become)
  }
}
