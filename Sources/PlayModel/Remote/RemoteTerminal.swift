import Synchronization

/// The near side of a terminal on a host: the keys that were pressed and the size of the window, until the
/// far side has taken them.
public final class RemoteTerminal: Sendable {
  /// In characters.
  public struct Size: Sendable, Hashable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// What has happened since it was last asked.
  public struct News: Sendable {
    public var keys: [UInt8] = []
    public var size: Size?

    public init() {}
  }

  private struct State {
    var news = News()
    var hasNews: (@Sendable () -> Void)?
  }

  /// `TERM`.
  public let type: String
  public let size: Size
  private let state = Mutex(State())

  public init(type: String, size: Size) {
    self.type = type
    self.size = size
  }

  public func press(_ keys: [UInt8]) { change { $0.keys += keys } }

  public func resize(_ size: Size) { change { $0.size = size } }

  private func change(_ body: (inout News) -> Void) {
    let tell = state.withLock { state in
      body(&state.news)
      return state.hasNews
    }
    tell?()
  }

  /// - Parameter tell: called after each change, on any thread.
  public func onNews(_ tell: @escaping @Sendable () -> Void) {
    state.withLock { $0.hasNews = tell }
    tell()
  }

  public func takeNews() -> News {
    state.withLock { state in
      defer { state.news = News() }
      return state.news
    }
  }
}

/// A host that has terminals.
public protocol TerminalHost: RemoteHost {
  /// Runs a command, or the login shell where there is none, on a terminal of its own, until it ends.
  ///
  /// - Parameter output: what the terminal shows, as it comes.
  func run(
    _ line: String?, on terminal: RemoteTerminal, output: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(HostFailure) -> CommandResult.Ending
}
