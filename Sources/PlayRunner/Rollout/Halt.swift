import Synchronization

/// Tells hosts in flight that no new work begins. Once set it stays.
public final class Halt: Sendable {
  public enum Reason: Sendable, Hashable {
    /// The failure budget is spent.
    case failures
    /// The user asked to stop.
    case interrupted
    /// The window is past its cutoff: said between batches, when no host is in flight.
    case cutoff
    /// Nobody has said yet that the next batch may begin.
    case gate
    /// The window in which traffic may move is closed.
    case switchWindow
  }

  private let reason = Mutex<Reason?>(nil)

  public init() {}

  public var current: Reason? { reason.withLock { $0 } }

  /// The first reason wins, but an interruption is never hidden by a failure.
  public func set(_ new: Reason) {
    reason.withLock { if $0 == nil || new == .interrupted { $0 = new } }
  }
}
