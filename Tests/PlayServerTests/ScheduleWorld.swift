import PlayModel
import PlayPlanning
import PlayServer
import PlayTesting

/// What schedulers stand on, in memory: a wall clock that can be set, a record of each job's times, runs that last.
actor ScheduleWorld {
  nonisolated let clock: SettableClock
  private(set) var boards: [JobBoard]
  /// What became of each time of each job; a time is written down once.
  private(set) var record: [String: [Timestamp: JobOccurrence.Status]] = [:]
  private(set) var knownSince: [String: Timestamp] = [:]
  /// When each claimed time was begun, by the wall clock.
  private(set) var begun: [String: [Timestamp: Timestamp]] = [:]
  private(set) var problems: [String] = []
  private(set) var ends = 0
  private var running: [String: Timestamp] = [:]

  init(_ boards: [JobBoard], now: Timestamp) {
    self.boards = boards
    clock = SettableClock(now)
  }

  nonisolated var ports: SchedulePorts {
    SchedulePorts(
      clock: clock, ready: {}, boards: { await self.boards }, memory: { await self.memory($0) },
      isRunning: { await self.isRunning($0) }, note: { await self.note($0, $1) },
      begin: { await self.begin($0, $1) }, tend: {}, end: { await self.end() },
      complain: { await self.complain("\($0)") })
  }

  /// A run comes to its end.
  func finish(_ job: String) {
    if let start = running.removeValue(forKey: job) { record[job]?[start] = .done }
  }

  private func memory(_ job: JobBoard) -> Timestamp {
    guard let known = knownSince[job.job.name] else {
      knownSince[job.job.name] = clock.now()
      return clock.now()
    }
    return max(known, record[job.job.name]?.keys.max() ?? known)
  }

  private func isRunning(_ job: JobBoard) -> Bool { running[job.job.name] != nil }

  private func note(_ job: JobBoard, _ decision: JobBoard.Decision) {
    switch decision {
    case .missed(let start): write(job.job.name, start, .missed)
    case .skipped(let start): write(job.job.name, start, .skipped)
    case .begin: complain("a time that begins was noted")
    }
  }

  /// Two schedulers may want the same; the record lets one of them.
  private func begin(_ job: JobBoard, _ start: Timestamp) {
    guard write(job.job.name, start, .running) else { return }
    if let other = running[job.job.name] { complain("\(job.job.name) began at \(start) while \(other) ran") }
    running[job.job.name] = start
    begun[job.job.name, default: [:]][start] = clock.now()
  }

  @discardableResult
  private func write(_ job: String, _ start: Timestamp, _ status: JobOccurrence.Status) -> Bool {
    guard record[job]?[start] == nil else { return false }
    record[job, default: [:]][start] = status
    return true
  }

  private func end() { ends += 1 }

  private func complain(_ words: String) { problems.append(words) }
}
