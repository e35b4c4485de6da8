import PlayModel
import Synchronization

/// A jump host, and the connections to it that all hosts behind it share.
///
/// One connection is the rule. libssh2 opens one channel of a connection at a time, and sshd answers
/// only when it has reached the host behind or has given up; so while somebody has waited for a turn
/// longer than `Patience.turn`, one more connection (a lane) is made.
final class JumpHost: Sendable {
  struct Patience: Sendable {
    /// How long the first in line waits for a turn before another lane is made.
    var turn = Duration.seconds(1)
    /// How long a lane that nobody uses is kept.
    var unused = Duration.seconds(10)
    /// How long a failure is told again without another try: to the many hosts behind.
    var failure = Duration.seconds(10)
  }

  private struct Lane {
    let number: Int
    let host: SSHHost
    var isOpening = false
    var users = 0
    /// Somebody looks, soon, whether it is still used.
    var isExpiring = false
  }

  private enum Wish: Sendable {
    /// To know that there is a connection at all.
    case readiness(CheckedContinuation<Result<Void, HostFailure>, Never>)
    /// To open a channel.
    case turn(CheckedContinuation<Result<JumpLease, HostFailure>, Never>)
  }

  private struct State {
    var lanes: [Lane] = []
    var waiting: [(number: Int, wish: Wish)] = []
    var isMaking = false
    var isWatching = false
    var failed: (failure: HostFailure, at: ContinuousClock.Instant)?
    var nextNumber = 0
  }

  /// At most so many connections: what sshd lets be opened at once by default (MaxStartups) is not reached.
  private static let mostLanes = 16

  private let name: HostName
  private let patience: Patience
  private let connect: @Sendable () async -> Result<SSHHost, HostFailure>
  private let state = Mutex(State())

  /// `connect` makes one connection to the jump host, within the deadlines of its own plan.
  init(
    name: HostName, patience: Patience, connect: @escaping @Sendable () async -> Result<SSHHost, HostFailure>
  ) {
    self.name = name
    self.patience = patience
    self.connect = connect
  }

  /// Waits until there is a connection, or throws why there is none.
  func ready() async throws(HostFailure) {
    try await wait(isServed: { !$0.lanes.isEmpty ? () : nil }, wish: { .readiness($0) })
  }

  /// Waits for the turn to open a channel. The turn ends with `JumpLease.openingEnded`.
  func lease() async throws(HostFailure) -> JumpLease {
    try await wait(isServed: { self.takeTurn(&$0) }, wish: { .turn($0) })
  }

