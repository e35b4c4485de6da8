import PlayModel

/// Makes windows of an inventory's variable `windows`.
struct WindowsReader {
  let zones: ZoneCatalog
  let log: ProblemLog

  /// In the order of their names.
  func read(_ node: ResolvedNode) -> [Window] {
    guard !node.isUnknown, !node.isNull else { return [] }
    guard case .map(let entries) = node.content else {
      log.add(
        at: node.position, "`windows` must be a map of names to windows, not \(node.kind)",
        hint: "for example windows: {weeknights: \(Self.example)}")
      return []
    }
    return entries.sorted { $0.key < $1.key }.compactMap(window)
  }

  private static let example =
    "{schedule: \"0 22 * * 1-5\", timezone: Asia/Shanghai, duration: 2h, cutoff: 20m}"

  private func window(_ entry: ResolvedEntry) -> Window? {
    let before = log.problems.count
    guard let reader = SectionReader(entry.node, Schema.window, log: log, at: entry.keyPosition) else {
      return nil
    }
    let schedule = schedule(reader, name: entry.key)
    let zone = reader.read("timezone") { node throws(ValueFault) in try zones.rules(named: node.text) }
    let duration = reader.duration("duration")
    guard let schedule, let zone, let duration else { return nil }
    var window = Window(
      name: entry.key, schedule: schedule, zone: zone, duration: duration, position: entry.keyPosition)
    window.durationPosition = reader.position(of: "duration")
    window.cutoff = reader.duration("cutoff") ?? window.cutoff
    window.kind = reader.word("kind", as: Window.Kind.self) ?? window.kind
    window.atCutoff = reader.word("at_cutoff", as: Window.AtCutoff.self) ?? window.atCutoff
    window.overlap = reader.word("overlap", as: Window.Overlap.self) ?? window.overlap
    window.catchUp = reader.word("catch_up", as: Window.CatchUp.self) ?? window.catchUp
    window.maxConcurrent = reader.integer("max_concurrent", 1...1_000_000)
    window.startDeadline = reader.duration("start_deadline")
    window.jitter = reader.duration("jitter") ?? window.jitter
    check(window, reader)
    return log.problems.count == before ? window : nil
  }

  private func schedule(_ reader: SectionReader, name: String) -> Window.Schedule? {
    switch (reader.isWritten("schedule"), reader.isWritten("once")) {
    case (true, true):
      log.add(
        at: reader.position(of: "once"), "the window `\(name)` has both `schedule` and `once`",
        hint: "keep one of them")
    case (false, false):
      log.add(
        at: reader.position, "the window `\(name)` says not when it opens",
        hint: "write schedule: \"0 22 * * 1-5\", or once: 2026-12-24T22:00")
    case (true, false):
      return reader.read("schedule") { node throws(ValueFault) in .cron(try CronText.parse(node.text)) }
    case (false, true):
      return reader.read("once") { node throws(ValueFault) in
        guard let time = LocalTime(node.text) else {
          throw ValueFault(
            "`\(node.text)` is not a date and time",
            hint: "write 2026-12-24T22:00; it is read in the window's time zone")
        }
        return .once(time)
      }
    }
    return nil
  }

  private func check(_ window: Window, _ reader: SectionReader) {
    if window.duration < .seconds(1) {
      log.add(at: window.durationPosition, "the window `\(window.name)` is never open: its duration is 0")
    } else if window.cutoff >= window.duration {
      log.add(
        at: reader.position(of: "cutoff"),
        "the cutoff of the window `\(window.name)` is not shorter than its duration, so nothing could ever begin",
        hint: "the cutoff is how long before the end no new batch begins")
    } else if window.jitter >= window.duration - window.cutoff {
      log.add(
        at: reader.position(of: "jitter"),
        "the jitter of the window `\(window.name)` reaches its cutoff, so nothing could begin")
    }
    if window.kind == .deny {
      let pointless = [
        "cutoff", "at_cutoff", "overlap", "catch_up", "max_concurrent", "start_deadline", "jitter",
      ]
      for key in pointless where reader.isWritten(key) {
        log.add(
          at: reader.position(of: key), "`\(key)` means nothing in a window of the kind deny",
          hint: "remove it")
      }
    }
  }
}
