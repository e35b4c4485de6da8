import PlayModel
import PlayPlanning

/// The lines of a run's beginning and of a play's plan.
extension JSONLines {
  static func add(_ header: RunHeader, to fields: inout JSONFields) {
    fields.add("mode", header.mode.rawValue)
    fields.add("command", header.command)
    fields.add("user", header.user)
    fields.add("machine", header.machine)
    fields.add("process", header.processID)
    fields.add("version", header.version)
    fields.add("playbooks", .array(header.playbooks.map(JSONText.string)))
    fields.add("inventories", .array(header.inventories.map(JSONText.string)))
    fields.add("git_commit", header.gitCommit)
    if header.gitCommit != nil { fields.add("git_dirty", .bool(header.gitDirty)) }
    fields.add("variables", JSONText(.map(header.variables)))
    fields.add("directory", header.directory)
    fields.add("undoes", header.undoes?.text)
    fields.add("window", header.window.map(object))
    fields.add("window_override", header.windowOverride)
  }

  private static func object(_ window: RunWindow) -> JSONText {
    var fields = JSONFields()
    fields.add(window.isBeforeFreeze ? "freeze" : "name", window.occurrence.window)
    fields.add("start", TimeText.rfc3339Seconds(window.occurrence.start))
    fields.add("cutoff", TimeText.rfc3339Seconds(window.occurrence.cutoff))
    fields.add("end", TimeText.rfc3339Seconds(window.occurrence.end))
    fields.add("at_cutoff", window.atCutoff.rawValue)
    return fields.object
  }

  static func add(_ plan: PlayPlan, difference: Bool, to fields: inout JSONFields) {
    fields.add("play", plan.play)
    fields.add("name", plan.name)
    fields.add("batches", .array(plan.batches.map { .array($0.map { .string($0.text) }) }))
    if let groups = plan.groupSwitch {
      var traffic = JSONFields()
      traffic.add("from", groups.outgoing.name)
      traffic.add("to", groups.incoming.name)
      traffic.add("batch", groups.batch)
      fields.add("traffic", traffic.object)
    }
    fields.add("hosts", .array(plan.hosts.map { object($0, difference: difference) }))
  }

  private static func object(_ plan: HostPlan, difference: Bool) -> JSONText {
    var fields = JSONFields()
    fields.add("host", plan.host.text)
    fields.add("services", .array(plan.services.map { object($0, difference: difference) }))
    return fields.object
  }

  private static func object(_ change: ServiceChange, difference: Bool) -> JSONText {
    var fields = JSONFields()
    fields.add("service", change.spec.name.text)
    fields.add("verdict", change.verdict.rawValue)
    fields.add("reasons", .array(change.reasons.map(JSONText.string)))
    fields.add("image", change.spec.image.description)
    fields.add("version", VersionText.new(change))
    fields.add("previous_version", VersionText.previous(change))
    fields.add("digest", change.image.digest)
    // Without the spec it was started with there is nothing to compare.
    if difference, change.verdict == .create || (change.changes && change.previousSpec != nil) {
      let changes = SpecDifference(from: change.previousSpec, to: change.spec).changes
      fields.add("difference", .array(changes.map(object)))
    }
    return fields.object
  }

  private static func object(_ change: SpecDifference.Change) -> JSONText {
    var fields = JSONFields()
    fields.add("field", change.field.rawValue)
    fields.add("item", change.item)
    fields.add("old", change.old)
    fields.add("new", change.new)
    return fields.object
  }
}

extension JSONText {
  /// A variable's value; the keys of maps are sorted.
  init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .bool(let bool): self = .bool(bool)
    case .int(let int): self = .int(Int64(int))
    // JSON has no word for infinities and NaN; Swift's shortest text of the others is valid JSON.
    case .double(let double): self = double.isFinite ? .number("\(double)") : .string("\(double)")
    case .string(let string): self = .string(string)
    case .list(let items): self = .array(items.map(JSONText.init))
    case .map(let map):
      self = .object(map.sorted { $0.key < $1.key }.map { Field(name: $0.key, value: JSONText($0.value)) })
    }
  }
}