  private func wait<Value: Sendable>(
    isServed: @escaping @Sendable (inout State) -> Value?,
    wish: @escaping @Sendable (CheckedContinuation<Result<Value, HostFailure>, Never>) -> Wish
  ) async throws(HostFailure) -> Value {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Result<Value, HostFailure>? = state.withLock { state in
          if Task.isCancelled { return .failure(cancelled) }
          if let value = isServed(&state) { return .success(value) }
          if let failed = recentFailure(state) { return .failure(failed) }
          state.waiting.append((number, wish(continuation)))
          return nil
        }
        if let answer { continuation.resume(returning: answer) } else { makeLaneIfNone() }
      }
    } onCancel: {
      let wish = state.withLock { state in
        state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).wish }
      }
      if let wish { answer(wish, cancelled) }
    }
    return try result.get()
  }

  private var cancelled: HostFailure {
    HostFailure(host: name, reason: .cancelled, detail: "the run was cancelled")
  }

  private func recentFailure(_ state: State) -> HostFailure? {
    guard state.lanes.isEmpty, !state.isMaking, let failed = state.failed,
      ContinuousClock.now - failed.at < patience.failure
    else { return nil }
    return failed.failure
  }

  private func takeTurn(_ state: inout State) -> JumpLease? {
    guard let index = state.lanes.firstIndex(where: { !$0.isOpening }) else { return nil }
    state.lanes[index].isOpening = true
    state.lanes[index].users += 1
    return JumpLease(host: state.lanes[index].host, jumpHost: self, lane: state.lanes[index].number)
  }

  private func answer(_ wish: Wish, _ failure: HostFailure) {
    switch wish {
    case .readiness(let continuation): continuation.resume(returning: .failure(failure))
    case .turn(let continuation): continuation.resume(returning: .failure(failure))
    }
  }

  // MARK: - Turns

  func openingEnded(on lane: Int) {
    state.withLock { state in
      guard let index = state.lanes.firstIndex(where: { $0.number == lane }) else { return }
      state.lanes[index].isOpening = false
    }
    serve()
  }

  /// Gives what there is to those who wait, in order.
  private func serve() {
    while true {
      let served: (() -> Void)? = state.withLock { state in
        guard let first = state.waiting.first, !state.lanes.isEmpty else { return nil }
        switch first.wish {
        case .readiness(let continuation):
          state.waiting.removeFirst()
          return { continuation.resume(returning: .success(())) }
        case .turn(let continuation):
          guard let lease = takeTurn(&state) else { return nil }
          state.waiting.removeFirst()
          return { continuation.resume(returning: .success(lease)) }
        }
      }
      guard let served else { break }
      served()
    }
    watch()
  }

  func left(_ lane: Int) {
    let isUnused = state.withLock { state in
      guard let index = state.lanes.firstIndex(where: { $0.number == lane }) else { return false }
      state.lanes[index].users -= 1
      guard state.lanes[index].users == 0, !state.lanes[index].isExpiring else { return false }
      state.lanes[index].isExpiring = true
      return true
    }
    guard isUnused else { return }
    Task { [weak self, patience] in
      try? await Task.sleep(for: patience.unused)
      self?.dropIfUnused(lane)
    }
  }

  private func dropIfUnused(_ lane: Int) {
    // The lane's host closes its connection when it goes, after the lock.
    _ = state.withLock { state -> Lane? in
      guard let index = state.lanes.firstIndex(where: { $0.number == lane }) else { return nil }
      state.lanes[index].isExpiring = false
      return state.lanes[index].users == 0 ? state.lanes.remove(at: index) : nil
    }
  }

  // MARK: - Lanes

  private func makeLaneIfNone() {
    let isDue = state.withLock { state in
      guard state.lanes.isEmpty, !state.isMaking else { return false }
      state.isMaking = true
      return true
    }
    if isDue { makeLane() } else { watch() }
  }

  private func makeLane() {
    Task { [connect, weak self] in
      let result = await connect()
      self?.made(result)
    }
  }

  private func made(_ result: Result<SSHHost, HostFailure>) {
    switch result {
    case .success(let host):
      let number = state.withLock { state in
        state.isMaking = false
        state.failed = nil
        state.nextNumber += 1
        state.lanes.append(Lane(number: state.nextNumber, host: host))
        return state.nextNumber
      }
      host.whenClosed.whenComplete { [weak self] _ in self?.closed(number) }
      serve()
    case .failure(let failure):
      let refused = state.withLock { state in
        state.isMaking = false
        // With other lanes open this one was only to make things quicker.
        guard state.lanes.isEmpty else { return [Wish]() }
        state.failed = (failure, ContinuousClock.now)
        defer { state.waiting = [] }
        return state.waiting.map(\.wish)
      }
      for wish in refused { answer(wish, failure) }
      watch()
    }
  }

  /// A connection ended; those who wait for a turn want another.
  private func closed(_ lane: Int) {
    let mustMake = state.withLock { state in
      state.lanes.removeAll { $0.number == lane }
      guard state.lanes.isEmpty, !state.waiting.isEmpty, !state.isMaking else { return false }
      state.isMaking = true
      return true
    }
    if mustMake { makeLane() }
  }

  /// Looks, a little later, whether the same one is still the first in line.
  private func watch() {
    let first = state.withLock { state -> Int? in
      guard !state.isWatching, let first = state.waiting.first else { return nil }
      state.isWatching = true
      return first.number
    }
    guard let first else { return }
    Task { [weak self, patience] in
      try? await Task.sleep(for: patience.turn)
      self?.look(for: first)
    }
  }

  private func look(for first: Int) {
    let mustMake = state.withLock { state in
      state.isWatching = false
      guard state.waiting.first?.number == first, !state.isMaking, state.lanes.count < Self.mostLanes
      else { return false }
      state.isMaking = true
      return true
    }
    if mustMake { makeLane() }
    watch()
  }
}
