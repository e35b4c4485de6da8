import PlayModel

/// Watches one new container until its checks have passed or it is known to have failed.
struct CheckLoop: Sendable {
  enum Goal: Sendable {
    /// All checks pass once each (`passes` in a row) and it has run for `settle`.
    case deploy
    /// The checks go on passing this long.
    case bake(Duration)
  }

  let session: HostSession
  let clock: any PlayClock
  let spec: ServiceSpec
  let container: String
  /// Whether to stop without a verdict.
  let halted: @Sendable () -> Bool
  /// While baking, a line of its log that one of these matches is a failure.
  var logErrors: [String] = []
  /// What was seen of the container a moment ago, by the script that started it: its first look is made.
  var seen: ObservedContainer?

  /// `nil` when the goal was reached.
  func trouble(_ goal: Goal) async -> Trouble? {
    let start = clock.now()
    var progress = spec.checks.map { CheckProgress($0, since: start) }
    var startedAt: String?
    var seen = seen
    let end: Timestamp
    var log: LogErrors?
    switch goal {
    case .deploy: end = start.advanced(by: spec.settle)
    case .bake(let duration):
      end = start.advanced(by: duration)
      log = LogErrors(logErrors)
    }
    while true {
      if halted() {
        return Trouble(.interrupted, "the rollout was stopped before its checks had passed")
      }
      let asked = clock.now()
      let due = progress.indices.filter { progress[$0].isDue(asked) }
      let answers: Answers
      switch await ask(due.map { progress[$0].check.question }, logsSince: log?.since, seen: seen) {
      case .success(let found): answers = found
      case .failure(let trouble): return trouble
      }
      seen = nil
      if let trouble = ContainerVerdict.trouble(answers.container, startedAt: startedAt) { return trouble }
      startedAt = startedAt ?? answers.container.startedAt
      if let trouble = log?.trouble(in: answers.report) { return trouble }
      let now = clock.now()
      for (index, failure) in zip(due, answers.failures) { progress[index].note(failure, at: now) }
      if let trouble = verdict(progress, goal: goal, now: now) { return trouble }
      // The look began after the end of the time it had to survive, so it has survived it.
      if asked >= end, progress.allSatisfy(\.hasPassed) { return nil }
      let next = (progress.map(\.next) + [end, now.advanced(by: .seconds(1))]).filter { $0 > now }.min()
      do { try await clock.sleep(for: next?.since(now) ?? .milliseconds(50)) } catch {
        return Trouble(.interrupted, "the rollout was stopped before its checks had passed")
      }
    }
  }

  private func verdict(_ progress: [CheckProgress], goal: Goal, now: Timestamp) -> Trouble? {
    for each in progress {
      switch goal {
      case .deploy where !each.hasPassed && now >= each.deadline:
        let within = each.check.within.components.seconds
        return Trouble(.checkFailed, "\(each.lastAnswer ?? "no answer") (for \(within) s)")
      case .bake where each.failuresInARow >= 2:
        return Trouble(.checkFailed, "\(each.lastAnswer ?? "no answer"), while baking")
      case .deploy, .bake: continue
      }
    }
    return nil
  }

  private struct Answers {
    var container: ObservedContainer
    /// One for each question: what is wrong, or `nil`.
    var failures: [String?]
    var report: ScriptReport
  }

  private func ask(
    _ questions: [Check.Question], logsSince: String?, seen: ObservedContainer?
  ) async -> Result<Answers, Trouble> {
    async let probed = probes(questions)
    let looked: Result<(ObservedContainer, [Int: String?], ScriptReport), Trouble>
    if let seen, logsSince == nil, !questions.contains(where: \.needsScript) {
      looked = .success((seen, [:], ScriptReport(lines: [], exit: 0)))
    } else {
      looked = await look(questions, logsSince: logsSince)
    }
    let network = await probed
    return looked.map { container, scripted, report in
      let failures = questions.indices.map { index -> String? in
        if let answer = network[index] { return CheckQuestion.failure(questions[index], answer: answer) }
        if case .healthy = questions[index] { return Self.health(container) }
        return scripted[index] ?? nil
      }
      return Answers(container: container, failures: failures, report: report)
    }
  }

  private func probes(_ questions: [Check.Question]) async -> [Int: ProbeAnswer] {
    let asked = questions.enumerated().compactMap { index, question in
      CheckQuestion.probe(question).map { (index, $0) }
    }
    let answers = await fanOut(asked, limit: 8) { index, probe -> (Int, ProbeAnswer) in
      do throws(HostFailure) { return (index, try await session.probe(probe)) } catch {
        return (index, .refused(error.detail))
      }
    }
    return Dictionary(uniqueKeysWithValues: answers)
  }

  private func look(
    _ questions: [Check.Question], logsSince: String?
  ) async -> Result<(ObservedContainer, [Int: String?], ScriptReport), Trouble> {
    let request = HostRequest(
      .look(container: container, questions: questions, logsSince: logsSince), deadline: .seconds(60))
    switch await session.settle(request) {
    case .unknown(let failure), .notSent(let failure):
      return .failure(Trouble(.lostConnection, failure.detail, advice: failure.advice))
    case .reported(let report):
      guard let container = report.fact("container").flatMap(ContainerInspection.container) else {
        return .failure(Trouble(.exited, report.messages.last ?? "the container is gone"))
      }
      var scripted: [Int: String?] = [:]
      for fact in report.facts("check") {
        let parts = fact.split(separator: " ")
        guard parts.count == 2, let index = Int(parts[0]), let code = Int(parts[1]), index < questions.count
        else { continue }
        let said = report.facts("said").filter { $0.hasPrefix("\(index) ") }.last.map {
          ": " + $0.dropFirst(2)
        }
        scripted[index] =
          code == 0
          ? .some(nil) : "\(CheckQuestion.describe(questions[index])) exited with \(code)\(said ?? "")"
      }
      return .success((container, scripted, report))
    }
  }

  private static func health(_ container: ObservedContainer) -> String? {
    switch container.health {
    case .healthy: nil
    case .none: "the container has no health check, so it can never be healthy"
    case .starting, .unhealthy: "the engine's health check says \(container.health.rawValue)"
    }
  }
}
