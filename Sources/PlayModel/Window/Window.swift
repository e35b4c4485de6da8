/// A time in which changes are agreed upon (`allow`) or forbidden (`deny`), as an inventory's `windows` has it.
public struct Window: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable { case allow, deny }

  /// What becomes of a run while as many others as may are going on in the window, and of an opening that comes while
  /// the job of the one before still runs.
  public enum Overlap: String, Sendable, Hashable, Codable, CaseIterable { case skip, queue }

  /// What becomes of a run that the cutoff stops between two batches.
  public enum AtCutoff: String, Sendable, Hashable, Codable, CaseIterable { case wait, rollback }

  /// What becomes of an opening whose job nobody could begin in time.
  public enum CatchUp: String, Sendable, Hashable, Codable, CaseIterable { case none, once }

  public enum Schedule: Sendable, Hashable, Codable {
    case cron(CronSchedule)
    case once(LocalTime)
  }

  public var name: String
  public var schedule: Schedule
  public var zone: ZoneRules
  /// Elapsed time, whatever the clocks do meanwhile.
  public var duration: Duration
  /// This long before its end no new batch begins.
  public var cutoff: Duration = .zero
  public var kind: Kind = .allow
  public var atCutoff: AtCutoff = .wait
  public var overlap: Overlap = .skip
  public var catchUp: CatchUp = .none
  /// Runs at once in the window; `nil` is as many as there are.
  public var maxConcurrent: Int?
  /// A run may begin only this long after the start; `nil` is until the cutoff.
  public var startDeadline: Duration?
  /// The opening is up to this much later, by an amount that belongs to the window's name and the date.
  public var jitter: Duration = .zero
  /// Where it is written, for problems that show only when it is looked at as a whole.
  public var position: SourcePosition
  public var durationPosition: SourcePosition

  public init(
    name: String, schedule: Schedule, zone: ZoneRules, duration: Duration, position: SourcePosition
  ) {
    self.name = name
    self.schedule = schedule
    self.zone = zone
    self.duration = duration
    self.position = position
    durationPosition = position
  }
}
