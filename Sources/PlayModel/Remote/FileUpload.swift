/// A file to put on a host, whole or not at all: it is written beside its destination and then renamed over it.
public struct FileUpload: Sendable {
  public enum Source: Sendable, Hashable {
    case bytes([UInt8])
    /// A file of this machine, read piece by piece.
    case file(path: String)
  }

  public var source: Source
  /// An absolute path on the host. Its folder has to exist.
  public var path: String
  /// Permission bits, such as `0o644`.
  public var mode: Int
  /// `user`, `user:group` or `:group`, as chown(1) takes it; `nil` leaves it to whoever writes the file.
  public var owner: String?
  /// Whether to become another user first.
  public var become: Become?
  /// For all of it.
  public var deadline: Duration
  /// Told how many more bytes are on their way, piece by piece, on the connection's event loop.
  public var onSent: (@Sendable (Int) -> Void)?

  public init(
    _ source: Source, to path: String, mode: Int, owner: String? = nil, become: Become? = nil,
    deadline: Duration = .seconds(300), onSent: (@Sendable (Int) -> Void)? = nil
  ) {
    self.source = source
    self.path = path
    self.mode = mode
    self.owner = owner
    self.become = become
    self.deadline = deadline
    self.onSent = onSent
  }
}
