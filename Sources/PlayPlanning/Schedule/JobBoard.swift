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
  /// Until when a run of an opening may begin.
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
    let isInTime = now <= deadline(of: last)
    // In a window nothing begins after its deadline, caught up or not.
    let mayBegin = isInTime || (job.catchUp == .once && (!isWindow || now < last.cutoff))
    guard mayBegin else { return earlier + [.missed(last.start)] }
    guard isRunning else { return earlier + [.begin(last.start)] }
    // One that waits is decided about when the one before has ended, or its deadline has passed.
    return job.overlap == .skip ? earlier + [.skipped(last.start)] : earlier
  }

  /// The next times, from `now` on.
  public func next(_ count: Int, from now: Timestamp) -> [WindowOccurrence] {
    Array(calendar.occurrences(startingFrom: now).prefix(count))
  }

  private func deadline(of occurrence: WindowOccurrence) -> Timestamp {
    if let deadline = job.startDeadline { return occurrence.start.advanced(by: deadline) }
    return isWindow
      ? occurrence.cutoff.advanced(by: .milliseconds(-1)) : occurrence.start.advanced(by: .seconds(300))
  }
}
