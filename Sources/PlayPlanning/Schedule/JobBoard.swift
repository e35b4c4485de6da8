import PlayModel

/// Decides what is to be done about a job's times. Pure: the same memory and the same clock always give the same
/// answer, so that a clock that jumps, or a second scheduler, changes nothing that is written down already.
public struct JobBoard: Sendable {
  public enum Decision: Sendable, Hashable {
    case begin(Timestamp)
    case missed(Timestamp)
    case skipped(Timestamp)
  }

  public let job: ScheduledJob
  private let calendar: WindowCalendar
  private let isWindow: Bool

  /// - Parameter window: the job's own, or the inventory's that it names.
  public init(_ job: ScheduledJob, window: Window) {
    self.job = job
    calendar = WindowCalendar(window)
    if case .window = job.timing { isWindow = true } else { isWindow = false }
  }

  /// - Parameters:
  ///   - memory: the newest time that something is written down of; times up to it are settled.
  ///   - isRunning: whether a run of the job is going on.
  ///   - now: the wall clock.
  public func decide(after memory: Timestamp, isRunning: Bool, at now: Timestamp) -> [Decision] {
    let due = Array(
      calendar.occurrences(startingFrom: memory.advanced(by: .milliseconds(1)))
        .prefix { $0.start <= now })
    guard let last = due.last else { return [] }
    let earlier = due.dropLast().map { Decision.missed($0.start) }
    guard mayBegin(last, at: now) else { return earlier + [.missed(last.start)] }
    guard isRunning else { return earlier + [.begin(last.start)] }
    // One that waits is decided about when the one before has ended, or its deadline has passed.
    return overlap == .skip ? earlier + [.skipped(last.start)] : earlier
  }

  /// Whether the run of a time that was taken already may still begin.
  public func mayBegin(_ start: Timestamp, at now: Timestamp) -> Bool {
    guard let occurrence = calendar.occurrences(startingFrom: start).first(where: { _ in true }),
      occurrence.start == start
    else { return false }
    return mayBegin(occurrence, at: now)
  }

  /// Whether a run may go on now, whatever time it was begun for: a job without a window always may.
  public func isOpen(at now: Timestamp) -> Bool {
    guard isWindow else { return true }
    return calendar.occurrence(at: now).map { now < $0.cutoff } ?? false
  }

  /// The next times, from `now` on.
  public func next(_ count: Int, from now: Timestamp) -> [WindowOccurrence] {
    Array(calendar.occurrences(startingFrom: now).prefix(count))
  }

  private var overlap: Window.Overlap { job.overlap ?? (isWindow ? calendar.window.overlap : .skip) }

  private var catchUp: Window.CatchUp { job.catchUp ?? (isWindow ? calendar.window.catchUp : .none) }

  private func mayBegin(_ occurrence: WindowOccurrence, at now: Timestamp) -> Bool {
    let window = calendar.window
    // In a window nothing begins after its cutoff, caught up or not.
    if isWindow, now >= occurrence.cutoff { return false }
    if catchUp == .once { return true }
    let deadline = job.startDeadline ?? (isWindow ? window.startDeadline : .seconds(300))
    return deadline.map { now <= occurrence.start.advanced(by: $0) } ?? true
  }
}
