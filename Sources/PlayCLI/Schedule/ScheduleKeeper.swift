import Foundation
import PlayModel
import PlayPlanning
import PlayServer
import PlayStore

/// What the scheduler does outside: reads the schedule, asks the store, starts programs and minds them.
actor ScheduleKeeper {
  private let schedule: String
  private let store: RunStore
  private let clock = SystemClock()
  private var boards: [JobBoard] = []
  private var changedAt: Date?
  private var loadedAt: Timestamp?
  private var lastComplaint = ""
  private var lastTended: Timestamp?
  private var isDelivering = false
  /// Programs that run, by what they do.
  private var children: [String: Process] = [:]
  private var patience = Patience()

  init(schedule: String, store: RunStore) {
    self.schedule = schedule
    self.store = store
  }

  nonisolated var ports: SchedulePorts {
    SchedulePorts(
      clock: SystemClock(), ready: { [schedule] in Console.complain("serving \(schedule)") },
      boards: { await self.current() },
      memory: { [self] board in try await program(board).memory() },
      isRunning: { [self] board in try await isRunning(board) },
      note: { [self] board, decision in try await note(board, decision) },
      begin: { [self] board, start in await begin(board.job, start) }, tend: { [self] in try await tend() },
      end: { [self] in await end() }, complain: { [self] error in await complain("\(error)") })
  }

  private func program(_ board: JobBoard) throws -> JobProgram {
    JobProgram(board: board, store: store, output: try OutputOptions.parse([]))
  }

  /// Read again when the file has changed, and every minute for what it names; a wrong one leaves what was there.
  private func current() async -> [JobBoard] {
    let changed = try? FileManager.default.attributesOfItem(atPath: schedule)[.modificationDate] as? Date
    let now = clock.now()
    if let loadedAt, changed == changedAt, now >= loadedAt, now.since(loadedAt) < .seconds(60) {
      return boards
    }
    (changedAt, loadedAt) = (changed, now)
    do { boards = try await ScheduleBook.load(schedule).boards } catch { complain("\(error)") }
    return boards
  }

  private func isRunning(_ board: JobBoard) throws -> Bool {
    if children[board.job.name]?.isRunning == true { return true }
    return try program(board).isRunning()
  }

  private func note(_ board: JobBoard, _ decision: JobBoard.Decision) throws {
    switch decision {
    case .missed(let start): try program(board).note(start, .missed)
    case .skipped(let start): try program(board).note(start, .skipped)
    case .begin: break
    }
  }

  private func begin(_ job: ScheduledJob, _ start: Timestamp) {
    guard children[job.name]?.isRunning != true, patience.allows(job.name, at: clock.now()) else { return }
    Console.complain("job \(job.name): \(start.rfc3339) begins")
    launch(job.name, ["schedule", "run", job.name, "-s", schedule, "--at", start.rfc3339Milliseconds])
  }

  /// No job's name: those have no blank.
  private static let requests = "approved requests"

  /// Runs whose process is gone are taken up again; approved requests are carried out.
  private func tend() throws {
    children = children.filter { $0.value.isRunning }
    let now = clock.now()
    if let lastTended, now >= lastTended, now.since(lastTended) < .seconds(5) { return }
    lastTended = now
    if !isDelivering {
      isDelivering = true
      Task {
        await Courier(store: store).deliver()
        isDelivering = false
      }
    }
    for board in boards where children[board.job.name] == nil {
      guard let open = try program(board).interrupted() else {
        patience.forget(board.job.name)
        continue
      }
      guard board.isOpen(at: now), patience.allows(board.job.name, at: now) else { continue }
      Console.complain("job \(board.job.name): \(open.start.rfc3339) goes on")
      launch(board.job.name, ["schedule", "run", board.job.name, "-s", schedule, "--due"])
    }
    guard try !store.requests([.approved, .running]).isEmpty else { return patience.forget(Self.requests) }
    if children[Self.requests] == nil, patience.allows(Self.requests, at: now) {
      launch(Self.requests, ["requests", "run", "--quiet"])
    }
  }

  /// Output goes to this program's own: a service's journal keeps it.
  private func launch(_ what: String, _ arguments: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
      children[what] = process
    } catch { complain("\(what) cannot be started: \(error.localizedDescription)") }
  }

  private func end() async {
    for child in children.values where child.isRunning { child.terminate() }
    while children.values.contains(where: \.isRunning) { try? await clock.sleep(for: .milliseconds(100)) }
  }

  /// The same again is not said again.
  private func complain(_ words: String) {
    guard words != lastComplaint else { return }
    lastComplaint = words
    Console.complain("swiftplay: \(words)")
  }
}

extension Timestamp {
  /// To the millisecond: a time is known by it.
  var rfc3339Milliseconds: String {
    let fraction = String(1000 + milliseconds % 1000).dropFirst()
    return "\(rfc3339.dropLast()).\(fraction)Z"
  }
}
