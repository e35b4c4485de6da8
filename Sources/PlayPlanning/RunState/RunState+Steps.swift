import PlayModel

/// Steps and their undos.
extension RunState {
  mutating func start(_ key: StepKey, _ event: RunEvent) throws(IllegalTransition) {
    let place = try openHost(key, event)
    guard hosts[place].step(key) == nil else { throw IllegalTransition(event, .stepAlreadyStarted) }
    if key.kind == .pull {
      // Images are pulled before the plan is made: what they turn out to be decides what changes.
      guard key.play >= 0 else { throw IllegalTransition(event, .playNotPlanned(key.play)) }
    } else {
      try judge(key, hosts[place], event)
    }
    hosts[place].steps.append(StepRecord(key: key, startedAt: event.time))
  }

  /// Whether the plan has the step, and its turn has come.
  private func judge(_ key: StepKey, _ host: HostRecord, _ event: RunEvent) throws(IllegalTransition) {
    guard plays.indices.contains(key.play) else {
      throw IllegalTransition(event, .playNotPlanned(key.play))
    }
    guard let part = host.parts.first(where: { $0.play == key.play }) else {
      throw IllegalTransition(event, .hostNotPlanned)
    }
    // By its place: a change is large to copy, and this is asked for every step.
    guard let place = part.services.firstIndex(where: { $0.service == key.service }) else {
      throw IllegalTransition(event, .serviceNotPlanned)
    }
    guard key.kind.changesHost else { return }
    guard header?.mode != .check else { throw IllegalTransition(event, .effectInCheckMode) }
    // Where groups take turns, hosts join and leave balancers whose services stay as they are.
    let moves =
      (key.kind == .join || key.kind == .drain) && plays[key.play].plan.groupSwitch != nil
    guard part.services[place].changes || moves else { throw IllegalTransition(event, .effectOnUnchanged) }
    guard part.isBatchStarted else { throw IllegalTransition(event, .batchNotStarted) }
    guard !host.isReverting else { throw IllegalTransition(event, .forwardWhileReverting) }
  }

  mutating func finish(
    _ key: StepKey, _ outcome: StepOutcome, _ trouble: Trouble?, _ event: RunEvent
  ) throws(IllegalTransition) {
    let (place, index) = try startedStep(key, event)
    let status = hosts[place].steps[index].status
    // What was unknown becomes known once the host was asked; nothing else is said twice.
    guard status == .started || (status == .unknown && outcome != .unknown) else {
      throw IllegalTransition(event, .stepNotRunning(status))
    }
    hosts[place].steps[index].status =
      switch outcome {
      case .succeeded: .succeeded
      case .failed: .failed
      case .unknown: .unknown
      }
    hosts[place].steps[index].outcome = outcome
    hosts[place].steps[index].trouble = trouble
    hosts[place].steps[index].finishedAt = event.time
  }

  mutating func created(_ key: StepKey, _ id: String, _ event: RunEvent) throws(IllegalTransition) {
    let (place, index) = try startedStep(key, event)
    guard key.kind == .create || key.kind == .switchOver else {
      throw IllegalTransition(event, .containerOfNoCreation)
    }
    hosts[place].steps[index].container = id
  }

  /// What was seen first holds: later the run itself has changed it.
  mutating func remember(
    _ key: StepKey, _ seen: [BalancerMembership], _ event: RunEvent
  ) throws(IllegalTransition) {
    let (place, index) = try startedStep(key, event)
    guard key.kind == .drain || key.kind == .join, hosts[place].steps[index].memberships == nil else {
      throw IllegalTransition(event, .membershipOfNoDrain)
    }
    hosts[place].steps[index].memberships = seen
  }

  mutating func startUndo(_ key: StepKey, _ event: RunEvent) throws(IllegalTransition) {
    let (place, index) = try startedStep(key, event)
    guard key.kind.hasUndo else { throw IllegalTransition(event, .stepHasNoUndo) }
    switch hosts[place].steps[index].status {
    case .undone: throw IllegalTransition(event, .alreadyUndone)
    case .undoing: throw IllegalTransition(event, .undoAlreadyStarted)
    case .planned, .started, .succeeded, .failed, .unknown, .stuck: break
    }
    hosts[place].steps[index].status = .undoing
    hosts[place].steps[index].undoStartedAt = event.time
    hosts[place].steps[index].undoFinishedAt = nil
    hosts[place].steps[index].undoOutcome = nil
    hosts[place].steps[index].undoTrouble = nil
  }

  mutating func finishUndo(
    _ key: StepKey, _ outcome: StepOutcome, _ trouble: Trouble?, _ event: RunEvent
  ) throws(IllegalTransition) {
    let (place, index) = try startedStep(key, event)
    let step = hosts[place].steps[index]
    guard step.status == .undoing, step.undoOutcome == nil || outcome != .unknown else {
      throw IllegalTransition(event, .undoNotRunning(step.status))
    }
    switch outcome {
    case .succeeded: hosts[place].steps[index].status = .undone
    case .failed: hosts[place].steps[index].status = .stuck
    case .unknown: break
    }
    hosts[place].steps[index].undoOutcome = outcome
    hosts[place].steps[index].undoTrouble = trouble
    hosts[place].steps[index].undoFinishedAt = event.time
  }

  private func openHost(_ key: StepKey, _ event: RunEvent) throws(IllegalTransition) -> Int {
    guard let place = hosts.position(of: key.host) else { throw IllegalTransition(event, .hostUnknown) }
    guard hosts[place].outcome == nil else { throw IllegalTransition(event, .hostAlreadyFinished) }
    return place
  }

  private func startedStep(
    _ key: StepKey, _ event: RunEvent
  ) throws(IllegalTransition) -> (place: Int, index: Int) {
    let place = try openHost(key, event)
    guard let index = hosts[place].steps.lastIndex(where: { $0.key == key }) else {
      throw IllegalTransition(event, .stepNeverStarted)
    }
    return (place, index)
  }
}
