import PlayModel
import Synchronization

/// A clock that stands still until a test moves it.
///
/// `wakeNext` jumps to the next sleeper, so a simulation that calls it only when nothing else is
/// ready runs hours in milliseconds and always in the same order.
public final class VirtualClock: PlayClock {
  private struct Sleeper {
    let id: Int
    let deadline: Timestamp
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Contents {
    var now: Timestamp
    var nextID = 0
    var sleepers: [Sleeper] = []
    /// Sleeps that were cancelled before they began to wait.
    var cancelled: Set<Int> = []
  }

  private let contents: Mutex<Contents>

  /// 2026-11-22T16:20:30Z unless a test says otherwise.
  public init(now: Timestamp = Timestamp(milliseconds: 1_795_364_430_000)) {
    contents = Mutex(Contents(now: now))
  }

  public func now() -> Timestamp { contents.withLock { $0.now } }

  /// How many tasks sleep.
  public var sleeping: Int { contents.withLock { $0.sleepers.count } }

  public func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    guard duration > .zero else { return }
    let id = contents.withLock { contents in
      contents.nextID += 1
      return contents.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let refused = contents.withLock { contents in
          guard contents.cancelled.remove(id) == nil else { return true }
          let deadline = contents.now.advanced(by: duration)
          contents.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
          return false
        }
        if refused { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = contents.withLock { contents -> Sleeper? in
        guard let index = contents.sleepers.firstIndex(where: { $0.id == id }) else {
          contents.cancelled.insert(id)
          return nil
        }
        return contents.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves time on and wakes whoever is due, earliest first.
  public func advance(by duration: Duration) {
    let due = contents.withLock { contents in
      contents.now = contents.now.advanced(by: duration)
      return Self.takeDue(&contents)
    }
    for sleeper in due { sleeper.continuation.resume() }
  }

  /// Jumps to the earliest deadline and wakes those who wait for it; `false` when nobody sleeps.
  @discardableResult
  public func wakeNext() -> Bool {
    let due = contents.withLock { contents -> [Sleeper] in
      guard let next = contents.sleepers.map(\.deadline).min() else { return [] }
      contents.now = max(contents.now, next)
      return Self.takeDue(&contents)
    }
    for sleeper in due { sleeper.continuation.resume() }
    return !due.isEmpty
  }

  private static func takeDue(_ contents: inout Contents) -> [Sleeper] {
    let now = contents.now
    let due = contents.sleepers.filter { $0.deadline <= now }
    contents.sleepers.removeAll { $0.deadline <= now }
    return due.sorted { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
  }
}
