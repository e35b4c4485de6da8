import PlayModel
import Synchronization

/// A wall clock that is set at will, also back. Whoever sleeps on it is woken at once, and looks again.
final class SettableClock: PlayClock {
  private let time: Mutex<Timestamp>

  init(_ now: Timestamp) { time = Mutex(now) }

  func now() -> Timestamp { time.withLock { $0 } }

  func move(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    await Task.yield()
  }
}
