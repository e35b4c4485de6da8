import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayStore

/// One job's runs: each of its times is claimed before anything happens, and done once.
struct JobProgram {
  let job: ScheduledJob
  let store: RunStore
  let output: OutputOptions

  /// The newest time that something is written down of; a job not met before is known from now on.
  func memory(now: Timestamp) throws -> Timestamp {
    if let newest = try store.occurrences(of: job.name, limit: 1).first { return newest.start }
    try store.note(JobOccurrence(job: job.name, start: now, status: .known, notedAt: now))
    return now
  }

  func isRunning() throws -> Bool {
    try store.occurrences(of: job.name, [.running]).contains { try store.claimant(of: $0)?.isAlive == true }
  }

  /// A time whose process is gone before its run was over.
  func interrupted() throws -> JobOccurrence? {
    try store.occurrences(of: job.name, [.running]).last { try store.claimant(of: $0)?.isAlive != true }
  }

  func note(_ start: Timestamp, _ status: JobOccurrence.Status) throws {
    let now = SystemClock().now()
    guard try store.note(JobOccurrence(job: job.name, start: start, status: status, notedAt: now)) else {
      return
    }
    Console.complain("job \(job.name): \(start.rfc3339) was \(status.rawValue)")
    if status == .missed {
      tell(.missed, JobOccurrence(job: job.name, start: start, status: .missed, notedAt: now), nil)
    }
  }

  /// Written down for delivery; a run never fails with it.
  private func tell(_ event: NotifyTarget.Event, _ occurrence: JobOccurrence, _ run: RunSummary?) {
    let ways = job.notify.filter { $0.events.contains(event) }.map(\.way)
    guard !ways.isEmpty else { return }
    let now = SystemClock().now()
    let body = ScheduleText.message(event, occurrence, run, at: now)
    do { try store.post(event, of: occurrence, to: ways, body: body, at: now) } catch {
      Console.complain("swiftplay: nobody is told of the job \(job.name): \(error)")
    }
  }

  func run(at start: Timestamp) async throws {
    let now = SystemClock().now()
    let run = RunID.new(at: now)
    let occurrence = JobOccurrence(
      job: job.name, start: start, status: .running, notedAt: now, run: run)
    guard try store.claim(occurrence, by: .current) else {
      return Console.complain(
        "job \(job.name): \(start.rfc3339) is somebody else's, or was dealt with already")
    }
    let command = try RunCommand.parse(Array(job.words.dropFirst()))
    tell(.start, occurrence, nil)
    let courier = Task { await Courier(store: store).deliver() }
    defer { courier.cancel() }
    do {
      try await RolloutProgram(
        playbooks: command.playbooks, inventory: command.inventory, variables: command.variables,
        connection: command.connection, output: output, mode: .run, diff: false, yes: true, force: false,
        window: command.window.choice, runID: run, commandLine: ShellWord.line(["swiftplay"] + job.words)
      ).run()
    } catch {
      try await end(occurrence)
      throw error
    }
    try await end(occurrence)
  }

  /// Goes on with the run of a process that is gone; where it had not begun, the time is over.
  func goOn(_ occurrence: JobOccurrence) async throws {
    guard let before = try store.claimant(of: occurrence),
      try store.takeOver(occurrence, from: before, by: .current)
    else { return }
    if let run = occurrence.run, let summary = try? store.run(matching: run.text), summary.run == run,
      summary.outcome == nil || summary.outcome == .interrupted
    {
      do {
        try await ResumeProgram(
          id: run.text, direction: .onward, inventory: InventoryOptions.parse([]),
          variables: VariableOptions.parse([]), connection: ConnectionOptions.parse([]), output: output
        ).run()
      } catch {
        try await end(occurrence)
        throw error
      }
    }
    try await end(occurrence)
  }

  /// An interrupted run stays open, and is taken up again.
  private func end(_ occurrence: JobOccurrence) async throws {
    let summary = occurrence.run.flatMap { try? store.run(matching: $0.text) }
    if let summary, summary.outcome == nil || summary.outcome == .interrupted { return }
    let outcome = summary?.outcome ?? .refused
    try store.finish(occurrence, at: SystemClock().now(), outcome: outcome)
    tell(NotifyTarget.Event(outcome), occurrence, summary)
    await Courier(store: store).deliver()
  }
}

extension Timestamp {
  /// `2026-11-22T16:20:30.000Z`
  var rfc3339: String {
    let seconds = Date(timeIntervalSince1970: TimeInterval(milliseconds / 1000))
    return seconds.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
  }
}
