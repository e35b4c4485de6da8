/// The stored form of an event: one flat object whose `type` is `RunEvent.Body.type`.
///
/// Written by hand because the run store outlives the program: the names here are read by later
/// versions, whatever the Swift cases are called then. Fields may be added, never renamed; absent
/// optional fields are left out. `docs/json.md` lists them.
extension RunEvent.Body {
  private enum Key: String, CodingKey {
    case type, header, host, trouble, plan, play, batch, hosts, service, step, outcome, container, memberships
    case reason, milliseconds, text, stage, index, hook
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type, forKey: .type)
    switch self {
    case .started(let header), .resumed(let header):
      try container.encode(header, forKey: .header)
    case .planned(let plan):
      try container.encode(plan, forKey: .plan)
    case .batchStarted(let play, let batch, let hosts):
      try container.encode(play, forKey: .play)
      try container.encode(batch, forKey: .batch)
      try container.encode(hosts, forKey: .hosts)
    case .batchFinished(let play, let batch):
      try container.encode(play, forKey: .play)
      try container.encode(batch, forKey: .batch)
    case .stepStarted, .stepFinished, .containerCreated, .membershipSeen, .undoStarted, .undoFinished:
      try encodeStep(to: &container)
    case .surveyed, .hostFinished:
      try encodeHost(to: &container)
    case .hookStarted, .hookFinished, .hookUndone:
      try encodeHook(to: &container)
    case .reverting, .waiting, .note, .finished, .abandoned:
      try encodeRun(to: &container)
    }
  }

  private func encodeStep(to container: inout KeyedEncodingContainer<Key>) throws {
    switch self {
    case .stepStarted(let key), .undoStarted(let key):
      try Self.encode(key, to: &container)
    case .stepFinished(let key, let outcome, let trouble), .undoFinished(let key, let outcome, let trouble):
      try Self.encode(key, to: &container)
      try container.encode(outcome, forKey: .outcome)
      try container.encodeIfPresent(trouble, forKey: .trouble)
    case .containerCreated(let key, let id):
      try Self.encode(key, to: &container)
      try container.encode(id, forKey: .container)
    case .membershipSeen(let key, let memberships):
      try Self.encode(key, to: &container)
      try container.encode(memberships, forKey: .memberships)
    default: break
    }
  }

  private func encodeHook(to container: inout KeyedEncodingContainer<Key>) throws {
    switch self {
    case .hookStarted(let key, let hook):
      try Self.encode(key, to: &container)
      try container.encode(hook, forKey: .hook)
    case .hookFinished(let key, let outcome, let trouble), .hookUndone(let key, let outcome, let trouble):
      try Self.encode(key, to: &container)
      try container.encode(outcome, forKey: .outcome)
      try container.encodeIfPresent(trouble, forKey: .trouble)
    default: break
    }
  }

  private static func encode(_ key: Hook.Key, to container: inout KeyedEncodingContainer<Key>) throws {
    try container.encode(key.play, forKey: .play)
    try container.encode(key.stage, forKey: .stage)
    try container.encode(key.index, forKey: .index)
  }

  private func encodeHost(to container: inout KeyedEncodingContainer<Key>) throws {
    switch self {
    case .surveyed(let host, let trouble):
      try container.encode(host, forKey: .host)
      try container.encodeIfPresent(trouble, forKey: .trouble)
    case .hostFinished(let host, let outcome, let trouble):
      try container.encode(host, forKey: .host)
      try container.encode(outcome, forKey: .outcome)
      try container.encodeIfPresent(trouble, forKey: .trouble)
    default: break
    }
  }

  private func encodeRun(to container: inout KeyedEncodingContainer<Key>) throws {
    switch self {
    case .reverting(let reason, let hosts):
      try container.encode(reason, forKey: .reason)
      try container.encode(hosts, forKey: .hosts)
    case .waiting(let reason, let duration):
      try container.encode(reason, forKey: .reason)
      try container.encode(duration.wholeMilliseconds, forKey: .milliseconds)
    case .note(let text):
      try container.encode(text, forKey: .text)
    case .finished(let outcome, let reason):
      try container.encode(outcome, forKey: .outcome)
      try container.encodeIfPresent(reason, forKey: .reason)
    case .abandoned(let reason):
      try container.encode(reason, forKey: .reason)
    default: break
    }
  }

  private static func encode(_ key: StepKey, to container: inout KeyedEncodingContainer<Key>) throws {
    try container.encode(key.play, forKey: .play)
    try container.encode(key.host, forKey: .host)
    try container.encode(key.service, forKey: .service)
    try container.encode(key.kind, forKey: .step)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let type = try container.decode(String.self, forKey: .type)
    guard
      let body = try Self.decodeRun(type, container) ?? Self.decodeStep(type, container)
        ?? Self.decodeHook(type, container)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container, debugDescription: "unknown event type \(type)")
    }
    self = body
  }

  private static func decodeRun(_ type: String, _ container: KeyedDecodingContainer<Key>) throws -> Self? {
    switch type {
    case "run.started": .started(try container.decode(RunHeader.self, forKey: .header))
    case "host.surveyed":
      .surveyed(
        host: try container.decode(HostName.self, forKey: .host),
        trouble: try container.decodeIfPresent(Trouble.self, forKey: .trouble))
    case "play.planned": .planned(try container.decode(PlayPlan.self, forKey: .plan))
    case "batch.started":
      .batchStarted(
        play: try container.decode(Int.self, forKey: .play),
        batch: try container.decode(Int.self, forKey: .batch),
        hosts: try container.decode([HostName].self, forKey: .hosts))
    case "batch.finished":
      .batchFinished(
        play: try container.decode(Int.self, forKey: .play),
        batch: try container.decode(Int.self, forKey: .batch))
    case "run.reverting":
      .reverting(
        reason: try container.decode(String.self, forKey: .reason),
        hosts: try container.decode([HostName].self, forKey: .hosts))
    case "host.finished":
      .hostFinished(
        host: try container.decode(HostName.self, forKey: .host),
        outcome: try container.decode(HostOutcome.self, forKey: .outcome),
        trouble: try container.decodeIfPresent(Trouble.self, forKey: .trouble))
    case "run.waiting":
      .waiting(
        reason: try container.decode(String.self, forKey: .reason),
        duration: .milliseconds(try container.decode(Int64.self, forKey: .milliseconds)))
    case "note": .note(try container.decode(String.self, forKey: .text))
    case "run.finished":
      .finished(
        try container.decode(RunOutcome.self, forKey: .outcome),
        reason: try container.decodeIfPresent(String.self, forKey: .reason))
    case "run.resumed": .resumed(try container.decode(RunHeader.self, forKey: .header))
    case "run.abandoned": .abandoned(reason: try container.decode(String.self, forKey: .reason))
    default: nil
    }
  }

  private static func decodeStep(_ type: String, _ container: KeyedDecodingContainer<Key>) throws -> Self? {
    switch type {
    case "step.started": .stepStarted(try decodeKey(container))
    case "step.finished":
      .stepFinished(
        try decodeKey(container), try container.decode(StepOutcome.self, forKey: .outcome),
        try container.decodeIfPresent(Trouble.self, forKey: .trouble))
    case "container.created":
      .containerCreated(try decodeKey(container), id: try container.decode(String.self, forKey: .container))
    case "membership.seen":
      .membershipSeen(
        try decodeKey(container), try container.decode([BalancerMembership].self, forKey: .memberships))
    case "undo.started": .undoStarted(try decodeKey(container))
    case "undo.finished":
      .undoFinished(
        try decodeKey(container), try container.decode(StepOutcome.self, forKey: .outcome),
        try container.decodeIfPresent(Trouble.self, forKey: .trouble))
    default: nil
    }
  }

  private static func decodeHook(_ type: String, _ container: KeyedDecodingContainer<Key>) throws -> Self? {
    func key() throws -> Hook.Key {
      Hook.Key(
        play: try container.decode(Int.self, forKey: .play),
        stage: try container.decode(Hook.Stage.self, forKey: .stage),
        index: try container.decode(Int.self, forKey: .index))
    }
    func trouble() throws -> Trouble? { try container.decodeIfPresent(Trouble.self, forKey: .trouble) }
    switch type {
    case "hook.started": return .hookStarted(try key(), try container.decode(Hook.self, forKey: .hook))
    case "hook.finished":
      return .hookFinished(
        try key(), try container.decode(StepOutcome.self, forKey: .outcome), try trouble())
    case "hook.undone":
      return .hookUndone(try key(), try container.decode(StepOutcome.self, forKey: .outcome), try trouble())
    default: return nil
    }
  }

  private static func decodeKey(_ container: KeyedDecodingContainer<Key>) throws -> StepKey {
    StepKey(
      play: try container.decode(Int.self, forKey: .play),
      host: try container.decode(HostName.self, forKey: .host),
      service: try container.decode(ServiceName.self, forKey: .service),
      kind: try container.decode(StepKind.self, forKey: .step))
  }
}
