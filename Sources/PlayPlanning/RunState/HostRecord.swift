import PlayModel

/// What is known of one host of a run.
public struct HostRecord: Sendable, Hashable, Codable {
  /// The host's part in one play.
  public struct Part: Sendable, Hashable, Codable {
    public let play: Int
    /// `nil`: in no batch, because nothing is to do there or it cannot be reached.
    public let batch: Int?
    public let services: [ServiceChange]
    /// Of a blue-green play: the host leaves its balancers for good.
    public let isOutgoing: Bool
    public internal(set) var isBatchStarted = false
  }

  public let host: HostName
  public internal(set) var surveyed = false
  /// Of the last survey; `nil` when the host was found in order.
  public internal(set) var surveyTrouble: Trouble?
  /// One for each play that has the host, in play order.
  public internal(set) var parts: [Part] = []
  /// In the order they were started.
  public internal(set) var steps: [StepRecord] = []
  /// Named by a `run.reverting` event.
  public internal(set) var isReverting = false
  public internal(set) var outcome: HostOutcome?
  public internal(set) var trouble: Trouble?
  public internal(set) var finishedAt: Timestamp?

  init(host: HostName) { self.host = host }

  /// The play's change of one service on this host.
  public func change(play: Int, service: ServiceName) -> ServiceChange? {
    parts.first { $0.play == play }?.services.first { $0.service == service }
  }

  public func step(_ key: StepKey) -> StepRecord? { steps.first { $0.key == key } }

  /// Steps that stand, or may stand, on the host. Newest first.
  public var effects: [StepRecord] { steps.reversed().filter(\.hasEffect) }

  /// What puts the host back, in the order to do it: newest first.
  public var undoList: [StepRecord] { steps.reversed().filter(\.wantsUndo) }

  /// Something the run did there stands, or may stand.
  public var isTouched: Bool { steps.contains(where: \.hasEffect) }

  /// A step, or an undo, that was started and has not ended, or whose end is not known.
  public var hasOpenSteps: Bool {
    steps.contains { $0.status == .started || $0.status == .unknown || $0.status == .undoing }
  }

  /// How long its steps and undos took together, without the waits between them; `nil` when there
  /// was none.
  public var workTime: Duration? {
    let times = steps.flatMap { [$0.duration, $0.undoDuration].compactMap(\.self) }
    return times.isEmpty ? nil : times.reduce(.zero, +)
  }

  /// Why its deployment in a play failed, or was given up; `nil` when it goes on or has succeeded.
  ///
  /// A host that failed goes back in all plays: only the one it failed in counts it.
  public func failure(in play: Int) -> Trouble? {
    let deploying = steps.filter { $0.key.kind != .pull && $0.key.kind != .prune }
    func hasFailed(_ step: StepRecord) -> Bool { step.outcome == .failed || step.outcome == .unknown }
    if let failed = deploying.first(where: { $0.key.play == play && hasFailed($0) }) {
      return failed.trouble ?? Trouble(.other, "its deployment failed")
    }
    guard !deploying.contains(where: hasFailed) else { return nil }
    let goesBack = deploying.first { step in
      step.key.play == play && (step.status == .undoing || step.status == .undone || step.status == .stuck)
    }
    return goesBack.map { $0.undoTrouble ?? Trouble(.other, "its deployment was given up") }
  }

  /// Whether its deployment failed, or was given up, in any play: it goes back in all.
  public var hasFailed: Bool { parts.contains { failure(in: $0.play) != nil } }

  /// Whether every change of the plays that came to this host was made and passed its checks.
  public var isComplete: Bool {
    parts.allSatisfy { part in
      !part.isBatchStarted
        || ((part.isOutgoing || isBackInBalancers(part.play))
          && part.services.allSatisfy { change in
            guard change.changes else { return true }
            let key = StepKey(play: part.play, host: host, service: change.service, kind: change.lastStep)
            return step(key)?.status == .succeeded
          })
    }
  }

  /// A host that was taken out of its load balancers has to be back in them.
  private func isBackInBalancers(_ play: Int) -> Bool {
    let moves = steps.filter { $0.key.play == play && $0.hasEffect }
    return !moves.contains { $0.key.kind == .drain }
      || moves.contains { $0.key.kind == .join && $0.status == .succeeded }
  }

  /// The first failure told about the host: its end's, its survey's or a step's.
  public var firstTrouble: Trouble? {
    trouble ?? surveyTrouble ?? steps.lazy.compactMap { $0.trouble ?? $0.undoTrouble }.first
  }
}
