import PlayModel
import PlayTesting

/// A legal run as a runner could write it, made up from a seed: plays, batches, hosts at work at once,
/// failures, unknown ends, undos that fail, interruptions.
struct RandomRun {
  private var random: SeededGenerator
  private(set) var script = RunScript()
  private let hosts: [HostName]
  private var lost: Set<HostName> = []
  private var stuck: Set<HostName> = []
  private var failed: Set<HostName> = []
  /// Effects that stand, oldest first.
  private var effects: [HostName: [StepKey]] = [:]
  private var wasUndone: Set<HostName> = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    hosts = (1...Int.random(in: 1...6, using: &random)).map { HostName("h\($0)") }
    script.add(.started(SamplePlan.header))
    for host in hosts {
      if random.chance(10) { lost.insert(host) }
      let trouble = lost.contains(host) ? Trouble(.unreachable, "no answer") : nil
      script.add(.surveyed(host: host, trouble: trouble))
    }
    let plays = Int.random(in: 1...2, using: &random)
    pull(plays: plays)
    for play in 0..<plays {
      guard roll(play) else { break }
    }
    end()
  }

  private var present: [HostName] { hosts.filter { !lost.contains($0) && !failed.contains($0) } }

  private mutating func pull(plays: Int) {
    for play in 0..<plays {
      for host in present { script.step(SamplePlan.key(host, .pull, play: play)) }
    }
  }

  /// One play; `false` ends the run.
  private mutating func roll(_ play: Int) -> Bool {
    let members = present
    let size = Int.random(in: 1...3, using: &random)
    let batches = stride(from: 0, to: members.count, by: size).map { start in
      Array(members[start..<min(start + size, members.count)])
    }
    var policy = RolloutPolicy()
    policy.onFailure = random.chance(30) ? .continue : .rollback
    let services: [ServiceChange] = [
      SamplePlan.change("cache", from: "7", to: "7"),
      SamplePlan.change("web", from: random.chance(50) ? "1" : nil, to: "2"),
    ]
    script.add(.planned(SamplePlan.play(play, batches: batches, changes: services, policy: policy)))
    for (index, batch) in batches.enumerated() {
      script.add(.batchStarted(play: play, batch: index, hosts: batch))
      deploy(batch, play)
      script.add(.batchFinished(play: play, batch: index))
      if !failed.isDisjoint(with: batch), policy.onFailure == .rollback {
        goBack()
        return false
      }
      if random.chance(30) { script.add(.waiting(reason: "pause", duration: .seconds(5))) }
    }
    return true
  }

  /// The hosts' events are mixed, each host's own are in order.
  private mutating func deploy(_ batch: [HostName], _ play: Int) {
    let startFirst = random.chance(50)
    let kinds: [StepKind] =
      startFirst ? [.create, .start, .check, .retire] : [.create, .switchOver, .check]
    var queues: [(host: HostName, kinds: [StepKind], isRunning: Bool)] = batch.map { ($0, kinds, false) }
    while let index = queues.indices.filter({ !queues[$0].kinds.isEmpty }).randomElement(using: &random) {
      let host = queues[index].host
      let key = SamplePlan.key(host, queues[index].kinds[0], play: play)
      if !queues[index].isRunning {
        script.add(.stepStarted(key))
        queues[index].isRunning = true
        continue
      }
      queues[index].isRunning = false
      queues[index].kinds.removeFirst()
      if finish(key) { continue }
      queues[index].kinds = []
      failed.insert(host)
      putBack(host)
    }
  }

  /// `false` when the step failed or its end stays unknown.
  private mutating func finish(_ key: StepKey) -> Bool {
    let isEffect = key.kind.hasUndo
    if key.kind == .create { script.add(.containerCreated(key, id: "c-\(key.host)")) }
    if random.chance(8) {
      script.add(.stepFinished(key, .unknown, Trouble(.lostConnection, "reset")))
      if isEffect { effects[key.host, default: []].append(key) }
      guard random.chance(50) else { return false }
      script.add(.stepFinished(key, .succeeded, nil))
      return true
    }
    if random.chance(12) {
      script.add(.stepFinished(key, .failed, Trouble(.checkFailed, "no")))
      return false
    }
    script.add(.stepFinished(key, .succeeded, nil))
    if isEffect { effects[key.host, default: []].append(key) }
    return true
  }

  private mutating func putBack(_ host: HostName) {
    for key in (effects[host] ?? []).reversed() {
      if random.chance(7) {
        script.undo(key, .failed, Trouble(.undoFailed, "no"))
        if random.chance(50) {
          stuck.insert(host)
          return
        }
      }
      script.undo(key)
      wasUndone.insert(host)
      effects[host]?.removeAll { $0 == key }
    }
  }

  private mutating func goBack() {
    let back = hosts.filter { !(effects[$0] ?? []).isEmpty && !stuck.contains($0) }
    script.add(.reverting(reason: "1 host failed", hosts: back))
    for host in back { putBack(host) }
  }

  private mutating func end() {
    if random.chance(10) {
      script.add(.finished(.interrupted, reason: "Ctrl-C"))
      return
    }
    for host in hosts { script.add(.hostFinished(host: host, outcome: outcome(host), trouble: nil)) }
    let outcome: RunOutcome = !stuck.isEmpty ? .stuck : failed.isEmpty ? .succeeded : .rolledBack
    script.add(.finished(outcome, reason: nil))
  }

  private func outcome(_ host: HostName) -> HostOutcome {
    if lost.contains(host) { return .unreachable }
    if stuck.contains(host) { return .stuck }
    if !(effects[host] ?? []).isEmpty { return .changed }
    if failed.contains(host) { return .failed }
    return wasUndone.contains(host) ? .rolledBack : .notAttempted
  }
}
