import PlayModel

/// Hooks of the run. One that was broken off, or that failed, may be begun again.
extension RunState {
  public func hook(_ key: Hook.Key) -> HookRecord? { hooks.first { $0.key == key } }

  mutating func start(_ key: Hook.Key, _ hook: Hook, _ event: RunEvent) throws(IllegalTransition) {
    guard header?.mode != .check else { throw IllegalTransition(event, .effectInCheckMode) }
    if let index = hooks.firstIndex(where: { $0.key == key }) {
      guard hooks[index].outcome != .succeeded else { throw IllegalTransition(event, .hookNotRunning) }
      hooks[index].outcome = nil
    } else {
      hooks.append(HookRecord(key: key, hook: hook, startedAt: event.time))
    }
  }

  mutating func finish(
    _ key: Hook.Key, _ outcome: StepOutcome, _ trouble: Trouble?, _ event: RunEvent
  ) throws(IllegalTransition) {
    guard let index = hooks.firstIndex(where: { $0.key == key }), hooks[index].outcome == nil else {
      throw IllegalTransition(event, .hookNotRunning)
    }
    hooks[index].outcome = outcome
    hooks[index].trouble = trouble
  }

  mutating func takeBack(
    _ key: Hook.Key, _ outcome: StepOutcome, _ event: RunEvent
  ) throws(IllegalTransition) {
    guard let index = hooks.firstIndex(where: { $0.key == key }) else {
      throw IllegalTransition(event, .hookNotRunning)
    }
    hooks[index].undoOutcome = outcome
  }
}
