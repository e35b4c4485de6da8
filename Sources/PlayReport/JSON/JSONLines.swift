import PlayModel
import PlayPlanning

/// A run as JSON lines: one object a line for each event (`--output json`; docs/json.md).
///
/// Field names and values are a contract: others script against them.
public struct JSONLines: RunReporter {
  private let difference: Bool

  /// - Parameter difference: plans say what each change changes, field by field (`-D`).
  public init(difference: Bool = false) { self.difference = difference }

  public mutating func text(for event: RunEvent, in state: RunState) -> String {
    object(for: event, in: state).text + "\n"
  }

  /// Every line begins with `type`, `run` and `time`.
  private func object(for event: RunEvent, in state: RunState) -> JSONText {
    var fields = JSONFields()
    fields.add("type", event.body.type)
    fields.add("run", event.run.text)
    fields.add("time", event.time)
    switch event.body {
    case .started(let header), .resumed(let header): Self.add(header, to: &fields)
    case .planned(let plan): Self.add(plan, difference: difference, to: &fields)
    case .batchStarted(let play, let batch, let hosts):
      Self.addBatch(play, batch, state, to: &fields)
      fields.add("hosts", hosts)
    case .batchFinished(let play, let batch):
      Self.addBatch(play, batch, state, to: &fields)
      let started = state.plays.indices.contains(play) ? state.plays[play].batchStartedAt : nil
      fields.add("duration", started.map { max(.zero, event.time.since($0)) })
    case .surveyed, .hostFinished: Self.addHost(event.body, state, to: &fields)
    case .stepStarted, .stepFinished, .containerCreated, .membershipSeen, .undoStarted, .undoFinished:
      Self.addStep(event.body, state, to: &fields)
    case .hookStarted(let key, let hook):
      Self.add(key, nil, to: &fields)
      fields.add("command", hook.command)
      fields.add("on", hook.place.rawValue)
    case .hookFinished(let key, let outcome, let trouble), .hookUndone(let key, let outcome, let trouble):
      Self.add(key, outcome, to: &fields)
      Self.add(trouble, to: &fields)
    case .reverting(let reason, let hosts):
      fields.add("reason", reason)
      fields.add("hosts", hosts)
    case .waiting(let reason, let duration):
      fields.add("reason", reason)
      fields.add("duration", duration)
    case .note(let text): fields.add("text", text)
    case .abandoned(let reason): fields.add("reason", reason)
    case .finished(let outcome, let reason):
      fields.add("outcome", outcome.rawValue)
      fields.add("reason", reason)
      fields.add("hosts", Self.outcomes(state))
    }
    return fields.object
  }

  private static func addBatch(_ play: Int, _ batch: Int, _ state: RunState, to fields: inout JSONFields) {
    fields.add("play", play)
    fields.add("batch", batch)
    fields.add(
      "batches", state.plays.indices.contains(play) ? state.plays[play].plan.batches.count : nil)
  }

  private static func add(_ key: Hook.Key, _ outcome: StepOutcome?, to fields: inout JSONFields) {
    fields.add("play", key.play)
    fields.add("stage", key.stage.rawValue)
    fields.add("index", key.index)
    fields.add("outcome", outcome?.rawValue)
  }

  private static func addHost(_ body: RunEvent.Body, _ state: RunState, to fields: inout JSONFields) {
    fields.add("host", body.host?.text)
    switch body {
    case .surveyed(_, let trouble): fields.add("outcome", trouble == nil ? "succeeded" : "failed")
    case .hostFinished(let host, let outcome, _):
      fields.add("outcome", outcome.rawValue)
      fields.add("duration", state[host]?.workTime)
    default: break
    }
    add(body.trouble, to: &fields)
  }

  private static func addStep(_ body: RunEvent.Body, _ state: RunState, to fields: inout JSONFields) {
    guard let key = body.step else { return }
    fields.add("play", key.play)
    fields.add("batch", state[key.host]?.parts.first { $0.play == key.play }?.batch)
    fields.add("host", key.host.text)
    fields.add("service", key.service.text)
    fields.add("step", key.kind.rawValue)
    let record = state[key.host]?.step(key)
    switch body {
    case .stepFinished(_, let outcome, _):
      fields.add("outcome", outcome.rawValue)
      fields.add("duration", record?.duration)
    case .undoFinished(_, let outcome, _):
      fields.add("outcome", outcome.rawValue)
      fields.add("duration", record?.undoDuration)
    case .containerCreated(_, let id): fields.add("container", id)
    case .membershipSeen(_, let seen): fields.add("memberships", .array(seen.map(membership)))
    default: break
    }
    add(body.trouble, to: &fields)
  }

  private static func membership(_ membership: BalancerMembership) -> JSONText {
    var fields = JSONFields()
    fields.add("balancer", membership.balancer)
    fields.add("host", membership.host.text)
    fields.add("backend", membership.backend)
    fields.add("server", membership.server)
    fields.add("state", membership.state.rawValue)
    fields.add("weight", membership.weight)
    fields.add("up", .bool(membership.isUp))
    return fields.object
  }

  /// In the order the hosts appeared; hosts of a run that ends without knowing are left out.
  private static func outcomes(_ state: RunState) -> JSONText {
    .object(state.outcomes.map { JSONText.Field(name: $0.host.text, value: .string($0.outcome.rawValue)) })
  }

  /// `error` is the sentence, `trouble` the data behind it.
  static func add(_ trouble: Trouble?, to fields: inout JSONFields) {
    guard let trouble else { return }
    fields.add("error", TroubleText.sentence(trouble))
    var data = JSONFields()
    data.add("reason", trouble.reason.rawValue)
    data.add("detail", trouble.detail)
    data.add("advice", trouble.advice)
    data.add("state", trouble.state)
    data.add("log", trouble.log.isEmpty ? nil : .array(trouble.log.map(JSONText.string)))
    fields.add("trouble", data.object)
  }
}
