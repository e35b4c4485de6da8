import PlayModel

/// What a new container's state says about it: it must run, without a restart, and never be unhealthy.
enum ContainerVerdict {
  /// - Parameter startedAt: of the first look at the running container; a new one may not change it.
  static func trouble(_ container: ObservedContainer, startedAt: String?) -> Trouble? {
    let state = describe(container)
    // A container swiftplay has just created was never restarted: any restart is its own death.
    if container.restartCount > 0 || container.status == .restarting {
      return Trouble(.restarted, state, state: state)
    }
    guard container.status == .running else {
      let isOver = container.status == .exited || container.status == .dead
      return Trouble(.exited, isOver ? "exit code \(container.exitCode)" : state, state: state)
    }
    if let startedAt, startedAt != container.startedAt {
      return Trouble(.restarted, "the container was started again meanwhile", state: state)
    }
    if container.health == .unhealthy {
      return Trouble(.unhealthy, "the engine's health check says unhealthy", state: state)
    }
    return nil
  }

  static func describe(_ container: ObservedContainer) -> String {
    var text: String
    switch container.status {
    case .exited, .dead: text = "exited with \(container.exitCode)"
    case .restarting: text = "restarting, last exit \(container.exitCode)"
    default: text = container.status.rawValue
    }
    if container.outOfMemory { text += ", killed for lack of memory" }
    if container.restartCount > 0 { text += ", restarted \(container.restartCount) times" }
    if container.health != .none { text += ", health \(container.health.rawValue)" }
    if !container.error.isEmpty { text += ", \(container.error)" }
    return text
  }
}
