/// One command for a host, as sshd receives it: a line for the login shell, and bytes for its stdin.
public struct RemoteCommand: Sendable {
  /// The line given to the user's login shell. Never holds a secret: others can see it in `ps`.
  public var line: String
  /// What the command reads on stdin; stdin is closed after it.
  public var stdin: [UInt8]
  /// Read before `stdin`: what many commands with this line begin with (`RemoteHost.keepReady`).
  public var stdinHead: [UInt8] = []
  /// From the request to the end of the command.
  public var deadline: Duration
  /// The longest time without a byte of output, from the request on; `nil` is no limit of its own.
  public var longestSilence: Duration?
  /// Bytes kept of stdout and stderr each; what goes beyond is counted in `CommandResult.dropped`.
  public var outputLimit: Int
  /// Whether to become another user first.
  public var become: Become?
  /// Whether what runs on the host is ended when nobody waits for it any more: its deadline has passed, or the
  /// caller was cancelled. Work that must come to its own end says no.
  public var endsWhenGivenUp: Bool
  /// Whether more commands with this line will follow: the shell it takes from those kept ready is replaced.
  public var isFollowed: Bool
  /// Called with each piece of output as it arrives, before the result; `nil` only collects.
  public var onOutput: (@Sendable (OutputChunk) -> Void)?

  public init(
    _ line: String, stdin: [UInt8] = [], deadline: Duration = .seconds(60), longestSilence: Duration? = nil,
    outputLimit: Int = 16 << 20, become: Become? = nil, endsWhenGivenUp: Bool = false,
    isFollowed: Bool = true, onOutput: (@Sendable (OutputChunk) -> Void)? = nil
  ) {
    self.line = line
    self.stdin = stdin
    self.deadline = deadline
    self.longestSilence = longestSilence
    self.outputLimit = outputLimit
    self.become = become
    self.endsWhenGivenUp = endsWhenGivenUp
    self.isFollowed = isFollowed
    self.onOutput = onOutput
  }
}
