import PlayModel

/// The sentence for a host that is held.
enum LockTrouble {
  static func trouble(_ lock: ServiceLock, standing: RunStanding) -> Trouble {
    let age = lock.heartbeatAge.components.seconds
    let heard = lock.isStale ? "last heard of \(age) s ago: it looks dead" : "heard of \(age) s ago"
    return Trouble(
      .locked,
      "\(lock.service) is held by run \(lock.run) of \(lock.owner) on \(lock.machine) (process \(lock.processID)), \(heard)",
      advice: advice(lock, standing))
  }

  private static func advice(_ lock: ServiceLock, _ standing: RunStanding) -> String {
    switch standing {
    case .unfinished:
      "that run was not finished: swiftplay resume \(lock.run), swiftplay cancel \(lock.run), or run again with --abandon \(lock.run)"
    case .running: "wait for it to end"
    case .foreign where lock.isStale:
      "resume or cancel it on \(lock.machine); if that cannot be: swiftplay lock break \(lock.run) --reason …"
    case .foreign, .finished: "wait for it to end"
    }
  }
}
