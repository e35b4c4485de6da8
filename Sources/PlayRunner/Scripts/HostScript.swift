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
  /// Gives the locks back once the operation is done, and then says `=released`.
  var release: String?
  /// From sending to the sentinel.
  public var deadline: Duration

  public init(_ body: String, operation: HostOperation? = nil, deadline: Duration = .seconds(60)) {
    self.body = body
    self.operation = operation
    self.deadline = deadline
  }

  /// What reads the scripts.
  public static let shell = "/bin/sh"

  private static let locale = "LC_ALL=C; export LC_ALL\n"

  /// What every script for this engine begins with where shells are kept ready: definitions, most of a script's
  /// bytes.
  public static func head(_ engine: EngineInfo.Kind) -> [UInt8] {
    switch engine {
    case .docker: dockerHead
    case .podman: podmanHead
    }
  }

  // Kept: thousands of shells wait with them.
  private static let dockerHead = Array((locale + EngineShell.functions(.docker)).utf8)
  private static let podmanHead = Array((locale + EngineShell.functions(.podman)).utf8)

  /// The command for the host.
  ///
  /// - Parameters:
  ///   - nonce: random text that the host cannot have printed by chance.
  ///   - isPrepared: the host may have a shell ready that knows the head.
  public func command(
    engine: EngineInfo.Kind, nonce: String, become: Become?, isPrepared: Bool = false
  ) -> RemoteCommand {
    let wrapper = operation?.wrapper ?? "swiftplay() { work; }\n"
    let head = isPrepared ? "" : Self.locale + EngineShell.functions(engine, for: body + wrapper)
    var text = """
      \(head)work() {
      \(body)
      }
      \(wrapper)
      """
    if let release { text += "release() {\n\(release)\n}\n" }
    // The operation's own lock is let go first: who breaks locks takes the two in the other order.
    let after =
      release == nil ? "" : "[ $ended -ne 0 ] || { exec 9>&-; release </dev/null && echo '=released'; }\n"
    text += """
      printf '\\n%s begin\\n' \(nonce)
      swiftplay </dev/null
      ended=$?
      \(after)printf '\\n%s end %d\\n' \(nonce) $ended

      """
    var command = RemoteCommand(Self.shell, stdin: Array(text.utf8), deadline: deadline, become: become)
    if isPrepared { command.stdinHead = Self.head(engine) }
    return command
  }
}
