import PlayModel

/// Going on with a run whose process is gone, or that left something to do.
extension RunState {
  /// Whether `resume` can do something: the run was killed, interrupted, waits, or left hosts stuck.
  public var isResumable: Bool {
    guard header != nil, !isAbandoned else { return false }
    switch outcome {
    case nil, .interrupted, .waiting, .stuck: return true
    case .succeeded, .failed, .rolledBack, .refused: return false
    }
  }

  /// Whether the run stands in the way of another one on these hosts: it was killed or interrupted
  /// half-way, with something done there or begun in a plan that includes them.
  public func blocks(_ fleet: Set<HostName>) -> Bool {
    guard isResumable, outcome != .stuck, header?.mode != .check else { return false }
    guard hosts.contains(where: \.isTouched) else { return false }
    return hosts.contains { fleet.contains($0.host) && !$0.parts.isEmpty }
  }

  /// Whether hosts are being put back and nothing new may begin.
  public var isGoingBack: Bool { !reverts.isEmpty && !mayGoOn }

  func mayFollowFinish(_ body: RunEvent.Body) -> Bool {
    switch body {
    case .resumed, .abandoned: isResumable
    default: false
    }
  }

  mutating func reopen() {
    hasWaited = hasWaited || outcome == .waiting
    outcome = nil
    reason = nil
    finishedAt = nil
    if let last = plays.indices.last { plays[last].isBatchBroken = plays[last].isBatchRunning }
    for position in hosts.indices {
      hosts[position].outcome = nil
      hosts[position].trouble = nil
      hosts[position].finishedAt = nil
    }
    if !reverts.isEmpty, !mayGoOn {
      phase = .reverting
    } else if let play = plays.last, let batch = play.batch {
      phase = .rolling(play: play.plan.play, batch: batch)
    } else {
      phase = .preparing
    }
  }

  mutating func abandon(_ reason: String, _ event: RunEvent) {
    isAbandoned = true
    outcome = .interrupted
    self.reason = "abandoned: \(reason)"
    finishedAt = event.time
    phase = .finished
  }
}
