import PlayModel

/// Reads a file of scheduled jobs.
public struct ScheduleFile {
  private let files: FileAccess
  private let log = ProblemLog()
  private let zones = ZoneCatalog()

  public init(files: FileAccess = .disk) { self.files = files }

  /// Throws `FileProblems`: everything that is wrong, at once.
  public func read(_ path: String) throws -> [ScheduledJob] {
    let text: String
    do throws(FileAccess.Failure) { text = try files.read(path) } catch {
      throw FileProblems([FileProblem(at: SourcePosition(file: path), "the schedule \(error.message)")])
    }
    let document: YAMLNode?
    do throws(FileProblem) { document = try YAMLReader.read(text, file: path) } catch {
      throw FileProblems([error])
    }
    let jobs = jobs(document, path)
    guard log.problems.isEmpty else { throw FileProblems(log.problems) }
    return jobs
  }

  private func jobs(_ document: YAMLNode?, _ path: String) -> [ScheduledJob] {
    let example = "for example `- name: nightly`, and under it `window:`, `playbooks:` and `inventory:`"
    guard let document, !document.isNull else {
      log.add(at: SourcePosition(file: path), "the schedule is empty", hint: example)
      return []
    }
    guard let items = document.items else {
      log.add(at: document.position, "a schedule is a list of jobs, not \(document.kind)", hint: example)
      return []
    }
    var names: [String: SourcePosition] = [:]
    return items.compactMap { item in
      guard let job = job(item) else { return nil }
      if let first = names.updateValue(job.position, forKey: job.name) {
        log.add(
          at: job.position, "the job `\(job.name)` is written twice",
          hint: "the first is in line \(first.line)")
      }
      return job
    }
  }

  private func job(_ item: YAMLNode) -> ScheduledJob? {
    let node = ResolvedNode(value: item.value, at: item.position).placed(as: item)
    guard let reader = SectionReader(node, Schema.job, log: log) else { return nil }
    // Everything is read before anything is given up: all mistakes are said at once.
    let name = reader.read("name", Self.name)
    let timing = timing(reader, name: name ?? "job")
    let (playbooks, inventories) = (reader.texts("playbooks"), reader.texts("inventory"))
    let limit = reader.text("limit")
    let overlap = reader.word("on_overlap", as: Window.Overlap.self)
    let catchUp = reader.word("catch_up", as: Window.CatchUp.self)
    let startDeadline = reader.duration("start_deadline")
    let variables = variables(item, reader)
    let notify = NotifyReader(log: log).read(reader.node("notify"))
    guard let name, let timing, let playbooks, let inventories else { return nil }
    return ScheduledJob(
      name: name, timing: timing, playbooks: playbooks, inventories: inventories, variables: variables,
      limit: limit, overlap: overlap, catchUp: catchUp, startDeadline: startDeadline, notify: notify,
      position: reader.position(of: "name"))
  }

  private func timing(_ reader: SectionReader, name: String) -> ScheduledJob.Timing? {
    switch (reader.text("window"), reader.isWritten("cron")) {
    case (.some, true):
      log.add(
        at: reader.position(of: "cron"), "the job `\(name)` has both `window` and `cron`",
        hint: "keep one of them")
    case (.some(let window), false):
      if reader.isWritten("timezone") {
        log.add(at: reader.position(of: "timezone"), "`timezone` is for `cron`; a window has its own")
      }
      return .window(window)
    case (nil, true):
      if !reader.isWritten("timezone") {
        log.add(
          at: reader.position(of: "cron"), "`cron` needs a `timezone`",
          hint: "for example timezone: Europe/Paris")
      }
      let schedule = reader.read("cron") { node throws(ValueFault) in try CronText.parse(node.text) }
      let zone = reader.read("timezone") { node throws(ValueFault) in try zones.rules(named: node.text) }
      guard let schedule, let zone else { return nil }
      return .own(
        Window(
          name: name, schedule: .cron(schedule), zone: zone, duration: .seconds(60),
          position: reader.position(of: "cron")))
    case (nil, false):
      if !reader.isWritten("window") {
        log.add(
          at: reader.position, "the job `\(name)` says not when it is due",
          hint: "write window: weeknights, or cron: \"0 22 * * 1-5\" and timezone")
      }
    }
    return nil
  }

  /// As they are written: a plain `1.10` is a version, not a number.
  private func variables(_ item: YAMLNode, _ reader: SectionReader) -> [String] {
    guard let written = item.entries?.last(where: { $0.key == "vars" })?.node else { return [] }
    guard let entries = written.entries else {
      return reader.pairs("vars").map { "\($0.name)=\($0.value.text)" }
    }
    return entries.compactMap { entry in
      guard case .scalar(let scalar) = entry.node.content else { return nil }
      if scalar.text.contains("{{") {
        log.add(
          at: entry.node.position, "a template in `\(entry.key)`: a schedule holds none",
          hint: "write the value, or let the playbook or the inventory make it")
      }
      if SecretName.matches(entry.key) {
        log.add(
          at: entry.keyPosition, "`\(entry.key)` sounds like a secret, and a schedule is no place for one",
          hint: "keep it in the inventory, or in a file that the playbook names in vars_files")
      }
      return "\(entry.key)=\(scalar.text)"
    }
  }

  /// It goes into file names of systemd units.
  private static func name(_ node: ResolvedNode) throws(ValueFault) -> String {
    let isPlain = node.text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
    }
    guard isPlain, !node.text.isEmpty, node.text.count <= 64, !node.text.hasPrefix(".") else {
      throw ValueFault(
        "`\(node.text)` cannot be a job's name", hint: "letters, digits, `-`, `_` and `.`, at most 64")
    }
    return node.text
  }
}
