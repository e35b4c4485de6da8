import Foundation
import PlayModel

/// The machine's own clock.
struct SystemClock: PlayClock {
  func now() -> Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
  }

  func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
