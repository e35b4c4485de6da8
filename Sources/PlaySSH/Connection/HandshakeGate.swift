import Synchronization

/// Lets a number of connections be made at the same time; the others wait in line. Key exchanges are
/// work for the processor: more at once would not be done sooner, only all of them later.
final class HandshakeGate: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    var next = 0
  }

  private let state: Mutex<State>

  init(width: Int) { state = Mutex(State(free: max(width, 1))) }

  func enter() async {
    await withCheckedContinuation { continuation in
      let mayGo = state.withLock { state in
        guard state.free == 0 else {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayGo { continuation.resume() }
    }
  }

  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.next < state.waiting.count else {
        state.waiting.removeAll()
        state.next = 0
        state.free += 1
        return nil
      }
      defer { state.next += 1 }
      return state.waiting[state.next]
    }
    next?.resume()
  }
}
