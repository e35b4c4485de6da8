import PlayModel
import PlayPlanning

/// Everything outside that the scheduler stands on.
public struct SchedulePorts: Sendable {
  public var clock: any PlayClock
  /// The scheduler is at work, and can be told to stop.
  public var ready: @Sendable () async -> Void
  /// The jobs as they are now: files may change while the scheduler runs.
  public var boards: @Sendable () async -> [JobBoard]
  /// The newest time that something is written down of; a job that is not known yet is from now on.
  public var memory: @Sendable (JobBoard) async throws -> Timestamp
  public var isRunning: @Sendable (JobBoard) async throws -> Bool
  /// Writes down what became of a time that is not begun.
  public var note: @Sendable (JobBoard, JobBoard.Decision) async throws -> Void
  /// Begins a run of its own; whoever carries it out claims the time first.
  public var begin: @Sendable (JobBoard, Timestamp) async throws -> Void
  /// Once a turn: runs whose process is gone, requests that may run.
  public var tend: @Sendable () async throws -> Void
  /// The scheduler ends: what runs reaches a safe point.
  public var end: @Sendable () async -> Void
  /// A turn failed; the next one tries again.
  public var complain: @Sendable (any Error) async -> Void

  public init(
    clock: any PlayClock, ready: @escaping @Sendable () async -> Void,
    boards: @escaping @Sendable () async -> [JobBoard],
    memory: @escaping @Sendable (JobBoard) async throws -> Timestamp,
    isRunning: @escaping @Sendable (JobBoard) async throws -> Bool,
    note: @escaping @Sendable (JobBoard, JobBoard.Decision) async throws -> Void,
    begin: @escaping @Sendable (JobBoard, Timestamp) async throws -> Void,
    tend: @escaping @Sendable () async throws -> Void, end: @escaping @Sendable () async -> Void,
    complain: @escaping @Sendable (any Error) async -> Void
  ) {
    self.clock = clock
    self.ready = ready
    self.boards = boards
    self.memory = memory
    self.isRunning = isRunning
    self.note = note
    self.begin = begin
    self.tend = tend
    self.end = end
    self.complain = complain
  }
}
