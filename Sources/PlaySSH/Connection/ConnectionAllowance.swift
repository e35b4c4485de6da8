import Synchronization

/// How many connections may be open at a time, because each needs a file descriptor. Further ones wait until
/// one has ended.
final class ConnectionAllowance: Sendable {
  private struct State {
    var free: Int
    var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    var nextNumber = 0
    var lastEnd = ContinuousClock.now
  }

  let limit: Int
  private let patience: Duration
  private let state: Mutex<State>

  /// `patience`: how long all connections may go on without one ending before those that wait give up.
  init(limit: Int, patience: Duration) {
    self.limit = limit
    self.patience = patience
    state = Mutex(State(free: limit))
  }

  /// `false`: none ended for too long, or whoever asked was cancelled.
  func take() async -> Bool {
    let number = state.withLock { state -> Int? in
      guard state.free == 0 else {
        state.free -= 1
        return nil
      }
      state.nextNumber += 1
      return state.nextNumber
    }
    guard let number else { return true }
    let watch = Task { [weak self] in await self?.giveUpWhenStuck(number) }
    defer { watch.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          if Task.isCancelled { return false }
          // One may have ended since.
          guard state.free == 0 else {
            state.free -= 1
            return true
          }
          state.waiting.append((number, continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      giveUp(number)
    }
  }

  func giveBack() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      state.lastEnd = .now
      guard !state.waiting.isEmpty else {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
  }

  private func giveUp(_ number: Int) {
    let continuation = state.withLock { state in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).continuation }
    }
    continuation?.resume(returning: false)
  }

  private func giveUpWhenStuck(_ number: Int) async {
    var from = ContinuousClock.now
    while !Task.isCancelled {
      try? await Task.sleep(until: from + patience)
      let lastEnd = state.withLock { $0.lastEnd }
      if lastEnd <= from { return giveUp(number) }
      from = lastEnd
    }
  }
}
