import PlayModel

/// When something that may fail again at once is tried again: after 5 s, 10 s, and so on, at most a minute.
struct Patience {
  private struct Attempt {
    var last: Timestamp
    var wait: Duration
  }

  private var attempts: [String: Attempt] = [:]

  /// Whether it may be tried now; then it counts as tried.
  mutating func allows(_ what: String, at now: Timestamp) -> Bool {
    guard let before = attempts[what] else {
      attempts[what] = Attempt(last: now, wait: .seconds(5))
      return true
    }
    // A clock that was set back shall not keep it waiting.
    guard now < before.last || now.since(before.last) >= before.wait else { return false }
    attempts[what] = Attempt(last: now, wait: min(before.wait * 2, .seconds(60)))
    return true
  }

  mutating func forget(_ what: String) { attempts[what] = nil }
}
