import PlayModel
import PlayPlanning
import PlayTesting
import Testing

@Suite struct RunStateTests {
  /// Started, two hosts seen, planned in two batches, the first batch begun.
  private static func rolling() -> RunScript {
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    for host in ["h1", "h2"] as [HostName] { script.add(.surveyed(host: host, trouble: nil)) }
    script.add(
      .planned(
        SamplePlan.play(
          batches: [["h1"], ["h2"]],
          changes: [
            SamplePlan.change("cache", from: "7.2", to: "7.2"),
            SamplePlan.change("web", from: "1.0", to: "2.0"),
          ], idle: ["h3"])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
    return script
  }

  private static func state(_ script: RunScript) throws -> RunState {
    try RunState(run: script.run, folding: script.events)
  }

  /// Why the last event of the script is refused.
  private static func refusal(_ script: RunScript) throws -> IllegalTransition.Reason? {
    var state = try RunState(run: script.run, folding: script.events.dropLast())
    let last = try #require(script.events.last)
    do throws(IllegalTransition) { try state.apply(last) } catch { return error.reason }
    return nil
  }

  private static func refusal(after build: (inout RunScript) -> Void) throws -> IllegalTransition.Reason? {
    var script = rolling()
    build(&script)
    return try refusal(script)
  }

  @Test func knowsItsPhase() throws {
    var script = RunScript()
    #expect(try Self.state(script).phase == .preparing)
    script = Self.rolling()
    #expect(try Self.state(script).phase == .rolling(play: 0, batch: 0))
    script.step(SamplePlan.key("h1", .switchOver))
    script.add(.reverting(reason: "told to", hosts: ["h1"]))
    #expect(try Self.state(script).phase == .reverting)
    script.undo(SamplePlan.key("h1", .switchOver))
    script.add(.hostFinished(host: "h1", outcome: .rolledBack, trouble: nil))
    script.add(.hostFinished(host: "h2", outcome: .notAttempted, trouble: nil))
    script.add(.hostFinished(host: "h3", outcome: .unchanged, trouble: nil))
    script.add(.finished(.rolledBack, reason: nil))
    let state = try Self.state(script)
    #expect(state.phase == .finished)
    #expect(state.isTerminal)
    #expect(state.duration == .milliseconds(3100))
    #expect(state.outcomes.map(\.outcome) == [.rolledBack, .notAttempted, .unchanged])
  }

  @Test func followsAStep() throws {
    let key = SamplePlan.key("h1", .switchOver)
    var script = Self.rolling()
    #expect(try Self.state(script).status(of: key) == .planned)
    script.add(.stepStarted(key))
    #expect(try Self.state(script).status(of: key) == .started)
    script.add(.stepFinished(key, .unknown, Trouble(.lostConnection, "reset")))
    #expect(try Self.state(script).status(of: key) == .unknown)
    script.add(.stepFinished(key, .succeeded, nil))
    #expect(try Self.state(script).status(of: key) == .succeeded)
    script.add(.undoStarted(key))
    #expect(try Self.state(script).status(of: key) == .undoing)
    script.add(.undoFinished(key, .unknown, nil))
    #expect(try Self.state(script).status(of: key) == .undoing)
    script.add(.undoFinished(key, .failed, Trouble(.undoFailed, "no")))
    #expect(try Self.state(script).status(of: key) == .stuck)
    script.undo(key)
    #expect(try Self.state(script).status(of: key) == .undone)
  }

  @Test func knowsWhatHasToBePutBack() throws {
    var script = Self.rolling()
    script.add(.stepStarted(SamplePlan.key("h1", .pull)))
    let create = SamplePlan.key("h1", .create)
    script.step(create)
    script.add(.containerCreated(create, id: "c1"))
    script.step(SamplePlan.key("h1", .switchOver), .failed, Trouble(.startFailed, "no"))
    let state = try Self.state(script)
    // The failed switch has no effect that stands, but its first half may be there.
    #expect(state["h1"]?.effects.map(\.key.kind) == [.create])
    #expect(state.undoList(of: "h1").map(\.key.kind) == [.switchOver, .create])
    #expect(state["h1"]?.step(create)?.container == "c1")
    #expect(state.touchedHosts == ["h1"])
    #expect(state.hostsToUndo == ["h1"])
    #expect(state.failedHosts == ["h1"])
    #expect(state.openHosts == ["h1"])
    #expect(state.undoList(of: "h2").isEmpty)
    #expect(state.undoList(of: "nobody").isEmpty)
  }

  @Test func countsAnUnknownStepAsAnEffect() throws {
    var script = Self.rolling()
    script.step(SamplePlan.key("h1", .switchOver), .unknown)
    let state = try Self.state(script)
    #expect(state.touchedHosts == ["h1"])
    #expect(state.undoList(of: "h1").map(\.status) == [.unknown])
    #expect(state.openHosts == ["h1"])
  }

  @Test func pullsBeforeThePlan() throws {
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    script.add(.surveyed(host: "h1", trouble: nil))
    script.step(SamplePlan.key("h1", .pull))
    #expect(try Self.state(script).status(of: SamplePlan.key("h1", .pull)) == .succeeded)
    script.add(.stepStarted(SamplePlan.key("h1", .switchOver)))
    #expect(try Self.refusal(script) == .playNotPlanned(0))
  }

  @Test func measuresWorkAndNeverBackwards() throws {
    var script = Self.rolling()
    script.step(SamplePlan.key("h1", .create), taking: .seconds(2))
    script.add(.waiting(reason: "pause", duration: .seconds(60)), after: .seconds(60))
    script.step(SamplePlan.key("h1", .switchOver), taking: .seconds(3))
    #expect(try Self.state(script)["h1"]?.workTime == .seconds(5))
    // The clock of the machine was set back meanwhile.
    script.step(SamplePlan.key("h1", .check), taking: .seconds(-100))
    let state = try Self.state(script)
    #expect(state["h1"]?.workTime == .seconds(5))
    #expect(state.duration == .zero)
  }

  @Test func refusesEffectsOutOfPlace() throws {
    #expect(
      try Self.refusal { $0.add(.stepStarted(SamplePlan.key("h2", .switchOver))) } == .batchNotStarted)
    #expect(
      try Self.refusal { $0.add(.stepStarted(SamplePlan.key("h1", .switchOver, service: "cache"))) }
        == .effectOnUnchanged)
    #expect(
      try Self.refusal { $0.add(.stepStarted(SamplePlan.key("h1", .check, service: "db"))) }
        == .serviceNotPlanned)
    #expect(
      try Self.refusal { $0.add(.stepStarted(SamplePlan.key("h1", .switchOver, play: 1))) }
        == .playNotPlanned(1))
    #expect(try Self.refusal { $0.add(.stepStarted(SamplePlan.key("h9", .pull))) } == .hostUnknown)
    #expect(
      try Self.refusal {
        $0.add(.reverting(reason: "told to", hosts: ["h1"]))
        $0.add(.stepStarted(SamplePlan.key("h1", .switchOver)))
      } == .forwardWhileReverting)
    #expect(
      try Self.refusal {
        $0.add(.batchFinished(play: 0, batch: 0))
        $0.add(.reverting(reason: "told to", hosts: ["h1"]))
        $0.add(.batchStarted(play: 0, batch: 1, hosts: ["h2"]))
      } == .forwardWhileReverting)
  }

  @Test func refusesEffectsInCheckMode() throws {
    var header = SamplePlan.header
    header.mode = .check
    var script = RunScript()
    script.add(.started(header))
    script.add(.planned(SamplePlan.play(batches: [["h1"]])))
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
    script.add(.stepStarted(SamplePlan.key("h1", .create)))
    #expect(try Self.refusal(script) == .effectInCheckMode)
  }

  @Test func refusesUndosOutOfPlace() throws {
    #expect(try Self.refusal { $0.add(.undoStarted(SamplePlan.key("h1", .switchOver))) } == .stepNeverStarted)
    #expect(
      try Self.refusal {
        $0.step(SamplePlan.key("h1", .check))
        $0.add(.undoStarted(SamplePlan.key("h1", .check)))
      } == .stepHasNoUndo)
    #expect(
      try Self.refusal {
        $0.step(SamplePlan.key("h1", .create))
        $0.add(.undoFinished(SamplePlan.key("h1", .create), .succeeded, nil))
      } == .undoNotRunning(.succeeded))
    #expect(
      try Self.refusal {
        $0.step(SamplePlan.key("h1", .create))
        $0.undo(SamplePlan.key("h1", .create))
        $0.add(.undoStarted(SamplePlan.key("h1", .create)))
      } == .alreadyUndone)
  }

  @Test func refusesStepsSaidTwice() throws {
    let key = SamplePlan.key("h1", .create)
    #expect(
      try Self.refusal {
        $0.step(key)
        $0.add(.stepStarted(key))
      } == .stepAlreadyStarted)
    #expect(
      try Self.refusal {
        $0.step(key)
        $0.add(.stepFinished(key, .failed, nil))
      } == .stepNotRunning(.succeeded))
    #expect(
      try Self.refusal {
        $0.step(key, .unknown)
        $0.add(.stepFinished(key, .unknown, nil))
      } == .stepNotRunning(.unknown))
    #expect(
      try Self.refusal {
        $0.step(SamplePlan.key("h1", .check))
        $0.add(.containerCreated(SamplePlan.key("h1", .check), id: "c1"))
      } == .containerOfNoCreation)
  }

  @Test func refusesPlansAndBatchesThatDoNotFit() throws {
    #expect(
      try Self.refusal { $0.add(.planned(SamplePlan.play(0, batches: [["h1"]]))) }
        == .playOutOfOrder(expected: 1))
    #expect(
      try Self.refusal { $0.add(.planned(SamplePlan.play(1, batches: [["h1"], ["h1"]]))) }
        == .planInconsistent("h1"))
    #expect(
      try Self.refusal {
        $0.add(.batchStarted(play: 0, batch: 1, hosts: ["h2"]))
      } == .batchStillRunning(0))
    #expect(
      try Self.refusal {
        $0.add(.batchFinished(play: 0, batch: 0))
        $0.add(.batchStarted(play: 0, batch: 1, hosts: ["h1"]))
      } == .hostNotInBatch("h1"))
    #expect(
      try Self.refusal {
        $0.add(.batchFinished(play: 0, batch: 0))
        $0.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
      } == .batchOutOfOrder)
    #expect(try Self.refusal { $0.add(.batchFinished(play: 0, batch: 1)) } == .batchNotRunning)
  }

  @Test func refusesOutcomesThatTheStepsDeny() throws {
    let key = SamplePlan.key("h1", .switchOver)
    for outcome in [HostOutcome.unchanged, .failed, .rolledBack, .unreachable, .notAttempted] {
      #expect(
        try Self.refusal {
          $0.step(key, .unknown)
          $0.add(.hostFinished(host: "h1", outcome: outcome, trouble: nil))
        } == .outcomeDenied(outcome, by: key))
    }
    // Unknown is never success.
    #expect(
      try Self.refusal {
        $0.step(key, .unknown)
        $0.add(.hostFinished(host: "h1", outcome: .changed, trouble: nil))
      } == .outcomeDenied(.changed, by: key))
    #expect(
      try Self.refusal { $0.add(.hostFinished(host: "h1", outcome: .changed, trouble: nil)) }
        == .outcomeDenied(.changed, by: nil))
    #expect(
      try Self.refusal {
        $0.step(key, .unknown)
        $0.add(.hostFinished(host: "h1", outcome: .stuck, trouble: nil))
        $0.add(.hostFinished(host: "h2", outcome: .notAttempted, trouble: nil))
        $0.add(.hostFinished(host: "h3", outcome: .unchanged, trouble: nil))
        $0.add(.finished(.rolledBack, reason: nil))
      } == .stuckHidden("h1"))
  }

  @Test func leavesHostsOpenWhenInterrupted() throws {
    var script = Self.rolling()
    script.step(SamplePlan.key("h1", .create), .unknown)
    script.add(.finished(.interrupted, reason: "Ctrl-C"))
    let state = try Self.state(script)
    #expect(state.isTerminal)
    #expect(state.outcomes.isEmpty)
    #expect(state.openHosts == ["h1"])
  }

  /// 10,000 hosts with three services each. No clock is asked; a quadratic fold would take minutes here
  /// and hit the time limit.
  @Test(.timeLimit(.minutes(1))) func foldsTenThousandHosts() throws {
    let hosts = (0..<10_000).map { HostName("host\($0)") }
    let services: [ServiceName] = ["web", "cache", "worker"]
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    for host in hosts { script.add(.surveyed(host: host, trouble: nil)) }
    let batches = stride(from: 0, to: hosts.count, by: 1000).map { Array(hosts[$0..<$0 + 1000]) }
    script.add(
      .planned(
        SamplePlan.play(
          batches: batches, changes: services.map { SamplePlan.change($0, from: "1", to: "2") })))
    for (index, batch) in batches.enumerated() {
      script.add(.batchStarted(play: 0, batch: index, hosts: batch))
      for service in services {
        for kind in [StepKind.create, .switchOver, .check] {
          for host in batch { script.step(SamplePlan.key(host, kind, service: service)) }
        }
      }
      script.add(.batchFinished(play: 0, batch: index))
    }
    for host in hosts { script.add(.hostFinished(host: host, outcome: .changed, trouble: nil)) }
    script.add(.finished(.succeeded, reason: nil))
    let state = try Self.state(script)
    #expect(state.touchedHosts.count == 10_000)
    #expect(state.outcomes.count == 10_000)
  }
}
